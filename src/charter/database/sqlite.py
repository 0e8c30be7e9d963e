"""SQLite: open a file, bring it up to date under a lock, explain what failed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from charter.database import Clash, Facts, Migration, Row, Schema, T
from charter.errors import CatalogError

BUSY_SECONDS = 30.0
_TRIES = 5
APPLICATION = 0x43484152  # "CHAR": tells our file from any other program's SQLite file


class SqliteDatabase:
    """One SQLite file; each thread has a connection of its own."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], file: Path) -> None:
        self._connect = connect
        self._file = file
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        with _explained(self._file):
            found = self._connection.execute(sql, dict(parameters or {})).fetchall()
        return [dict(row) for row in found]

    def write(self, work: Callable[[], T]) -> T:
        for _ in range(_TRIES):
            with suppress(Clash), _explained(self._file), _write(self._connection):
                return work()
        raise CatalogError(f"the catalog {self._file} is being written by others all the time.")

    def many(self, sql: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        with _explained(self._file):
            self._connection.executemany(sql, parameters)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        connection = self._connection
        with _explained(self._file):
            connection.execute("begin")
            connection.execute("select 1 from sqlite_master limit 1").fetchone()  # from here on
        try:
            yield
        finally:
            if connection.in_transaction:
                connection.execute("rollback")  # nothing was written

    def faults(self) -> list[str]:
        found = [str(row["integrity_check"]) for row in self.rows("pragma integrity_check")]
        found = [f"the file: {said}" for said in found if said != "ok"]
        words = "select name from sqlite_master where sql like 'create virtual table%using fts5%'"
        for row in self.rows(words):
            name = row["name"]
            try:
                self.rows(f"insert into {name} ({name}, rank) values ('integrity-check', 1)")  # noqa: S608
            except CatalogError as wrong:
                found.append(f"the words in {row['name']}: {wrong.message}")
        return found

    def number_on(self, table: str) -> None:
        """SQLite does so by itself."""

    def facts(self) -> Facts:
        size = sum(
            part.stat().st_size
            for part in (self._file, self._file.with_name(f"{self._file.name}-wal"))
            if part.exists()
        )
        with _explained(self._file):
            schema = _pragma(self._connection, "user_version")
        return Facts("sqlite", str(self._file), schema, size)

    def close(self) -> None:
        while self._opened:
            self._opened.pop().close()
        self._local = threading.local()

    @property
    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self._connect()
            self._opened.append(found)
        return found


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

    def connect() -> sqlite3.Connection:
        # its own thread uses it, and whoever closes the database
        connection = sqlite3.connect(
            file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, file)
            _migrate(connection, file, schema)
        except BaseException:
            connection.close()
            raise
        return connection

    database = SqliteDatabase(connect, file)
    database.rows("select 1")
    return database


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
    except sqlite3.IntegrityError as taken:
        raise Clash(str(taken)) from taken
    except sqlite3.Error as wrong:
        name = getattr(wrong, "sqlite_errorname", "") or ""
        for known, (what, hint) in _REASONS.items():
            if name.startswith(known):
                raise CatalogError(f"the catalog {file} {what}.", hint=hint) from wrong
        raise CatalogError(f"the catalog {file} failed: {wrong}.") from wrong
