"""Look-alikes by what entries mean, held by each kind of database, whatever becomes of entries."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from catalogs import KINDS, new_address, open_again
from postgres import Server
from test_catalog_kinds import entry, names

from charter.catalog.coding import codes_of
from charter.catalog.migrations import read_migrations
from charter.catalog.postgresql import open_catalog_database
from charter.catalog.postgresql_index import PostgresIndex
from charter.catalog.sqlite_index import SqliteIndex
from charter.catalog.store import Catalog
from charter.catalog.transfer import export_lines, import_lines
from charter.database import Schema
from charter.database.postgresql import open_postgresql
from charter.database.sqlite import open_sqlite

MAIL = entry("newsletter", "Sends news to all subscribers")
WISH = ("postbox", "Deliver mailings to a list of recipients")
SHELF = (
    MAIL,
    entry("orbits", "Simulate the orbits of planets"),
    entry("ledger", "Books payments and closes the accounts of a month"),
    entry("chart-kit", "Draws charts for dashboards"),
    entry("geo-lookup", "Finds places on a map by their names"),
    entry("rate-limiter", "Slows clients down that ask too often"),
)


@pytest.fixture
def shelf(catalog: Catalog) -> Catalog:
    for one in SHELF:
        catalog.register(one)
    return catalog


def kept(catalog: Catalog) -> dict[int, int]:
    """The codes as they are in the database."""
    return dict(catalog._index.codes.every())


def due(catalog: Catalog) -> dict[int, int]:
    """The codes as they ought to be."""
    rows = catalog.database.rows("select id, name, description from entry")
    return {number: int.from_bytes(code) for number, code in codes_of(rows) if any(code)}


def test_what_means_the_same_is_found_without_a_word_in_common(shelf: Catalog):
    first, *_ = shelf.look_alikes(*WISH)
    assert (first.entry.project.name, first.shared) == ("newsletter", ())


@pytest.mark.parametrize("original", SHELF, ids=lambda one: one.project.name)
def test_a_near_copy_is_found_first(shelf: Catalog, original):
    words = original.project.description.split()
    told = " ".join([*words[1:-1], "thing"])
    assert names(shelf.look_alikes(f"{original.project.name}2", told))[0] == original.project.name


def test_what_has_nothing_in_common_is_not_shown(shelf: Catalog):
    assert shelf.look_alikes("sourdough", "Bakes bread from flour") == ()
    assert shelf.look_alikes("", "") == ()
    assert shelf.look_alikes("☂", "—") == ()


def test_a_text_without_known_words_is_found_by_the_words_it_shares(catalog: Catalog):
    catalog.register(entry("x", "Qwxyzzk"))
    (near,) = catalog.look_alikes("y", "qwxyzzk")
    assert near.shared == ("qwxyzzk",)


def test_every_entry_has_its_code_however_it_came(shelf: Catalog):
    others = [entry(f"{one.project.name}-b", one.project.description) for one in SHELF]
    for _ in shelf.load([*others, entry("nothing-said", "", title="")]):
        pass
    assert kept(shelf) == due(shelf)
    assert len(kept(shelf)) == 2 * len(SHELF) + 1


def test_codes_go_over_many_pages(catalog: Catalog):
    for _ in catalog.load(entry(f"part-{number}", f"Part {number} of it") for number in range(600)):
        pass
    catalog.register(MAIL)
    assert kept(catalog) == due(catalog)
    assert names(catalog.look_alikes(*WISH, limit=1)) == ["newsletter"]


def test_a_new_description_counts_from_then_on(shelf: Catalog):
    assert names(shelf.look_alikes(*WISH, limit=1)) == ["newsletter"]
    changed = replace(MAIL.project, description="Simulate planets and their orbits")
    shelf.register(replace(MAIL, project=changed))
    assert "newsletter" not in names(shelf.look_alikes(*WISH))
    assert "newsletter" in names(shelf.look_alikes("x", "The orbit of planets"))
    assert kept(shelf) == due(shelf)


def test_a_renamed_or_moved_entry_is_found_as_it_is_now(shelf: Catalog):
    shelf.register(replace(MAIL, project=replace(MAIL.project, name="bulletin", team="press")))
    moved = replace(SHELF[1], project=replace(SHELF[1].project, url="https://git.acme.example/o"))
    shelf.register(moved, moved=True)
    first, *_ = shelf.look_alikes(*WISH)
    assert (first.entry.project.team, first.entry.project.name) == ("press", "bulletin")
    assert kept(shelf) == due(shelf)


def test_what_was_taken_out_is_found_no_more(shelf: Catalog):
    shelf.forget(MAIL)
    assert names(shelf.look_alikes(*WISH)) == []
    assert kept(shelf) == due(shelf)
    shelf.register(MAIL)
    assert names(shelf.look_alikes(*WISH)) == ["newsletter"]
    assert kept(shelf) == due(shelf)


def test_what_was_taken_back_leaves_no_code(shelf: Catalog):
    before = kept(shelf)

    def work() -> None:
        shelf.register(entry("sender", "Mails letters to everybody"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shelf.database.write(work)
    assert kept(shelf) == before


def test_the_same_again_writes_no_code(shelf: Catalog):
    shelf._index.codes.clear()
    shelf.register(MAIL)
    assert kept(shelf) == {}


def test_another_door_sees_what_was_written_meanwhile(shelf: Catalog, catalog_address: str):
    with closing(open_again(catalog_address)) as other:
        assert names(other.look_alikes(*WISH, limit=1)) == ["newsletter"]
        nearer = entry("recipients", "Deliver mailings to recipients of a list")
        shelf.register(nearer)
        assert names(other.look_alikes(*WISH, limit=1)) == ["recipients"]
        shelf.forget(nearer)
        assert names(other.look_alikes(*WISH, limit=1)) == ["newsletter"]
        shelf._index.codes.clear()
        assert names(other.look_alikes(*WISH)) == []


def test_reindexing_makes_the_codes_anew(shelf: Catalog):
    told = "Deliver mailings to recipients"
    shelf.database.rows(
        "update entry set description = :told where name = 'ledger'", {"told": told}
    )
    shelf.reindex()
    assert names(shelf.look_alikes(*WISH, limit=1)) == ["ledger"]
    assert kept(shelf) == due(shelf)


@pytest.mark.parametrize("target", KINDS)
def test_a_catalog_that_was_carried_over_finds_the_same(
    shelf: Catalog, target: str, tmp_path: Path, request: pytest.FixtureRequest
):
    server = request.getfixturevalue("postgres") if target == "postgresql" else None
    with closing(open_again(new_address(target, tmp_path / "other", server))) as other:
        import_lines(other, export_lines(shelf.database))
        assert kept(other) == kept(shelf)
        assert names(other.look_alikes(*WISH)) == names(shelf.look_alikes(*WISH))


def test_a_catalog_of_the_schema_before_gets_its_codes_when_it_is_upgraded(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
):
    index = SqliteIndex if kind == "sqlite" else PostgresIndex
    old = Schema(6, lambda: [step for step in read_migrations(kind, index) if step.number <= 6])
    if kind == "sqlite":
        address = str(tmp_path / "old.sqlite3")
        database = open_sqlite(Path(address), old)
    else:
        server: Server = request.getfixturevalue("postgres")
        address = server.database()
        database = open_postgresql(address, old, upgrades=True)
    with closing(Catalog(database, Codeless(index(database)))) as older:
        for one in SHELF:
            older.register(one)
    if kind == "postgresql":
        open_catalog_database(address, upgrades=True).close()
    with closing(open_again(address)) as upgraded:
        assert names(upgraded.look_alikes(*WISH)) == ["newsletter"]
        assert kept(upgraded) == due(upgraded)
        assert len(due(upgraded)) == len(SHELF)


class Codeless:
    """An index as it was before there were codes."""

    def __init__(self, index: object) -> None:
        self._index = index
        self.codes = self

    def put(self, rows: object) -> None:
        if not isinstance(rows, map):  # codes
            return
        self._index.put(rows)

    def __getattr__(self, name: str) -> object:
        return getattr(self._index, name)
