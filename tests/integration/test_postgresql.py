"""The door to a real PostgreSQL: what it says where it cannot be opened, and what it survives."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
from postgres import Server, find_programs, running

from charter.catalog.migrations import read_migrations
from charter.catalog.postgresql import open_catalog_database
from charter.database import Migration, Schema
from charter.database.postgresql import PostgresDatabase, in_pyformat, open_postgresql
from charter.errors import CatalogError

NOTES = Schema(1, lambda: (Migration(1, "create table note (text text primary key)"),))


@pytest.fixture
def database(postgres: Server) -> Iterator[PostgresDatabase]:
    with closing(open_postgresql(postgres.database(), NOTES, upgrades=True)) as opened:
        yield opened


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """One that may be stopped."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed: scripts/setup-postgresql says why")
    with running() as server:
        yield server


def notes(database: PostgresDatabase) -> list[str]:
    return [row["text"] for row in database.rows("select text from note order by text")]


def keep(database: PostgresDatabase, text: str) -> None:
    database.write(lambda: database.rows("insert into note values (:text)", {"text": text}))


def refusal(address: str) -> CatalogError:
    with pytest.raises(CatalogError) as refused:
        open_postgresql(address, NOTES)
    said = f"{refused.value.message} {refused.value.hint}"
    assert "s3cret" not in said
    return refused.value


# ---- what it says -----------------------------------------------------------------------------


def test_each_reason_why_it_cannot_be_opened_is_told(postgres: Server):
    there = postgres.folder
    said = {
        f"postgresql://charter:s3cret@/absent?host={there}": "does not exist",
        f"postgresql://nobody:s3cret@/postgres?host={there}": "refuses this user or password",
        "postgresql://charter:s3cret@127.0.0.1:1/postgres": "nothing listens there",
        "postgresql://charter:s3cret@/postgres?host=/absent": "nothing listens there",
        "postgresql://charter:s3cret@absent.invalid/postgres": "nobody knows its host",
        "postgresql://charter:s3cret%zz@host/postgres": "cannot be read",
        "postgresql:///?service=absent&password=s3cret": "pg_service.conf",
    }
    for address, words in said.items():
        refused = refusal(address)
        assert words in refused.message
        assert refused.hint


def test_a_wrong_password_is_told_and_one_from_the_environment_is_taken(
    own_server: Server, monkeypatch: pytest.MonkeyPatch
):
    own_server.sql("create role locked login superuser password 's3cret'")
    rules = own_server.folder / "data" / "pg_hba.conf"
    rules.write_text(f"local all locked scram-sha-256\n{rules.read_text()}")
    own_server.sql("select pg_reload_conf()")
    time.sleep(0.3)
    address = own_server.database().replace("charter@", "locked@")
    assert "refuses this user or password" in refusal(address).message
    monkeypatch.setenv("PGPASSWORD", "wrong")
    assert "PGPASSWORD" in (refusal(address).hint or "")
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    with closing(open_postgresql(address, NOTES, upgrades=True)) as database:
        assert notes(database) == []


def test_an_empty_database_is_no_catalog_until_somebody_says_so(postgres: Server):
    address = postgres.database()
    with pytest.raises(CatalogError, match="holds no catalog yet") as refused:
        open_catalog_database(address)
    assert "charter catalog init" in (refused.value.hint or "")
    open_catalog_database(address, upgrades=True).close()
    open_catalog_database(address).close()


def test_a_failing_statement_is_told_in_its_first_line(database: PostgresDatabase):
    with pytest.raises(CatalogError, match='failed: relation "absent" does not exist'):
        database.rows("select * from absent")


def test_options_of_the_address_stay(postgres: Server):
    address = f"{postgres.database()}&options=-c%20work_mem%3D9MB"
    with closing(open_postgresql(address, NOTES, upgrades=True)) as database:
        assert database.rows("show work_mem")[0]["work_mem"] == "9MB"
        assert database.rows("show jit")[0]["jit"] == "off"


def test_parameters_are_named_and_casts_stay_casts():
    assert in_pyformat("select :a::text, '5%', x::int") == "select %(a)s::text, '5%%', x::int"


# ---- what it survives -------------------------------------------------------------------------


def test_no_text_is_refused(database: PostgresDatabase):
    keep(database, "a\0b\ud800💥")
    assert notes(database) == ["ab?💥"]


def test_a_write_inside_a_write_is_a_part_of_it(database: PostgresDatabase):
    def work() -> None:
        keep(database, "inner")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.write(work)
    assert notes(database) == []
    keep(database, "later")
    assert notes(database) == ["later"]


def test_a_clash_begins_the_work_anew_and_at_last_is_told(database: PostgresDatabase):
    keep(database, "taken")
    tries = []

    def work() -> None:
        tries.append(1)
        keep(database, "taken" if len(tries) == 1 else "free")

    database.write(work)
    assert len(tries) == 2
    with pytest.raises(CatalogError, match="written by others all the time"):
        keep(database, "taken")
    with pytest.raises(CatalogError, match="duplicate key"):
        database.rows("insert into note values ('taken')")  # outside of a transaction


def test_more_threads_than_connections_come_through(database: PostgresDatabase):
    threads = [threading.Thread(target=keep, args=(database, f"{n:02}")) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notes(database) == [f"{n:02}" for n in range(40)]


def test_a_server_that_was_stopped_is_told_and_found_again_when_it_is_back(own_server: Server):
    with closing(open_postgresql(own_server.database(), NOTES, upgrades=True)) as database:
        keep(database, "before")
        own_server.stop("fast")
        with pytest.raises(CatalogError, match="cannot be reached"):
            keep(database, "meanwhile")
        own_server.start()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with suppress(CatalogError):
                keep(database, "after")
                break
        assert notes(database) == ["after", "before"]


def test_one_connection_that_was_cut_costs_one_statement_at_most(own_server: Server):
    with closing(open_postgresql(own_server.database(), NOTES, upgrades=True)) as database:
        (pid,) = database.rows("select pg_backend_pid() as pid")
        own_server.sql(f"select pg_terminate_backend({pid['pid']})")
        time.sleep(0.1)
        keep(database, "through")
        assert notes(database) == ["through"]


# ---- migrations -------------------------------------------------------------------------------


def _upgrade(address: str, start) -> None:
    start.wait()
    open_catalog_database(address, upgrades=True).close()


def test_two_processes_that_start_at_once_upgrade_once(postgres: Server):
    address = postgres.database()
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    processes = [context.Process(target=_upgrade, args=(address, start)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    steps = [number for (number,) in postgres.sql("select number from charter_schema", address)]
    assert steps == sorted(step.number for step in read_migrations("postgresql"))


def _upgrade_slowly(address: str, reached) -> None:
    steps = (Migration(1, "create table half (x int)"), Migration(2, "select pg_sleep(60)"))
    threading.Timer(1.0, reached.set).start()
    open_postgresql(address, Schema(2, lambda: steps), upgrades=True)


def test_a_migration_that_is_killed_leaves_nothing_and_can_be_begun_anew(postgres: Server):
    address = postgres.database()
    context = multiprocessing.get_context("spawn")
    reached = context.Event()
    process = context.Process(target=_upgrade_slowly, args=(address, reached))
    process.start()
    assert reached.wait(30)
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    for (pid,) in postgres.sql(
        "select pid from pg_stat_activity where query like 'select pg_sleep(60)%'"
        " and pid <> pg_backend_pid()"
    ):
        postgres.sql(f"select pg_terminate_backend({pid})")  # it would only notice afterwards
    deadline = time.monotonic() + 20
    while postgres.sql("select 1 from pg_locks where locktype = 'advisory'", address):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert postgres.sql("select to_regclass('half'), to_regclass('charter_schema')", address) == [
        (None, None)
    ]
    open_postgresql(address, NOTES, upgrades=True).close()
