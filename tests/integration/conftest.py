"""What integration tests share: the command, and a small template with a repository on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Run, runner
from histories import redirect_address, write_template
from postgres import Server, find_programs, running
from shops import CONFIGURATION, ONE, TWO, found


@pytest.fixture
def charter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """The command, called in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return runner(capfd)


@pytest.fixture
def template(tmp_path: Path, home: Path) -> Path:
    """The small template's repository, found by its address."""
    folder = tmp_path / "template"
    redirect_address(home / ".gitconfig", folder)
    write_template(folder, [ONE, TWO], CONFIGURATION)
    return folder


@pytest.fixture
def shop(tmp_path: Path, template: Path) -> Path:
    """A repository on the template's first version."""
    return found(tmp_path / "shop")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL; its tests skip, and say so, where it cannot be had."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed: scripts/setup-postgresql says why")
    with running() as server:
        yield server
