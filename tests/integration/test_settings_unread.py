"""Who opens thousands of repositories leaves git's settings unread, and trusts whom the user trusts."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from charter.git import git

OPENS = """
import sys
from pathlib import Path
from charter.errors import GitError
from charter.objects import leave_settings_unread, open_repository

leave_settings_unread()
for place in sys.argv[1:]:
    try:
        print(open_repository(Path(place)).read("a").data.decode())
    except GitError as refused:
        print(refused.message)
"""


@pytest.fixture
def theirs(tmp_path):
    """A repository that belongs to somebody else."""
    if os.geteuid():
        pytest.skip("only root can give a repository to somebody else")
    place = tmp_path / "theirs"
    place.mkdir()
    git("init", "--quiet", cwd=place)
    (place / "a").write_text("of HEAD")
    git("add", "a", cwd=place)
    git("-c", "user.name=A", "-c", "user.email=a@x", "commit", "--quiet", "-m", "A", cwd=place)
    for path in (place, place / ".git"):
        os.chown(path, 4711, 4711)
    return place


def opened(home, *places) -> str:
    done = subprocess.run(
        [sys.executable, "-c", OPENS, *map(str, places)],
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_somebody_elses_repository_is_opened_where_the_user_trusts_it(theirs, tmp_path):
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {theirs}\n")
    assert opened(tmp_path, theirs, theirs) == "of HEAD\nof HEAD\n"


def test_it_is_refused_where_nobody_trusts_it(theirs, tmp_path):
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = A\n")
    assert "cannot be opened" in opened(tmp_path, theirs)
