"""Imports into a real catalog: what becomes of each line, and what no import may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from charter.catalog.entry import Entry, Filters
from charter.catalog.exchange.backstage import backstage_yaml
from charter.catalog.exchange.read_backstage import read_backstage
from charter.catalog.exchange.read_inventory import read_inventory
from charter.catalog.exchange.take_in import Line, take_in
from charter.catalog.sqlite import open_catalog_file
from charter.catalog.store import Catalog
from charter.model import Project, Visibility

URL = "https://git.acme.example/web"
SHOP = Entry(
    Project("shop", "Shop", "Sells.", Visibility.INNERSOURCE, "web", (), url=f"{URL}/shop"),
    template="git+charter::builtin",
    version="v1",
    readme="# The shop",
)
SILO = replace(SHOP, project=replace(SHOP.project, name="old", url=f"{URL}/old"), siloed="x")
PUBLIC = replace(
    SHOP,
    project=replace(
        SHOP.project,
        name="open",
        url=f"{URL}/open",
        visibility=Visibility.OPENSOURCE,
        publication_date="2026-10-01",
        license="MIT",
    ),
)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    opened = open_catalog_file(tmp_path / "catalog.sqlite3")
    for entry in (SHOP, SILO, PUBLIC):
        opened.register(entry)
    yield opened
    opened.close()


def fates(lines: Iterator[Line] | list[Line]) -> list[str]:
    return [line.fate.value for line in lines]


def rows(*lines: str) -> str:
    return "\n".join(("name,team,url,visibility,description", *lines)) + "\n"


MIXED = rows(
    f"shop,web,{URL}/shop,innersource,Other",
    f"old,web,{URL}/old,innersource,Now InnerSource",
    f"open,web,{URL}/open,innersource,",
    f"new,web,{URL}/new,opensource,",
    f"shop,web,{URL}/elsewhere,,",
    f"again,web,{URL}/new,,",
    "bad name,web,,,",
    f"list,,{URL}/list,,",
    f"said,web,{URL}/said,secret,",
)
FATES = ["unchanged", "updated", "refused", "created", *["refused"] * 3, "created", "refused"]


@pytest.mark.parametrize("writes", [False, True])
def test_each_line_has_its_outcome_and_a_dry_run_foretells_it(catalog, writes):
    before = catalog.list_entries()
    lines = list(take_in(catalog, read_inventory(MIXED), writes=writes))
    assert fates(lines) == FATES
    reasons = [line.reason for line in lines]
    assert "published as opensource" in reasons[2]
    assert "is taken" in reasons[4] or "same project" in reasons[4]
    assert "line 5 new" in reasons[5]
    assert "'bad name'" in reasons[6]
    assert "'secret'" in reasons[8]
    if not writes:
        assert catalog.list_entries() == before
        return
    standings = {it.project.name: it.standing.value for it in catalog.list_entries()}
    assert standings == {
        "shop": "internal",
        "old": "internal",
        "open": "public",
        "new": "candidate",
        "list": "siloed",
    }
    assert set(fates(take_in(catalog, read_inventory(MIXED)))) == {"unchanged", "refused"}


def test_nothing_is_published_by_an_import(catalog):
    text = "".join(backstage_yaml([replace(PUBLIC, project=replace(PUBLIC.project, name="n2",
                                                                   url=f"{URL}/n2"))]))  # fmt: skip
    assert fates(take_in(catalog, read_backstage(text))) == ["created"]
    assert catalog.find("n2")[0].standing == "candidate"
    assert len(catalog.list_entries(Filters(visibility="public"))) == 1


def test_what_was_exported_comes_back_without_a_trace(catalog):
    before = catalog.list_entries()
    text = "".join(backstage_yaml(before))
    assert fates(take_in(catalog, read_backstage(text))) == ["unchanged"] * 3
    assert catalog.list_entries() == before
    assert catalog.readme(before[0]) or catalog.readme(before[1])


def test_a_readme_outlives_an_import(catalog):
    bare = replace(SHOP, project=replace(SHOP.project, name="bare", url=f"{URL}/bare"), template="")
    catalog.register(bare)
    text = rows(f"bare,web,{URL}/bare,innersource,Better")
    assert fates(take_in(catalog, read_inventory(text))) == ["updated"]
    (found,) = catalog.find("bare")
    assert found.project.description == "Better"
    assert catalog.readme(found) == "# The shop"


def test_a_former_address_finds_the_entry_and_moves_it_not_back(catalog):
    moved = replace(SHOP, project=replace(SHOP.project, url=f"{URL}/moved"))
    catalog.register(moved, moved=True)
    text = rows(f"shop,web,{URL}/shop,innersource,Sells.")
    assert fates(take_in(catalog, read_inventory(text))) == ["unchanged"]
    assert catalog.find("shop")[0].project.url == f"{URL}/moved"


def test_many_lines_are_taken(catalog):
    many = rows(*(f"p{n},t{n % 50},{URL}/p{n},innersource,Project {n}" for n in range(2000)))
    assert fates(take_in(catalog, read_inventory(many))) == ["created"] * 2000
    exported = list(backstage_yaml(catalog.list_entries()))
    assert len(exported) == 2003
