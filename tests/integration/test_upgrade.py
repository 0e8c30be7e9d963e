"""A newer Charter brings the database up to date while older servers go on answering."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from exchanges import PLAIN

from charter.catalog.migrations import NEWEST
from charter.catalog.postgresql import SCHEMA, open_catalog_database
from charter.database import Migration, Schema
from charter.database.postgresql import open_postgresql
from charter.errors import CatalogError

OFTEN = 12  # psycopg prepares what it has seen some times
STEP = """
alter table entry add column colour text not null default '';
create index entry_by_colour on entry (colour);
create table taste (id bigint primary key);
"""
NEWER = Schema(NEWEST + 1, lambda: [*SCHEMA.read(), Migration(NEWEST + 1, STEP)])


def entry(number):
    project = replace(PLAIN.project, name=f"p{number}", url=f"{PLAIN.project.url}{number}")
    return replace(PLAIN, project=project)


def use(catalog, number):
    catalog.register(entry(number))
    assert catalog.find(f"p{number}")
    assert catalog.at(f"{PLAIN.project.url}{number}")
    assert catalog.search(["invoices"])
    assert catalog.list_entries(limit=3)


def test_an_older_server_goes_on_after_a_newer_one_has_added_to_the_schema(postgres):
    address = postgres.database()
    older = open_catalog_database(address, upgrades=True)
    for number in range(OFTEN):
        use(older, number)
    open_postgresql(address, NEWER, upgrades=True).close()
    for number in range(2 * OFTEN):
        use(older, number)
    assert len(older.list_entries()) == 2 * OFTEN
    older.close()
    with pytest.raises(CatalogError, match="newer Charter"):  # it would not begin any more
        open_catalog_database(address)


def test_nothing_fails_while_it_happens(postgres):
    address = postgres.database()
    older = open_catalog_database(address, upgrades=True)
    stop, failures, done = threading.Event(), [], []

    def work(first):
        number = first
        while not stop.is_set():
            try:
                use(older, number)
                done.append(number)
            except Exception as failure:  # noqa: BLE001 - each is told
                failures.append(failure)
            number += 4

    workers = [threading.Thread(target=work, args=(first,)) for first in range(4)]
    for worker in workers:
        worker.start()
    while len(done) < 4 * OFTEN:
        stop.wait(0.05)
    open_postgresql(address, NEWER, upgrades=True).close()
    enough = len(done) + 4 * OFTEN
    while len(done) < enough and not failures:
        stop.wait(0.05)
    stop.set()
    for worker in workers:
        worker.join()
    assert failures == []
    assert len(older.list_entries()) == len(set(done))
    older.close()
