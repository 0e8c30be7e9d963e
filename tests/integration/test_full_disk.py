"""A disk that is full: a clear error, nothing half-written, and on it goes when there is room."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from commands import Run
from loads import Clients, serving, writing_token
from small_disk import Disk, small_disk
from test_catalog_commands import make
from test_catalog_store import entry

from charter.catalog.sqlite import open_catalog_file
from charter.catalog.store import Catalog
from charter.catalog.verify import verify
from charter.errors import CatalogError

NOWHERE = "postgresql://charter@127.0.0.1:1/absent"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as found:
        yield found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return make(tmp_path / "repository")


def register_for_ever(catalog: Catalog, told: set[str]) -> None:
    """The names of what was acknowledged are in `told`."""
    for number in count():
        catalog.register(entry(f"p{number}", readme=os.urandom(4000).hex()))
        told.add(f"p{number}")


def everything_in(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


def test_a_catalog_that_cannot_grow_keeps_what_it_has_and_goes_on_when_there_is_room(disk: Disk):
    file = disk.folder / "catalog.sqlite3"
    open_catalog_file(file).close()
    (disk.folder / "ballast").write_bytes(b"x" * 100_000)
    with closing(open_catalog_file(file)) as catalog:
        told: set[str] = set()
        with pytest.raises(CatalogError, match="disk is full") as refused:
            register_for_ever(catalog, told)
        assert refused.value.hint == "Make room and try again."
        assert told
        assert {one.project.name for one in catalog.list_entries()} == told
        assert {hit.entry.project.name for hit in catalog.search(["sells"], limit=1000)} == told
    with closing(open_catalog_file(file)) as again:  # as it lies on the disk
        assert {one.project.name for one in again.list_entries()} == told
        disk.make_room()
        again.register(entry("after"))
        assert verify(again) == ()
        assert sum(one.revision for one in again.list_entries()) == len(told) + 1


def test_a_catalog_is_made_whole_or_not_at_all(disk: Disk):
    file = disk.folder / "catalog.sqlite3"
    disk.fill()
    with pytest.raises(CatalogError, match="disk is full"):
        open_catalog_file(file)
    disk.make_room()
    with closing(open_catalog_file(file)) as catalog:
        catalog.register(entry())
        assert verify(catalog) == ()


def test_a_registration_waits_where_the_catalog_cannot_grow(
    disk: Disk, repository: Path, charter: Run, monkeypatch: pytest.MonkeyPatch
):
    file = disk.folder / "catalog.sqlite3"
    open_catalog_file(file).close()
    monkeypatch.setenv("CHARTER_CATALOG", str(file))
    disk.fill()
    said = charter("register", repository)
    assert said.code == 2
    assert "the disk is full" in said.err
    assert charter("catalog", "status", "--json").json["waiting"]
    disk.make_room()
    assert "invoice-renderer" in charter("search", "invoices").out
    assert not charter("catalog", "status", "--json").json["waiting"]


def test_an_outbox_that_cannot_grow_says_so_and_leaves_nothing_behind(
    disk: Disk, repository: Path, charter: Run, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHARTER_CATALOG", NOWHERE)
    monkeypatch.setenv("XDG_STATE_HOME", str(disk.folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(disk.folder))
    assert "waits in" in charter("register", repository).err
    (kept,) = disk.folder.rglob("*.json")
    disk.fill()
    before = sorted(disk.folder.rglob("*"))
    (repository / ".copier-answers.yml").write_text(
        (repository / ".copier-answers.yml").read_text().replace("Renders", "Draws")
    )
    said = charter("register", repository)
    assert said.code == 2
    assert "could not be kept" in said.err
    assert "No space left on device" in said.err
    assert sorted(disk.folder.rglob("*")) == before
    disk.make_room()
    charter("register", repository)
    assert len(list(kept.parent.glob("*.json"))) == 2


@pytest.mark.parametrize("format_", ["csv", "jsonl", "backstage", "everything"])
def test_an_export_that_finds_no_room_leaves_the_one_before(
    disk: Disk, tmp_path: Path, charter: Run, monkeypatch: pytest.MonkeyPatch, format_: str
):
    file = tmp_path / "catalog.sqlite3"
    with closing(open_catalog_file(file)) as catalog:
        for number in range(20):
            catalog.register(entry(f"p{number}", "Says " + "much " * 100))
    monkeypatch.setenv("CHARTER_CATALOG", str(file))
    out = disk.folder / "export"
    assert charter("catalog", "export", "--format", format_, "-o", out).code == 0
    disk.fill()
    before = everything_in(disk.folder)
    said = charter("catalog", "export", "--format", format_, "-o", out)
    assert said.code == 2
    assert "No space left on device" in said.err
    assert everything_in(disk.folder) == before


@pytest.mark.parametrize("words", ["list", "catalog export --format csv", "--help"])
def test_an_output_that_takes_nothing_is_a_failure_in_words(
    repository: Path, charter: Run, words: str
):
    assert charter("register", repository).code == 0
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "charter", *words.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "charter: there is no space left to write.\n"


def test_a_service_whose_disk_is_full_says_so_and_goes_on_when_there_is_room(
    disk: Disk, tmp_path: Path
):
    file = disk.folder / "catalog.sqlite3"
    with closing(open_catalog_file(file)) as catalog:
        clients = Clients(writing_token(catalog))
    with serving(str(file), tmp_path) as service, clients.working([service.address], clients=4):
        clients.wait_for(8)
        disk.fill()
        while len(clients.refusals) < 4:
            assert not clients.broken
        disk.make_room()
        clients.wait_for(8)
    assert not clients.broken
    for status, problem, _, _ in clients.refusals:
        assert (status, problem["type"]) == (503, "urn:charter:problem:away")
        assert str(disk.folder) not in str(problem)
    with closing(open_catalog_file(file)) as catalog:
        found = {one.project.name for one in catalog.list_entries()}
        assert set(clients.acknowledged) <= found <= clients.sent
        assert verify(catalog) == ()
