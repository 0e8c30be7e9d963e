"""SQLite: open a file, bring it up to date under a lock, explain what failed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from charter.database import Clash, Facts, Parameters, Row, Schema, T, pause
from charter.database.sqlite_errors import ELSEWHERE, explained
from charter.database.sqlite_schema import SqliteStatements, migrate, prepare, writing
from charter.errors import CatalogError

BUSY_SECONDS = 30.0
_TRIES = 5


class SqliteDatabase:
    """One SQLite file; as many connections as threads use it at once."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], file: Path) -> None:
        self._connect = connect
        self._file = file
        self._local = threading.local()  # the connection of the transaction that a thread is in
        self._turn = threading.Lock()  # SQLite lets who waits for another writer sleep too long
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
            with (
                self._my_turn(),
                suppress(Clash),
                self._borrowed() as connection,
                writing(connection),
            ):
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

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        """One thread writes at a time; after a while SQLite says itself that others do."""
        has_it = self._turn.acquire(timeout=BUSY_SECONDS)
        try:
            yield
        finally:
            if has_it:
                self._turn.release()

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
            prepare(connection, file)
            migrate(connection, file, schema)
        except BaseException:
            connection.close()
            raise
        return connection

    database = SqliteDatabase(connect, file)
    database.rows("select 1")
    return database


@contextmanager
def _reading(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin")
    try:
        connection.execute("select 1 from sqlite_master limit 1").fetchone()  # from here on
        yield
    finally:
        if connection.in_transaction:
            connection.execute("rollback")  # nothing was written
