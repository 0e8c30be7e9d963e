"""Repositories under no charter in the catalog: known, told apart, and replaced once they are chartered."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from charter.catalog.entry import Entry, Filters, Outcome, Standing
from charter.catalog.migrations import read_migrations
from charter.catalog.sqlite import open_catalog_file
from charter.catalog.store import Catalog
from charter.model import Project, Visibility

URL = "https://git.acme.example/web/shop"
SHOP = Entry(Project("shop", "Shop", "Sells", Visibility.INNERSOURCE, "web", (), url=URL))
SILO = replace(SHOP, siloed="nobody has adopted it yet")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog_file(tmp_path / "catalog.sqlite3")
    yield opened
    opened.close()


def standings(catalog: Catalog) -> list[tuple[str, str]]:
    return [(it.project.name, it.standing.value) for it in catalog.list_entries()]


def test_a_silo_is_found_and_filtered_by_its_standing(catalog):
    assert catalog.register(SILO) is Outcome.CREATED
    assert catalog.register(SILO) is Outcome.UNCHANGED
    assert [hit.entry.siloed for hit in catalog.search(["sells"])] == [SILO.siloed]
    assert len(catalog.list_entries(Filters(visibility="siloed"))) == 1
    for other in ("internal", "innersource", "opensource", "candidate", "public"):
        assert catalog.list_entries(Filters(visibility=other)) == ()


@pytest.mark.parametrize(
    "silo",
    [
        SILO,
        replace(SILO, project=replace(SILO.project, name="old-name", team="")),
        replace(SILO, project=replace(SILO.project, team="", url="")),
    ],
    ids=["same name and team", "same address", "same name, nothing else known"],
)
def test_chartered_later_it_becomes_the_normal_entry(catalog, silo):
    catalog.register(silo)
    catalog.register(SHOP)
    assert standings(catalog) == [("shop", "internal")]


def test_another_teams_silo_of_that_name_stays(catalog):
    other = replace(SILO, project=replace(SILO.project, team="games", url=f"{URL}-2"))
    catalog.register(other)
    catalog.register(SHOP)
    assert standings(catalog) == [("shop", "siloed"), ("shop", "internal")]


@pytest.mark.parametrize("name", ["shop", "other"])
def test_a_silo_never_takes_the_place_of_a_charter(catalog, name):
    catalog.register(SHOP)
    silo = replace(SILO, project=replace(SILO.project, name=name))
    assert catalog.register(silo) is Outcome.UNCHANGED
    assert standings(catalog) == [("shop", "internal")]
    assert catalog.register(SILO, lost_charter=True) is Outcome.UPDATED
    assert standings(catalog) == [("shop", "siloed")]


def test_a_catalog_of_the_version_before_is_brought_up_to_date(tmp_path):
    file = tmp_path / "old.sqlite3"
    first = next(step for step in read_migrations("sqlite") if step.number == 1)
    with sqlite3.connect(file) as connection:
        connection.executescript(first.sql)
        columns = [row[1] for row in connection.execute("pragma table_info(entry)")][1:]
        values = {"maintainers": "[]", "links": "[]", "visibility": "innersource", "revision": 1}
        connection.execute(
            f"insert into entry ({', '.join(columns)}) values ({', '.join('?' * len(columns))})",
            [values.get(column, "shop") for column in columns],
        )
        connection.execute("pragma user_version = 1")
        connection.execute(f"pragma application_id = {0x43484152}")
    connection.close()
    opened = open_catalog_file(file)
    (entry,) = opened.list_entries()
    assert (entry.standing, entry.siloed) == (Standing.INTERNAL, "")
    opened.close()
