"""PostgreSQL: a pool of connections, and migrations under a lock."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from select import POLLIN, poll
from typing import Any

from charter.database import Clash, Facts, Parameters, Row, Schema, T, pause, storable
from charter.database.postgresql_errors import explained
from charter.database.postgresql_schema import migrate, version_of
from charter.errors import CatalogError
from charter.settings import without_password

_TRIES = 40
_PATIENCE_SECONDS = 10.0
_SHORT_PATIENCE_SECONDS = 0.5  # while it is known to be away: who asks now is told so soon
# the pool waits twice as long after each try: it begins anew before that is longer than patience
_GIVES_UP_SECONDS = 15.0
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")
# of these queries none is long enough for a compiler or more processes to pay; a word of six
# letters with a wrong one has a third of its threes in common with the right one
_OPTIONS = (
    "-c jit=off -c max_parallel_workers_per_gather=0 -c pg_trgm.word_similarity_threshold=0.3"
)


class PostgresDatabase:
    """One database; `address` is told to people, and so without any password."""

    def __init__(self, pool: Any, address: str) -> None:
        self._pool = pool
        self._address = address
        self._local = threading.local()  # the connection of the transaction that a thread is in
        self._is_away = False

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        with self._borrowed() as connection:
            found = connection.execute(in_pyformat(sql), storable(parameters))
            return list(found.fetchall()) if found.description else []

    def many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        with self._borrowed() as connection, connection.cursor() as cursor:
            cursor.executemany(in_pyformat(sql), map(storable, parameters))

    def write(self, work: Callable[[], T]) -> T:
        if self._current is not None:
            return work()
        for tries in range(_TRIES):
            with suppress(Clash), self._transaction():
                return work()
            pause(tries)
        raise CatalogError(f"the catalog {self._address} is being written by others all the time.")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self._current is not None:
            yield
            return
        with self._transaction():
            self.rows("set transaction isolation level repeatable read, read only")
            yield

    def faults(self) -> list[str]:
        found = self.rows(
            "select indexrelid::regclass::text as name from pg_index"
            " where not (indisvalid and indisready)"
        )
        return [f"the index {row['name']} is not valid: reindex it." for row in found]

    def reserve(self, table: str, count: int, *, after: int = 0) -> list[int]:  # noqa: ARG002
        rows = self.rows(
            "select nextval(pg_get_serial_sequence(:table, 'id')) as number"
            " from generate_series(1, :count)",
            {"table": table, "count": count},
        )
        return [int(row["number"]) for row in rows]

    def number_on(self, table: str) -> None:
        self.rows(
            "select setval(pg_get_serial_sequence(:table, 'id'), greatest(max(id), 1),"  # noqa: S608
            f" max(id) is not null) from {table}",
            {"table": table},
        )

    def facts(self) -> Facts:
        size = self.rows("select pg_database_size(current_database()) as size")[0]["size"]
        return Facts("postgresql", self._address, version_of(self), int(size))

    def close(self) -> None:
        self._pool.close()

    @property
    def _current(self) -> Any:
        return getattr(self._local, "connection", None)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._borrowed() as connection, connection.transaction():
            self._local.connection = connection
            try:
                yield
            finally:
                self._local.connection = None

    @contextmanager
    def _borrowed(self) -> Iterator[Any]:
        current = self._current
        with explained(self._address, in_transaction=current is not None):
            if current is not None:
                yield current
                return
            with self._noting_absence(), self._pool.connection(self._patience) as connection:
                self._is_away = False
                yield connection

    @property
    def _patience(self) -> float:
        return _SHORT_PATIENCE_SECONDS if self._is_away else _PATIENCE_SECONDS

    @contextmanager
    def _noting_absence(self) -> Iterator[None]:
        from psycopg_pool import PoolTimeout  # noqa: PLC0415 - who has a file needs none of it

        try:
            yield
        except PoolTimeout:
            self._is_away = True
            raise


def open_postgresql(address: str, schema: Schema, *, upgrades: bool = False) -> PostgresDatabase:
    """The database behind `postgresql://…`; brought up to date only where `upgrades` says so.

    Raises CatalogError: it cannot be reached, or its schema is not the one that is known here.
    """
    try:
        import psycopg  # noqa: PLC0415 - who has a file needs none of it
        from psycopg.rows import dict_row  # noqa: PLC0415
        from psycopg_pool import ConnectionPool  # noqa: PLC0415
    except ImportError as missing:
        raise CatalogError(
            "a catalog in PostgreSQL needs psycopg, which is not installed.",
            hint="pip install 'repo-charter[postgresql]'",
        ) from missing
    shown = without_password(address)
    options = _options(address, shown)
    with explained(shown):  # a wrong address or password is told at once, not after patience
        psycopg.connect(address, **options).close()
    pool = ConnectionPool(
        address,
        # nothing is prepared on the server: a newer Charter may add a column while this one runs
        kwargs={"autocommit": True, "row_factory": dict_row, "prepare_threshold": None, **options},
        min_size=1,
        max_size=16,
        timeout=_PATIENCE_SECONDS,
        reconnect_timeout=_GIVES_UP_SECONDS,
        check=_check,
        open=False,
        name="charter",
    )
    database = PostgresDatabase(pool, shown)
    try:
        pool.open()
        migrate(database, schema, shown, upgrades=upgrades)
    except BaseException:
        pool.close()
        raise
    return database


def _check(connection: Any) -> None:
    """Raises psycopg's OperationalError where the server was ended or started anew meanwhile.

    It is asked only where it has said something unasked, most likely that it ends: asking each
    time would double what short statements take. urllib3 looks at its connections so, too.
    """
    from psycopg_pool import ConnectionPool  # noqa: PLC0415 - who has a file needs none of it

    unread = poll()
    unread.register(connection.fileno(), POLLIN)
    if unread.poll(0):
        ConnectionPool.check_connection(connection)


def _options(address: str, shown: str) -> dict[str, Any]:
    """What a connection wants besides the address; the options in it stay."""
    from psycopg import ProgrammingError  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        said = conninfo_to_dict(address)
    except ProgrammingError:
        # without its reason, and without its cause: either may tell the password
        raise CatalogError(
            f"the address {shown} cannot be read.",
            hint="It is written as postgresql://user@host:5432/database; in a password, %40 is @.",
        ) from None
    return {
        "options": f"{said.get('options') or ''} {_OPTIONS}".strip(),
        "application_name": said.get("application_name", "charter"),
        "connect_timeout": int(said.get("connect_timeout") or _PATIENCE_SECONDS),
    }


@lru_cache(maxsize=512)
def in_pyformat(sql: str) -> str:
    """The statement with its parameters as psycopg writes them; `::` stays a cast."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))
