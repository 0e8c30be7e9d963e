"""A whole catalog, exported, imported and moved between both kinds of database; and verified."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from catalogs import KINDS, new_address, open_again
from test_catalog_store import HOST, entry

from charter.catalog.activity import Activity
from charter.catalog.coding import CODE_BYTES, NO_CODE
from charter.catalog.entry import Health, Outcome, Unmet
from charter.catalog.store import Catalog
from charter.catalog.tables import TABLES, read_rows
from charter.catalog.transfer import export_lines, import_lines
from charter.catalog.verify import verify
from charter.errors import CatalogError

COUNTS = {
    "entry": 2,
    "alias": 1,
    "readme": 1,
    "history": 6,
    "answer": 1,
    "token": 1,
    "delivery": 0,
}
TOKEN = """
insert into token (hash, label, scopes, namespace, created, creator, expires)
values ('abc', 'ci', 'write', 'web', '2026-11-24', 'ada', '2027-11-24')
"""
ANSWER = """
insert into answer (at, actor, team, name, description, decision, about, because, nearest)
values ('2026-11-24', 'ada', 'web', 'cart', 'Carries', 'build', '', 'other prices', '["web/shop"]')
"""


@pytest.fixture
def full(catalog: Catalog) -> Catalog:
    """A catalog with something of everything: texts of any script, a gap in the numbers."""
    told = catalog.acting("ada")
    health = Health(9, 8, 1, (Unmet("DOC-1", "Has a README", "Write one"),), "2026-11-24")
    activity = Activity(updated="2026-11-23T10:00:00+00:00", participation=(0, 3))
    told.register(entry(readme="# Shöp\n\nSells 書\n", health=health, activity=activity, score=77))
    told.register(entry("gone"))
    told.forget(entry("gone"))
    odd = 'It\'s 100% "fine" \\ 😀'
    told.register(entry("store", odd, url=f"{HOST}/web/shop", unsaid=("readme",)))
    told.register(entry("cart", siloed="nobody has adopted it yet"))
    told.archive(told.find("cart")[0], "replaced")
    catalog.database.rows(ANSWER)
    catalog.database.rows(TOKEN)
    return catalog


@pytest.fixture(params=KINDS)
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalog]:
    """An empty catalog in each kind of database, beside the first one."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    with closing(open_again(new_address(request.param, tmp_path / "other", server))) as opened:
        yield opened


def rows(catalog: Catalog) -> dict[str, list[Any]]:
    return {table.name: list(read_rows(catalog.database, table)) for table in TABLES}


def test_everything_arrives_as_it_was(full, other):
    told = import_lines(other, export_lines(full.database))
    assert rows(other) == rows(full)
    assert told == COUNTS
    assert verify(other) == ()


def test_what_arrived_is_found_and_goes_on(full, other):
    import_lines(other, export_lines(full.database))
    assert [hit.entry.project.name for hit in other.search(["fine"])] == ["store"]
    assert [it.project.name for it in other.find("shop", "web")] == ["store"]
    highest = max(row["entry_id"] for row in rows(other)["history"])
    assert other.register(entry("new")) is Outcome.CREATED
    assert other.find("new")[0].id > highest
    assert other.register(entry("new", "changed")) is Outcome.UPDATED
    assert verify(other) == ()


def test_an_export_is_the_same_wherever_it_is_made(full, other):
    lines = list(export_lines(full.database))
    import_lines(other, lines)
    assert list(export_lines(other.database))[1:] == lines[1:]
    head = json.loads(lines[0])
    assert (head["charter"], head["format"]) == ("catalog", 1)
    assert head["schema"] == full.database.facts().schema


def _without(number: int):
    return lambda lines: lines[:number] + lines[number + 1 :]


def _changed(before: str, after: str):
    return lambda lines: [line.replace(before, after) for line in lines]


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (_without(0), "no export"),
        (_without(1), "did not arrive"),
        (_without(-2), "did not arrive"),
        (lambda lines: lines[:-1], "ends early"),
        (lambda lines: [*lines[:-2], lines[-2][:9]], "no JSON"),
        (_changed("Sells 書", "Sells all"), "readme did not arrive"),
        (_changed('"format":1', '"format":2'), "not known here"),
        (_changed('"schema":', '"schema":9'), "is of schema 9"),
        (_changed('"table":"alias"', '"table":"secrets"'), "line that is not known"),
        (_changed('"actor":', '"actor) values (1);--":'), "line that is not known"),
        (_changed('"actor":', '"no_such":'), "failed"),
        (_changed('"since":"', '"since":["x"],"s":"'), "line that is not known"),
        (lambda lines: [*lines[:2], *lines[1:]], "two lines are of one entry"),
        (lambda lines: ["[" * 100_000], "no JSON"),
        (lambda lines: [], "no JSON"),
    ],
)
def test_what_is_not_whole_leaves_the_target_as_it_was(full, tmp_path, spoil, complaint):
    lines = spoil(list(export_lines(full.database)))
    with closing(open_again(str(tmp_path / "target.sqlite3"))) as target:
        before = rows(target)
        with pytest.raises(CatalogError, match=complaint):
            import_lines(target, lines)
        assert rows(target) == before


def test_what_is_not_empty_is_refused_untouched(full, other):
    other.register(entry("mine"))
    before = rows(other)
    with pytest.raises(CatalogError, match="not empty: it holds entry, history"):
        import_lines(other, export_lines(full.database))
    assert rows(other) == before


def test_memory_stays_flat(catalog, other):
    def fill(numbers: range) -> None:
        for number in numbers:
            catalog.register(entry(f"n-{number}", readme="x" * 2000))

    def peak() -> int:
        tracemalloc.start()
        for _ in export_lines(catalog.database):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    catalog.database.write(lambda: fill(range(1000)))
    few = peak()
    catalog.database.write(lambda: fill(range(1000, 4000)))
    assert peak() < few * 1.5
    assert import_lines(other, export_lines(catalog.database))["entry"] == 4000


# ---- verifying --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("update entry set title = 'another' where name = 'store'", "its digest is another"),
        ("update entry set maintainers = '{' where name = 'store'", "web/store is damaged"),
        ("update readme set text = 'another'", "its digest is another"),
        ("update entry set revision = 7 where name = 'store'", "at revision 7"),
    ],
)
def test_damage_is_found_and_named(full, damage, problem):
    assert verify(full) == ()
    full.database.rows(damage)
    (found,) = verify(full)
    assert problem in found


def test_codes_that_are_not_those_of_the_entries_are_found(full):
    one, other, *_ = (number for number, _ in full.codes.every())
    full.codes.put([(one, NO_CODE), (other, b"\1" * CODE_BYTES)])
    found = verify(full)
    assert len(found) == 2
    assert all(problem.endswith("its code is another.") for problem in found)


def test_codes_of_no_entry_are_found(tmp_path):
    """In PostgreSQL there can be none."""
    with closing(open_again(str(tmp_path / "catalog.sqlite3"))) as catalog:
        catalog.register(entry())
        catalog.codes.put([(3, b"\2" * CODE_BYTES)])
        assert verify(catalog) == ("codes belong to no entry: that of number 3, and any after it.",)


def test_words_that_are_not_those_of_the_entries_are_found(tmp_path):
    with closing(open_again(str(tmp_path / "catalog.sqlite3"))) as catalog:
        catalog.register(entry())
        catalog.database.rows("drop trigger search_changed")
        catalog.database.rows("update entry_search set name = 'other'")
        assert any("the words in entry_words" in problem for problem in verify(catalog))
