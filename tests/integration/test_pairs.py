"""Look-alikes across teams: pairs of entries, held by each kind of database; and the command."""

from __future__ import annotations

import pytest
from commands import Run
from test_catalog_kinds import entry

from charter.catalog.store import Catalog

INVOICES = "Renders invoices as PDF files"
SHELF = (
    entry("invoice-renderer", INVOICES),
    entry("invoice-printer", "Renders invoices as PDF", team="logistics"),
    entry("bill-maker", INVOICES),
    entry("newsletter", "Sends news to all subscribers", team="press"),
    entry("postbox", "Delivers mailings to the subscribers of a list", team="logistics"),
    entry("orbits", "Simulate the orbits of planets", team="space"),
)


@pytest.fixture
def shelf(catalog: Catalog) -> Catalog:
    for one in SHELF:
        catalog.register(one)
    return catalog


def pairs(catalog: Catalog, team: str = "", limit: int = 20) -> list[tuple[str, str]]:
    found = catalog.pairs(team).nearest(limit=limit)
    return [(pair.one.project.name, pair.other.project.name) for pair in found]


def test_pairs_are_of_different_teams_and_the_nearest_comes_first(shelf: Catalog):
    assert pairs(shelf) == [
        ("invoice-renderer", "invoice-printer"),
        ("invoice-printer", "bill-maker"),
        ("newsletter", "postbox"),
    ]
    assert pairs(shelf, limit=1) == [("invoice-renderer", "invoice-printer")]


def test_a_pair_tells_the_words_that_both_share(shelf: Catalog):
    first, _, last = shelf.pairs().nearest(limit=20)
    assert set(first.shared) >= {"invoice", "pdf", "renders"}
    assert last.shared == ("subscribers",)
    assert first.nearness > last.nearness


def test_the_pairs_of_one_team_are_those_that_it_is_in(shelf: Catalog):
    assert pairs(shelf, team="PRESS") == [("newsletter", "postbox")]
    assert set(map(frozenset, pairs(shelf, team="payments"))) == {
        frozenset({"invoice-renderer", "invoice-printer"}),
        frozenset({"bill-maker", "invoice-printer"}),
    }
    assert pairs(shelf, team="nobody") == []


def test_what_is_archived_or_gone_is_in_no_pair(shelf: Catalog):
    shelf.archive(shelf.find("newsletter")[0], "Its team is gone.")
    shelf.forget(SHELF[0])
    assert pairs(shelf) == [("invoice-printer", "bill-maker")]


def test_what_many_copied_does_not_hide_the_rest(shelf: Catalog):
    copies = [
        entry("service", "Made from the template of services", team=f"team-{at}", url="")
        for at in range(30)
    ]
    for _ in shelf.load(copies):
        pass
    found = pairs(shelf)
    assert ("newsletter", "postbox") in pairs(shelf, limit=100)
    assert ("invoice-renderer", "invoice-printer") in pairs(shelf, limit=100)
    assert found.count(("service", "service")) == 20
    assert pairs(shelf, limit=100).count(("service", "service")) <= 45


def test_all_that_is_compared_is_counted(shelf: Catalog):
    for team in ("", "press", "payments"):
        every, told = shelf.pairs(team), []
        every.nearest(limit=1, count=told.append)
        assert sum(told) == every.comparisons
    assert shelf.pairs().comparisons == 15


def test_an_empty_catalog_has_no_pairs(catalog: Catalog):
    assert pairs(catalog) == []


def test_the_command_shows_the_pairs(
    charter: Run, catalog_address: str, shelf: Catalog, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CHARTER_CATALOG", catalog_address)
    said = charter("catalog", "pairs")
    assert said.code == 0
    assert "  both say: " in said.out
    assert said.out.index("invoice-printer") < said.out.index("newsletter")
    assert "3 pairs of different teams, the nearest first, of 6 entries." in said.err
    document = charter("catalog", "pairs", "--team", "press", "--json").json
    (pair,) = document["pairs"]
    assert (pair["one"]["name"], pair["other"]["name"]) == ("newsletter", "postbox")
    assert document["entries"] == 6


def test_no_pair_is_an_answer_that_says_no(charter: Run):
    said = charter("catalog", "pairs")
    assert (said.code, said.out) == (1, "")
    assert charter("catalog", "pairs", "--json").json == {"entries": 0, "pairs": []}


def test_a_service_is_not_asked_for_pairs(charter: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHARTER_CATALOG", "https://catalog.acme.example")
    said = charter("catalog", "pairs")
    assert said.code == 2
    assert "this is done where the catalog is kept" in said.err
