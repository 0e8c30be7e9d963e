"""What is seen in a real repository: README, activity, language."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from charter.catalog.activity import Activity
from charter.catalog.look import README_BYTES, look_at, read_activity
from charter.catalog.sight import Sight

NOW = datetime.now(UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path / "shop")], check=True)
    return tmp_path / "shop"


def commit(place: Path, days_ago: float) -> None:
    date = (NOW - timedelta(days=days_ago)).isoformat()
    subprocess.run(
        ["git", "-C", str(place), "commit", "-q", "--allow-empty", "-m", "x"],
        env={**__import__("os").environ, "GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date},
        check=True,
    )


def test_commits_are_counted_by_week_the_oldest_first(place):
    for days in (350, 8, 8, 1, 0):
        commit(place, days)
    found = read_activity(place, NOW)
    assert len(found.participation) == 52
    assert sum(found.participation) == 5
    assert found.participation[-2:] == (2, 2)
    assert found.updated[:10] == NOW.date().isoformat()
    assert found.created[:10] == (NOW - timedelta(days=350)).date().isoformat()


def test_of_an_old_repository_the_last_commit_is_known(place):
    commit(place, 900)
    commit(place, 800)
    found = read_activity(place, NOW)
    assert sum(found.participation) == 0
    assert (found.created, found.updated[:10]) == (
        "",
        (NOW - timedelta(days=800)).date().isoformat(),
    )


def test_without_a_commit_or_in_a_shallow_clone_nothing_is_measured(place, tmp_path):
    assert read_activity(place, NOW) == Activity()
    commit(place, 3)
    commit(place, 2)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{place}", str(clone)], check=True)
    assert read_activity(clone, NOW) == Activity()


def test_a_folder_outside_of_any_repository_shows_its_readme_alone(tmp_path):
    (tmp_path / "README.md").write_text("# Shop\n")
    (tmp_path / "go.mod").write_text("module shop\n")
    assert look_at(tmp_path) == Sight("# Shop\n", "Go")


@pytest.mark.parametrize("name", ["README.md", "Readme.rst", "README.adoc", "readme.txt", "README"])
def test_a_readme_has_one_of_its_usual_names(place, name):
    (place / name).write_text("Sells\n")
    assert look_at(place).readme == "Sells\n"


def test_a_long_readme_is_cut_at_a_line(place):
    (place / "README.md").write_text("é" * 30 + "\n" + "a line of text\n" * 9000)
    readme = look_at(place).readme
    assert README_BYTES - 20 < len(readme.encode()) <= README_BYTES
    assert readme.endswith("a line of text\n")


def test_a_readme_that_leads_out_or_is_no_file_is_not_read(place, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (place / "README.md").symlink_to(tmp_path / "secret")
    (place / "README.rst").mkdir()
    assert look_at(place).readme == ""
