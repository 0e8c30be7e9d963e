"""The one door to the database: open it, bring it up to date under a lock, explain what failed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from charter.errors import CatalogError

BUSY_SECONDS = 30.0
APPLICATION = 0x43484152  # "CHAR": tells our file from any other program's SQLite file


@dataclass(frozen=True)
class Migration:
    """One numbered step of the schema, in SQL."""

    number: int
    sql: str


@dataclass(frozen=True)
class Schema:
    """The number of the newest step, and how to read all; they are read only where some are due."""

    newest: int
    read: Callable[[], Sequence[Migration]]


class Database(Protocol):
    """What the rooms need of a database; their SQL names its parameters `:so`."""

    def rows(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> list[Mapping[str, Any]]:
        """Every row that the statement gives, by column name."""

    def transaction(self) -> Any:
        """A context whose writes all happen or none; writers wait for each other."""

    def close(self) -> None:
        """Let go of the database."""


class SqliteDatabase:
    """One SQLite file; failures of it become CatalogError."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._file = file

    def rows(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> list[Mapping[str, Any]]:
        with _explained(self._file):
            found = self._connection.execute(sql, dict(parameters or {})).fetchall()
        return [dict(row) for row in found]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with _explained(self._file), _write(self._connection):
            yield

    def close(self) -> None:
        self._connection.close()


def open_sqlite(file: Path, schema: Schema) -> SqliteDatabase:
    """Open the file, made where it is missing, at the newest schema; raises CatalogError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise CatalogError(
            f"the folder of the catalog {file} cannot be made: {wrong.strerror}.", hint=_ELSEWHERE
        ) from wrong
    if file.is_dir():
        raise CatalogError(f"the catalog {file} is a folder, not a file.", hint=_ELSEWHERE)
    with _explained(file):
        connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, file)
            _migrate(connection, file, schema)
        except BaseException:
            connection.close()
            raise
    return SqliteDatabase(connection, file)


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    connection.row_factory = sqlite3.Row
    if _pragma(connection, "application_id") not in (0, APPLICATION):
        raise CatalogError(f"{file} belongs to another program.", hint=_ELSEWHERE)
    connection.execute("pragma synchronous = normal")
    if connection.execute("pragma journal_mode").fetchone()[0] != "wal":
        # readers and one writer at a time; some network file systems cannot, and it works without.
        # SQLite does not wait for others here: whoever comes second finds it done next time.
        with suppress(sqlite3.OperationalError):
            connection.execute("pragma journal_mode = wal")


def _migrate(connection: sqlite3.Connection, file: Path, schema: Schema) -> None:
    newest = schema.newest
    if (version := _pragma(connection, "user_version")) == newest:
        return
    if version < newest:
        with _write(connection):
            version = _pragma(connection, "user_version")  # another process may have been faster
            if version == 0 and connection.execute("select 1 from sqlite_master").fetchone():
                raise CatalogError(f"{file} belongs to another program.", hint=_ELSEWHERE)
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
    connection.execute(f"pragma user_version = {step.number}")
    connection.execute(f"pragma application_id = {APPLICATION}")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"pragma {name}").fetchone()[0])


@contextmanager
def _write(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


_ELSEWHERE = "Name another file: `charter settings set catalog FILE`."
_REASONS = {
    "SQLITE_NOTADB": ("is not a database", _ELSEWHERE),
    "SQLITE_CORRUPT": ("is damaged", "Move it away and run `charter register` in each repository."),
    "SQLITE_BUSY": ("is being written by others all the time", "Try again."),
    "SQLITE_LOCKED": ("is being written by others all the time", "Try again."),
    "SQLITE_READONLY": (
        "may not be written by you",
        "Allow it, or name another file in the settings.",
    ),
    "SQLITE_CANTOPEN": ("cannot be opened by you", _ELSEWHERE),
    "SQLITE_FULL": ("cannot grow: the disk is full", "Make room and try again."),
    "SQLITE_IOERR": ("cannot be read or written: the disk or the network failed", "Try again."),
}


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as wrong:
        name = getattr(wrong, "sqlite_errorname", "") or ""
        for known, (what, hint) in _REASONS.items():
            if name.startswith(known):
                raise CatalogError(f"the catalog {file} {what}.", hint=hint) from wrong
        raise CatalogError(f"the catalog {file} failed: {wrong}.") from wrong
