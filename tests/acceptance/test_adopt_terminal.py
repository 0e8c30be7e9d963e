"""charter adopt as a person sees it: what is found stands there, and what both have is asked."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from test_terminal import CHARTER, CTRL_C, DOWN, ENTER, Terminal, answer

FILES = {
    "README.md": "# Shop\n\nIt sells.\n",
    "pyproject.toml": '[project]\nname = "shop"\ndescription = "Sells what others make"\n',
    "CODEOWNERS": "* @acme/retail @ada\n",
    "SECURITY.md": "mail us\n",
}
FOUND = (
    ("Who may see it?", ENTER),
    ("Repository name [from pyproject.toml] shop", ENTER),
    ("What does it do, and for whom? (people find it by these words) [from pyproject.toml]", ENTER),
    ("Organisation that owns the code", "Acme Corporation" + ENTER),
    ("Team that owns it [from CODEOWNERS] retail", ENTER),
    ("[from CODEOWNERS] ada @ada", ENTER),
    ("Where will it be hosted?", ENTER),
    ("Is this right?", ENTER),
)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    place = tmp_path / "shop"
    place.mkdir()
    for name, text in FILES.items():
        (place / name).write_text(text)
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "One"]):
        subprocess.run(["git", *words], cwd=place, check=True)
    return place


@pytest.fixture
def adopt(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*words: str) -> Terminal:
        opened.append(Terminal([str(CHARTER), "adopt", *words], tmp_path, rows=100))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def status(place: Path) -> str:
    done = subprocess.run(
        ["git", "status", "--porcelain"], cwd=place, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_enter_takes_what_is_found_and_a_text_of_both_is_asked(adopt, shop) -> None:
    terminal = answer(adopt("shop"), *FOUND)
    terminal.sees("SECURITY.md: you have one too").types(DOWN + ENTER)
    terminal.sees("Bring it under this charter?").types(ENTER)
    assert terminal.ends() == 0
    for words in ("shop is under a charter", "charter undo", "--keep SECURITY.md", "charter adopt"):
        terminal.sees(words)
    answers = yaml.safe_load((shop / ".copier-answers.yml").read_text())
    assert answers["keep_ours"] == ["README.md", "SECURITY.md"]
    assert (shop / "SECURITY.md").read_text() == "mail us\n"


def test_what_both_have_can_be_looked_at_before_it_is_decided(adopt, shop) -> None:
    terminal = answer(adopt("shop"), *FOUND)
    terminal.sees("SECURITY.md: you have one too →").types(DOWN * 3 + ENTER)
    terminal.sees("-mail us").sees("SECURITY.md: you have one too →").types(DOWN * 2 + ENTER)
    terminal.sees("take the template's in its place").sees("Bring it under").types(ENTER)
    assert terminal.ends() == 0
    assert (shop / "SECURITY.md").read_text() != "mail us\n"


def test_ctrl_c_and_no_leave_everything_as_it_was(adopt, shop) -> None:
    assert answer(adopt("shop"), *FOUND[:3]).sees("Organisation").types(CTRL_C).ends() == 130
    terminal = answer(adopt("shop", "--keep-ours"), *FOUND)
    terminal.sees("Bring it under this charter?").types("n")
    assert terminal.ends() == 130
    assert status(shop) == ""


def test_what_is_public_is_asked_about_and_no_is_the_answer_that_stands_there(adopt, shop) -> None:
    licence = Path(__file__).parents[2] / "templates/shared/licences/MIT.txt"
    (shop / "LICENSE").write_text(licence.read_text())
    subprocess.run(["git", "add", "."], cwd=shop, check=True)
    subprocess.run(["git", "commit", "--quiet", "-m", "Two"], cwd=shop, check=True)
    terminal = answer(adopt("shop"), *FOUND).sees("LICENSE is the open source licence MIT")
    terminal.sees("Has somebody decided to close it?").types(ENTER)
    assert terminal.ends() == 1
    assert status(shop) == ""
