"""A whole catalog as lines of JSON, and back: exported, imported, moved, with nothing lost.

The first line tells the format, the schema and how many rows follow; the last one the digest of
each table, by which whoever reads it knows that nothing is missing and nothing was changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from charter.catalog.store import Catalog
from charter.catalog.tables import TABLES, Table, count_rows, read_rows
from charter.catalog.times import utc_now
from charter.database import Database, Row
from charter.errors import CatalogError

FORMAT = 1
_BATCH = 500
_COLUMN = re.compile(r"[a-z][a-z_]*")
_CUT = "Is it whole? The last line of an export ends it."
Counts = Callable[[int], None]


@dataclass
class Tally:
    """How many rows of a table there were, and their digest: the same in any order."""

    rows: int = 0
    total: int = 0
    columns: frozenset[str] = frozenset()

    def add(self, row: Row) -> None:
        """One more row: the columns of the first one, which may be of an older schema."""
        self.columns = self.columns or frozenset(row)
        text = _json({name: row[name] for name in self.columns})
        self.total += int.from_bytes(hashlib.sha256(text.encode()).digest())
        self.rows += 1

    @property
    def digest(self) -> str:
        return f"{self.total % 2**256:064x}"


@dataclass
class _Reading:
    """An export while it is read: its rows, and what they add up to."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    end: Mapping[str, Any] | None = None


def count_all(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: count_rows(database, table) for table in TABLES}


def export_lines(database: Database, *, count: Counts = lambda _: None) -> Iterator[str]:
    """Every line, without its newline, as everything was at one moment."""
    schema = database.facts().schema
    with database.snapshot():
        head = {"charter": "catalog", "format": FORMAT, "schema": schema, "written": utc_now()}
        yield _json({**head, "rows": count_all(database)})
        digests = {}
        for table in TABLES:
            tally = Tally()
            for row in read_rows(database, table):
                tally.add(row)
                count(1)
                yield _json({"table": table.name, "row": row})
            digests[table.name] = tally.digest
        yield _json({"end": True, "digests": digests})


def import_lines(
    catalog: Catalog, lines: Iterable[str], *, count: Counts = lambda _: None
) -> dict[str, int]:
    """Put an export into an empty catalog: all of it or nothing; gives the rows of each table.

    Raises CatalogError where the catalog is not empty, the lines are not a whole export of a schema
    that is known here, or what arrived is not what was sent.
    """
    tries = iter((True,))

    def work() -> dict[str, int]:
        if not next(tries, False):  # the lines have been read: they cannot be read again
            raise CatalogError("the catalog was written meanwhile, or two lines are of one entry.")
        rows = _import(catalog.database, iter(lines), count)
        catalog.reindex()
        return rows

    return catalog.database.write(work)


def _import(database: Database, lines: Iterator[str], count: Counts) -> dict[str, int]:
    if full := [name for name, rows in count_all(database).items() if rows]:
        raise CatalogError(
            f"the catalog {database.facts().place} is not empty: it holds {', '.join(full)}.",
            hint="Import into a new one: charter catalog init",
        )
    head = _head(next(lines, ""), database.facts().schema)
    reading = _Reading()
    for table, rows in _batches(lines, reading):
        _insert(database, table, rows)
        count(len(rows))
    for table in TABLES:
        if table.is_numbered and table.name in reading.tallies:
            database.number_on(table.name)
    _compare(database, head["rows"], reading)
    return {table.name: reading.tallies.get(table.name, Tally()).rows for table in TABLES}


def _head(line: str, schema: int) -> Mapping[str, Any]:
    found = _object(line)
    if found.get("charter") != "catalog" or not isinstance(found.get("rows"), dict):
        raise CatalogError("this is no export of a catalog.", hint="charter catalog export FILE")
    if found.get("format") != FORMAT or not isinstance(found.get("schema"), int):
        raise CatalogError("this export is of a format that is not known here.", hint=_NEWER)
    if found["schema"] > schema:
        raise CatalogError(
            f"this export is of schema {found['schema']}; this catalog knows {schema}.", hint=_NEWER
        )
    return found


_NEWER = "Install the newest repo-charter."


def _batches(lines: Iterator[str], reading: _Reading) -> Iterator[tuple[Table, list[Row]]]:
    """Rows of one table at a time, until the last line; raises CatalogError where it is missing."""
    tables = {table.name: table for table in TABLES}
    batch: list[Row] = []
    present = TABLES[0]
    for line in lines:
        found = _object(line)
        if found.get("end") is True:
            reading.end = found
            break
        table, row = tables.get(str(found.get("table"))), found.get("row")
        if table is None or not isinstance(row, dict) or not _is_plain(row):
            raise CatalogError(f"the export holds a line that is not known here: {line[:80]}")
        tally = reading.tallies.setdefault(table.name, Tally(columns=frozenset(row)))
        if tally.columns != set(row):
            raise CatalogError(f"the export holds rows of {table.name} that are not alike.")
        if batch and (table is not present or len(batch) == _BATCH):
            yield present, batch
            batch = []
        present = table
        tally.add(row)
        batch.append(row)
    if batch:
        yield present, batch
    if reading.end is None:
        raise CatalogError("the export ends early.", hint=_CUT)


def _is_plain(row: Mapping[str, Any]) -> bool:
    """Names of columns become a part of the statement: they must be nothing but names."""
    return all(
        _COLUMN.fullmatch(name) and isinstance(value, (str, int)) for name, value in row.items()
    )


def _insert(database: Database, table: Table, rows: list[Row]) -> None:
    columns = sorted(rows[0])
    places = ", ".join(f":{name}" for name in columns)
    sql = f"insert into {table.name} ({', '.join(columns)}) values ({places})"  # noqa: S608
    database.many(sql, rows)


def _compare(database: Database, promised: Mapping[str, Any], reading: _Reading) -> None:
    """What was promised, what was read and what is in the catalog now are the same."""
    told = (reading.end or {}).get("digests", {})
    for table in TABLES:
        read = reading.tallies.get(table.name, Tally())
        arrived = Tally(columns=read.columns)
        for row in read_rows(database, table):
            arrived.add(row)
        is_whole = read.rows == promised.get(table.name, 0) == arrived.rows
        if not is_whole or not read.digest == arrived.digest == told.get(table.name, read.digest):
            raise CatalogError(
                f"the rows of {table.name} did not arrive as they were sent:"
                f" {promised.get(table.name, 0)} sent, {arrived.rows} arrived.",
                hint=_CUT,
            )


def _object(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise CatalogError("the export holds a line that is no JSON.", hint=_CUT) from wrong
    return found if isinstance(found, dict) else {}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
