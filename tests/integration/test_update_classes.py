"""The table of docs/reference/update.md, "Beside `copier update`": what each tool does in each class."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from histories import page, redirect_address, write_template
from shops import CONFIGURATION, ONE, TWO, edit, found

from charter.git import commit_everything, git
from charter.model import FileContent

COPIER = Path(sys.executable).parent / "copier"


def both(shop: Path, tmp_path: Path, charter: Callable, *data: str) -> tuple[Path, Path, int, int]:
    """The two repositories after each tool's update, and the tools' exit codes."""
    theirs = tmp_path / "theirs"
    git("clone", "--quiet", str(shop), str(theirs))
    said = [word for pair in data for word in ("--set", pair)]
    mine = charter("update", str(shop), "--defaults", *said).code
    told = [word for pair in data for word in ("--data", pair)]
    done = subprocess.run(
        [str(COPIER), "update", "--defaults", "--quiet", *told],
        cwd=theirs,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    return shop, theirs, mine, done.returncode


@pytest.fixture
def begin(tmp_path: Path, home: Path) -> Callable[..., Path]:
    def begin(two: dict[str, FileContent] = TWO, *configurations: bytes) -> Path:
        redirect_address(home / ".gitconfig", tmp_path / "template")
        write_template(tmp_path / "template", [ONE, two], *(configurations or (CONFIGURATION,)))
        return found(tmp_path / "shop")

    return begin


def test_edited_here_dropped_there(begin, tmp_path, charter):
    shop = begin()
    edit(shop, "OLD.md", "OLD line 3", "our line")
    mine, theirs, our_code, copiers_code = both(shop, tmp_path, charter)
    assert ((theirs / "OLD.md").exists(), copiers_code) == (False, 0)
    assert ("our line" in (mine / "OLD.md").read_text(), our_code) == (True, 1)


def test_deleted_here_changed_there(begin, tmp_path, charter):
    shop = begin()
    (shop / "A.md").unlink()
    commit_everything(shop, "Without A")
    mine, theirs, our_code, copiers_code = both(shop, tmp_path, charter)
    assert ((theirs / "A.md").exists(), copiers_code) == (False, 0)
    assert ((mine / "A.md").read_text()[:2], our_code) == ("A\n", 1)


def test_same_lines(begin, tmp_path, charter):
    shop = begin()
    edit(shop, "A.md", "A line 0", "our first line")
    mine, theirs, our_code, copiers_code = both(shop, tmp_path, charter)
    for place in (mine, theirs):
        assert "<<<<<<<" in (place / "A.md").read_text()
    assert (our_code, copiers_code) == (1, 0)


@pytest.mark.parametrize("own", ["# New in shop\n\nWhat we add\n", "Another\n"])
def test_both_added(begin, tmp_path, charter, own):
    shop = begin()
    (shop / "NEW.md").write_text(own)
    commit_everything(shop, "Our own")
    mine, theirs, our_code, copiers_code = both(shop, tmp_path, charter)
    for place in (mine, theirs):
        text = (place / "NEW.md").read_text()
        assert "<<<<<<<" in text
        assert own.splitlines()[-1] in text
    assert (our_code, copiers_code) == (1, 0)


def test_moved_by_the_team(begin, tmp_path, charter):
    shop = begin()
    git("mv", "A.md", "moved.md", cwd=shop)
    commit_everything(shop, "Move")
    mine, theirs, our_code, copiers_code = both(shop, tmp_path, charter)
    assert ((theirs / "moved.md").read_bytes(), copiers_code) == (page("A"), 0)
    assert ((mine / "moved.md").read_text()[:2], our_code) == ("A\n", 0)


def test_moved_by_the_template(begin, tmp_path, charter):
    shop = begin({**TWO, "moved/OLD.md": ONE["OLD.md"]})
    edit(shop, "OLD.md", "OLD line 3", "our line")
    mine, theirs, our_code, copiers_code = both(shop, tmp_path, charter)
    assert (theirs / "moved/OLD.md").read_bytes() == page("OLD")
    assert ((theirs / "OLD.md").exists(), copiers_code) == (False, 0)
    assert ("our line" in (mine / "moved/OLD.md").read_text(), our_code) == (True, 0)


def test_excluded_from_now_on(begin, tmp_path, charter):
    kept = CONFIGURATION + b"keep_ours: {type: yaml, default: [], ask: false}\n"
    kept += b"_exclude: [\"{{ keep_ours | join('\\n') }}\"]\n"
    shop = begin(TWO, kept)
    mine, theirs, our_code, copiers_code = both(shop, tmp_path, charter, "keep_ours=[A.md]")
    assert ((theirs / "A.md").exists(), copiers_code) == (False, 0)
    assert ((mine / "A.md").read_bytes(), our_code) == (page("A"), 0)
