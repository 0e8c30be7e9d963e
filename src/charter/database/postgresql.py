"""PostgreSQL: a pool of connections, migrations under a lock, explain what failed."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any

from charter.database import Clash, Facts, Row, Schema, T
from charter.errors import CatalogError
from charter.settings import without_password

_TRIES = 40
_PAUSE_SECONDS = 0.01  # before the second try; then longer, and never two alike
_LOCK = 0x43484152  # "CHAR": the advisory lock of migrations
_PATIENCE_SECONDS = 10.0
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")
_BEGIN = "create table if not exists charter_schema (number integer not null)"
_OPTIONS = {
    # of these queries none is long enough for a compiler or more processes to pay
    "options": "-c jit=off -c max_parallel_workers_per_gather=0",
    "application_name": "charter",
    "connect_timeout": 10,
}


class PostgresDatabase:
    """One database; `address` is told to people, and so without any password."""

    def __init__(self, pool: Any, address: str) -> None:
        self._pool = pool
        self._address = address
        self._local = threading.local()  # the connection of the transaction that a thread is in

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        with self._explained():
            for _ in range(_TRIES):
                with self._connection() as connection, self._fresh(connection):
                    found = connection.execute(in_pyformat(sql), dict(parameters or {}))
                    return list(found.fetchall()) if found.description else []
        raise CatalogError(f"the schema of the catalog {self._address} is being changed.")

    def write(self, work: Callable[[], T]) -> T:
        for tried in range(_TRIES):
            with suppress(Clash), self._explained(), self._transaction():
                return work()
            time.sleep(random.uniform(0, _PAUSE_SECONDS * min(tried + 1, 10)))  # noqa: S311 - no secret
        raise CatalogError(f"the catalog {self._address} is being written by others all the time.")

    def many(self, sql: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        with self._explained(), self._connection() as connection, connection.cursor() as cursor:
            cursor.executemany(in_pyformat(sql), list(parameters))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        try:
            with self._transaction():
                self.rows("set transaction isolation level repeatable read, read only")
                yield
        except Clash as changed:
            raise CatalogError(
                f"the schema of the catalog {self._address} was changed while it was read.",
                hint="Try again.",
            ) from changed

    def faults(self) -> list[str]:
        found = self.rows(
            "select indexrelid::regclass::text as name from pg_index"
            " where not (indisvalid and indisready)"
        )
        return [f"the index {row['name']} is not valid: reindex it." for row in found]

    def number_on(self, table: str) -> None:
        self.rows(
            "select setval(pg_get_serial_sequence(:table, 'id'), greatest(max(id), 1),"  # noqa: S608
            f" max(id) is not null) from {table}",
            {"table": table},
        )

    def facts(self) -> Facts:
        size = self.rows("select pg_database_size(current_database()) as size")[0]["size"]
        return Facts("postgresql", self._address, _version(self), int(size))

    def close(self) -> None:
        self._pool.close()

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        current = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        with self._pool.connection() as connection:
            yield connection

    @contextmanager
    def _fresh(self, connection: Any) -> Iterator[None]:
        """Let go of a connection that prepared a statement before a newer Charter added a column.

        Outside of a transaction the statement is asked again; inside, the work begins anew.
        """
        import psycopg  # noqa: PLC0415

        try:
            yield
        except psycopg.errors.FeatureNotSupported as stale:
            if "cached plan" not in str(stale):
                raise
            connection.close()
            if getattr(self._local, "connection", None) is not None:
                raise Clash(str(stale)) from stale

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._pool.connection() as connection, connection.transaction():
            self._local.connection = connection
            try:
                yield
            finally:
                self._local.connection = None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with _explained(self._address):
            yield


def open_postgresql(address: str, schema: Schema, *, upgrades: bool = False) -> PostgresDatabase:
    """The database behind `postgresql://…`; brought up to date only where `upgrades` says so.

    Raises CatalogError: it cannot be reached, or its schema is not the one that is known here.
    """
    try:
        from psycopg.rows import dict_row  # noqa: PLC0415 - who has a file needs none of it
        from psycopg_pool import ConnectionPool  # noqa: PLC0415
    except ImportError as missing:
        raise CatalogError(
            "a catalog in PostgreSQL needs psycopg, which is not installed.",
            hint="pip install 'repo-charter[postgresql]'",
        ) from missing
    options = {"autocommit": True, "row_factory": dict_row, **_OPTIONS}
    pool = ConnectionPool(
        address,
        kwargs=options,
        min_size=1,
        max_size=16,
        timeout=_PATIENCE_SECONDS,
        check=ConnectionPool.check_connection,  # the server may have been started anew meanwhile
        open=False,
        name="charter",
    )
    shown = without_password(address)
    database = PostgresDatabase(pool, shown)
    try:
        _try_once(address, shown)
        pool.open()
        _migrate(database, schema, shown, upgrades=upgrades)
    except BaseException:
        pool.close()
        raise
    return database


def _try_once(address: str, shown: str) -> None:
    """A wrong address or password is told at once, not after the patience of the pool."""
    import psycopg  # noqa: PLC0415

    with _explained(shown):
        psycopg.connect(address, connect_timeout=10).close()


def _migrate(database: PostgresDatabase, schema: Schema, shown: str, *, upgrades: bool) -> None:
    version = _version(database)
    if version > schema.newest:
        raise CatalogError(
            f"the catalog {shown} was written by a newer Charter"
            f" (schema {version}; this one knows {schema.newest}).",
            hint="Install the newest repo-charter.",
        )
    if version == schema.newest:
        return
    if not upgrades:
        what = "is of an older Charter" if version else "holds no catalog yet"
        command = "upgrade" if version else "init"
        raise CatalogError(
            f"the database {shown} {what}.", hint=f"charter catalog {command}, once, by its owner"
        )

    def upgrade() -> None:
        database.rows("select pg_advisory_xact_lock(:lock)", {"lock": _LOCK})
        database.rows(_BEGIN)
        done = _version(database)  # another process may have been faster
        for step in sorted(schema.read(), key=lambda step: step.number):
            if step.number > done:
                database.rows(step.sql)
                database.rows(
                    "insert into charter_schema values (:number)", {"number": step.number}
                )

    database.write(upgrade)


def _version(database: PostgresDatabase) -> int:
    if database.rows("select to_regclass('charter_schema') is null as missing")[0]["missing"]:
        return 0
    found = database.rows("select coalesce(max(number), 0) as number from charter_schema")
    return int(found[0]["number"])


@lru_cache(maxsize=512)
def in_pyformat(sql: str) -> str:
    """The statement with its parameters as psycopg writes them; `::` stays a cast."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


_REASONS = {
    "28": ("refuses this user or password", "Correct the address: charter settings"),
    "3D": ("does not exist", "createdb makes it; then charter catalog init"),
    "42501": ("does not allow you that", "Ask whoever owns it."),
    "53100": ("cannot grow: the disk is full", "Make room and try again."),
    "57": ("is being stopped", "Try again."),
    "25006": ("can only be read now", "Try again, or name the server that is written to."),
}


@contextmanager
def _explained(shown: str) -> Iterator[None]:
    import psycopg  # noqa: PLC0415
    from psycopg_pool import PoolTimeout  # noqa: PLC0415

    try:
        yield
    except (
        psycopg.errors.UniqueViolation,
        psycopg.errors.ForeignKeyViolation,  # what it belongs to has gone meanwhile
        psycopg.errors.SerializationFailure,
        psycopg.errors.DeadlockDetected,
    ) as others:
        raise Clash(str(others)) from others
    except PoolTimeout as wrong:
        raise CatalogError(f"the catalog {shown} cannot be reached.", hint=_AGAIN) from wrong
    except psycopg.Error as wrong:
        state = wrong.sqlstate or ""
        for known, (what, hint) in _REASONS.items():
            if state.startswith(known):
                raise CatalogError(f"the catalog {shown} {what}.", hint=hint) from wrong
        if isinstance(wrong, psycopg.OperationalError):
            raise CatalogError(
                f"the catalog {shown} cannot be reached: {_first_line(wrong)}.", hint=_AGAIN
            ) from wrong
        raise CatalogError(f"the catalog {shown} failed: {_first_line(wrong)}.") from wrong


_AGAIN = "Is the server running? Try again."


def _first_line(wrong: Exception) -> str:
    lines = [line for line in str(wrong).splitlines() if line.strip()]
    return lines[0].strip().rstrip(".") if lines else type(wrong).__name__
