"""SQLite: open a file, bring it up to date under a lock, explain what failed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from charter.database import Clash, Facts, Migration, Parameters, Row, Schema, T, pause, storable
from charter.database.sqlite_errors import ELSEWHERE, explained
from charter.errors import CatalogError

BUSY_SECONDS = 30.0
_TRIES = 5
_CACHE_KIB = 32 * 1024  # at most, of each connection
APPLICATION = 0x43484152  # "CHAR": tells our file from any other program's SQLite file


class SqliteStatements:
    """SQL on one connection, which one thread uses at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        found = self.connection.execute(sql, storable(parameters)).fetchall()
        return [dict(row) for row in found]

    def many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        self.connection.executemany(sql, map(storable, parameters))


class SqliteDatabase:
    """One SQLite file; as many connections as threads use it at once."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], file: Path) -> None:
        self._connect = connect
        self._file = file
        self._local = threading.local()  # the connection of the transaction that a thread is in
        self._idle: list[sqlite3.Connection] = []
        self._is_closed = False

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        with self._borrowed() as connection:
            return SqliteStatements(connection).rows(sql, parameters)

    def many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        with self._borrowed() as connection:
            SqliteStatements(connection).many(sql, parameters)

    def write(self, work: Callable[[], T]) -> T:
        if self._current is not None:
            return work()
        for tries in range(_TRIES):
            with suppress(Clash), self._borrowed() as connection, _write(connection):
                self._local.connection = connection
                try:
                    return work()
                finally:
                    self._local.connection = None
            pause(tries)
        raise CatalogError(f"the catalog {self._file} is being written by others all the time.")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self._current is not None:
            yield
            return
        with self._borrowed() as connection, _reading(connection):
            self._local.connection = connection
            try:
                yield
            finally:
                self._local.connection = None

    def faults(self) -> list[str]:
        found = [str(row["integrity_check"]) for row in self.rows("pragma integrity_check")]
        found = [f"the file: {said}" for said in found if said != "ok"]
        words = "select name from sqlite_master where sql like 'create virtual table%using fts5%'"
        for row in self.rows(words):
            name = row["name"]
            try:
                self.rows(f"insert into {name} ({name}, rank) values ('integrity-check', 1)")  # noqa: S608
            except CatalogError as wrong:
                found.append(f"the words in {name}: {wrong.message}")
        return found

    def reserve(self, table: str, count: int, *, after: int = 0) -> list[int]:
        (row,) = self.rows(f"select coalesce(max(id), 0) as last from {table}")  # noqa: S608
        first = max(row["last"], after) + 1
        return list(range(first, first + count))

    def number_on(self, table: str) -> None:
        """SQLite does so by itself."""

    def facts(self) -> Facts:
        parts = (self._file, self._file.with_name(f"{self._file.name}-wal"))
        size = sum(part.stat().st_size for part in parts if part.exists())
        (row,) = self.rows("pragma user_version")
        return Facts("sqlite", str(self._file), int(row["user_version"]), size)

    def close(self) -> None:
        self._is_closed = True
        while self._idle:
            self._idle.pop().close()

    @property
    def _current(self) -> sqlite3.Connection | None:
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        return found

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        current = self._current
        with explained(self._file, in_transaction=current is not None):
            if current is not None:
                yield current
                return
            connection = self._take()
            try:
                yield connection
            finally:
                self._idle.append(connection)
                if self._is_closed:
                    self.close()

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            self._is_closed = False
            return self._connect()


def open_sqlite(file: Path, schema: Schema) -> SqliteDatabase:
    """Open the file, made where it is missing, at the newest schema; raises CatalogError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise CatalogError(
            f"the folder of the catalog {file} cannot be made: {wrong.strerror}.", hint=ELSEWHERE
        ) from wrong
    if file.is_dir():
        raise CatalogError(f"the catalog {file} is a folder, not a file.", hint=ELSEWHERE)

    def connect() -> sqlite3.Connection:
        # one thread at a time uses it, not always the same
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
        raise CatalogError(f"{file} belongs to another program.", hint=ELSEWHERE)
    connection.execute("pragma synchronous = normal")
    connection.execute(f"pragma cache_size = -{_CACHE_KIB}")
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
def _write(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


@contextmanager
def _reading(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin")
    try:
        connection.execute("select 1 from sqlite_master limit 1").fetchone()  # from here on
        yield
    finally:
        if connection.in_transaction:
            connection.execute("rollback")  # nothing was written
