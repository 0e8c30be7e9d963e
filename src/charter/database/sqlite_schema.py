"""SQLite: a connection made ready, and the steps of a schema, all or nothing, under a lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from charter.database import Migration, Parameters, Row, Schema, storable
from charter.database.sqlite_errors import ELSEWHERE
from charter.errors import CatalogError

APPLICATION = 0x43484152  # "CHAR": tells our file from any other program's SQLite file
_CACHE_KIB = 32 * 1024  # at most, of each connection


class SqliteStatements:
    """SQL on one connection, which one thread uses at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        found = self.connection.execute(sql, storable(parameters))
        # sqlite3.Row looks for each value by comparing the names before it
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        self.connection.executemany(sql, map(storable, parameters))


def prepare(connection: sqlite3.Connection, file: Path) -> None:
    """Set up a new connection; raises CatalogError where the file is of another program."""
    if _pragma(connection, "application_id") not in (0, APPLICATION):
        raise CatalogError(f"{file} belongs to another program.", hint=ELSEWHERE)
    connection.execute("pragma synchronous = normal")
    connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
    if connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        # readers and one writer at a time; some network file systems cannot, and it works without.
        # SQLite does not wait for others here: whoever comes second finds it done next time.
        with suppress(sqlite3.OperationalError):
            connection.execute("pragma journal_mode = wal")


def migrate(connection: sqlite3.Connection, file: Path, schema: Schema) -> None:
    """To the newest step; raises CatalogError where the file is of a newer Charter."""
    newest = schema.newest
    if (version := _pragma(connection, "user_version")) == newest:
        return
    if version < newest:
        with writing(connection):
            version = _pragma(connection, "user_version")  # another process may have been faster
            if version == 0 and connection.execute("select 1 from sqlite_master").fetchone():
                raise CatalogError(f"{file} belongs to another program.", hint=ELSEWHERE)
            for step in sorted(schema.read(), key=lambda step: step.number):
                if step.number > version:
                    _apply(connection, step)
    if version > newest:
        raise CatalogError(
            f"the catalog {file} was written by a newer Charter"
            f" (schema {version}; this one knows {newest}).",
            hint="Install the newest repo-charter.",
        )


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    # not executescript: it would commit first, and so let go of the lock
    statement = ""
    for line in step.sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    if step.fill:
        step.fill(SqliteStatements(connection))
    connection.execute(f"pragma user_version = {step.number}")
    connection.execute(f"pragma application_id = {APPLICATION}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"pragma {name}").fetchone()[0])


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that others wait for; all of it or nothing."""
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
