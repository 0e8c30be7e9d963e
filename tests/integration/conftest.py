"""What integration tests share: the command, and a small template with a repository on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from catalogs import KINDS, new_address, open_again
from commands import Run, runner
from histories import redirect_address, write_template
from postgres import Server, find_programs, running
from shops import CONFIGURATION, ONE, TWO, found

from charter.catalog.store import Catalog


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


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn; without a PostgreSQL its tests skip."""
    if request.param == "postgresql":
        request.getfixturevalue("postgres")
    return str(request.param)


@pytest.fixture
def catalog_address(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where a new, empty catalog is: for CHARTER_CATALOG, or `catalogs.open_again`."""
    server = request.getfixturevalue("postgres") if kind == "postgresql" else None
    return new_address(kind, tmp_path, server)


@pytest.fixture
def catalog(catalog_address: str) -> Iterator[Catalog]:
    """A new, empty catalog, in each kind of database in turn."""
    with closing(open_again(catalog_address)) as opened:
        yield opened
