"""Looks whether a catalog is whole: the database, each entry, codes, and that history tells all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from charter.catalog.coding import codes_of
from charter.catalog.rows import digest_of, entry_of
from charter.catalog.store import Catalog
from charter.catalog.tables import TABLES, read_rows
from charter.database import Database, Row
from charter.errors import CatalogError

_ENTRY = TABLES[0]
_LAST = (2**63, 0)  # after every code
_ORPHANS = """
select '{table}' as what, count(*) as orphans from {table}
where not exists (select 1 from entry where entry.id = {table}.entry_id)
"""
# revisions and changes of each entry from there on; one that was there before there was a history
# has more revisions than changes
_COUNTS = """
select entry.id, entry.team, entry.name, entry.revision, count(history.id) as changes,
    sum(case when history.action = 'registered' then 1 else 0 end) as beginnings
from entry left join history on history.entry_id = entry.id
where entry.id > :after group by entry.id, entry.team, entry.name, entry.revision
order by entry.id limit 500
"""


def verify(catalog: Catalog, *, count: Callable[[int], None] = lambda _: None) -> tuple[str, ...]:
    """What is wrong, in words; empty where nothing is. `count` is told of each entry looked at."""
    database = catalog.database
    found = database.faults()
    with database.snapshot():
        found += _wrong_entries(database, count)
        found += _lonely_rows(database)
        found += _uncounted_changes(database)
        found += _wrong_codes(catalog)
    return tuple(found)


def _wrong_entries(database: Database, count: Callable[[int], None]) -> Iterator[str]:
    for row in read_rows(database, _ENTRY):
        count(1)
        try:
            entry_of(row)
        except CatalogError as damaged:
            yield damaged.message
            continue
        if row["digest"] and row["digest"] != digest_of(row, _readme_of(database, row)):
            yield f"{_full(row)} is not what was told: its digest is another."


def _readme_of(database: Database, row: Row) -> str:
    found = database.rows("select text from readme where entry_id = :id", {"id": row["id"]})
    return str(found[0]["text"]) if found else ""


def _lonely_rows(database: Database) -> Iterator[str]:
    for table in ("alias", "readme"):
        orphans = database.rows(_ORPHANS.format(table=table))[0]["orphans"]
        if orphans:
            yield f"{orphans} rows of {table} belong to no entry."


def _uncounted_changes(database: Database) -> Iterator[str]:
    after = 0
    while found := database.rows(_COUNTS, {"after": after}):
        for row in found:
            whole = row["changes"] == row["revision"]
            if not whole and (row["beginnings"] or row["changes"] > row["revision"]):
                yield (
                    f"{_full(row)} is at revision {row['revision']}, but its history holds"
                    f" {row['changes']} changes."
                )
        after = found[-1]["id"]


def _wrong_codes(catalog: Catalog) -> Iterator[str]:
    """Codes are kept in the order of their entries, as those are read."""
    kept = iter(catalog.codes.every())
    number, code = next(kept, _LAST)
    for row in read_rows(catalog.database, _ENTRY):
        while number < row["id"]:
            yield f"a code belongs to no entry: that of number {number}."
            number, code = next(kept, _LAST)
        is_kept = number == row["id"]
        (_, made), *_ = codes_of([row])
        if int.from_bytes(made) != (code if is_kept else 0):
            yield f"{_full(row)} is not found by what it says: its code is another."
        if is_kept:
            number, code = next(kept, _LAST)
    if (number, code) != _LAST:
        yield f"codes belong to no entry: that of number {number}, and any after it."


def _full(row: Row) -> str:
    return f"{row['team']}/{row['name']}"
