"""What authors answer when shown what exists: kept once each, for good, in every kind of catalog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from catalogs import open_again
from commands import Run
from services import listening, served
from test_catalog_commands import make
from test_catalog_kinds import entry

from charter.catalog.access.change import ForbiddenError
from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.overview import Overview
from charter.catalog.remote.client import open_remote_catalog
from charter.catalog.reuse import Decision, ReuseAnswer
from charter.catalog.store import Catalog
from charter.errors import CatalogError, UnfitError

RENDERER = "payments/invoice-renderer"
REUSES = ReuseAnswer(
    Decision.REUSE,
    name="bill-maker",
    team="payments",
    description="Makes bills",
    about=RENDERER,
    nearest=(RENDERER, "payments/ledger"),
)
BUILDS = replace(REUSES, decision=Decision.BUILD, name="bills-2", because="no PDF/A")


@pytest.fixture
def shelf(catalog: Catalog) -> Catalog:
    catalog.register(entry("invoice-renderer", "Renders invoices as PDF"))
    catalog.register(entry("ledger", "Books payments"))
    return catalog


@pytest.fixture(params=["near", "through a service"])
def door(request: pytest.FixtureRequest, shelf: Catalog, monkeypatch: pytest.MonkeyPatch):
    """The catalog, and the same one as a service tells of it."""
    if request.param == "near":
        yield shelf.acting("Ada")
        return
    serving = served(shelf)
    with listening(serving.app) as address:
        monkeypatch.setenv("CHARTER_CATALOG_TOKEN", serving.token("write", namespace="payments"))
        yield open_remote_catalog(address)


def test_an_answer_is_kept_with_who_and_when(door: AnyCatalog, shelf: Catalog):
    kept = door.record_answer(REUSES)
    assert replace(kept, at="", actor="", id=0) == REUSES
    assert (kept.id > 0, kept.at[:2], kept.actor) == (True, "20", kept.actor or None)
    assert door.answers() == shelf.answers() == (kept,)


def test_the_newest_comes_first_page_by_page(door: AnyCatalog):
    told = [door.record_answer(replace(BUILDS, name=f"b{n}")) for n in range(7)]
    assert door.answers() == tuple(reversed(told))
    assert door.answers(limit=2) == tuple(reversed(told))[:2]
    assert door.answers(limit=3, before=told[3].id) == (told[2], told[1], told[0])
    assert door.answers(since="2020-01-01") == door.answers()
    assert door.answers(since="2999-01-01") == ()


def test_a_message_told_again_is_kept_once(door: AnyCatalog):
    first = door.record_answer(REUSES, once="1")
    assert door.record_answer(REUSES, once="1") == first
    with pytest.raises(UnfitError, match="something else"):
        door.record_answer(BUILDS, once="1")
    assert len(door.answers()) == 1


def test_the_same_word_twice_spares_one_duplicate(door: AnyCatalog, shelf: Catalog):
    first = door.record_answer(REUSES)
    assert door.record_answer(replace(REUSES, nearest=())) == first
    assert shelf.acting("Grace").record_answer(REUSES) != first
    assert len(door.answers()) == 2


def test_the_entry_is_named_as_the_catalog_names_it(door: AnyCatalog):
    assert door.record_answer(replace(REUSES, about="Invoice-Renderer")).about == RENDERER


def test_what_is_reused_must_be_there_and_be_one(door: AnyCatalog, shelf: Catalog):
    with pytest.raises(UnfitError, match="no project 'payments/absent'"):
        door.record_answer(replace(REUSES, about="payments/absent"))
    shelf.register(entry("ledger", team="billing"))
    with pytest.raises(UnfitError, match="several teams"):
        door.record_answer(replace(REUSES, about="ledger"))
    assert door.answers() == ()


def test_to_build_anew_is_never_refused(door: AnyCatalog):
    assert door.record_answer(replace(BUILDS, about="payments/gone", because="")).about == ""


def test_a_renamed_entry_is_shown_by_its_present_name(door: AnyCatalog, shelf: Catalog):
    door.record_answer(REUSES)
    url = "https://git.acme.example/payments/invoice-renderer"
    shelf.register(entry("bills", "Renders invoices as PDF", url=url), moved=True)
    assert [one.about for one in door.answers()] == ["payments/bills"]


def test_another_door_shows_the_same(shelf: Catalog, catalog_address: str):
    kept = shelf.acting("Ada").record_answer(REUSES)
    other = open_again(catalog_address)
    assert other.answers() == (kept,)
    assert kept.actor == "Ada"
    other.close()


def test_nobody_speaks_for_another_team(shelf: Catalog, monkeypatch: pytest.MonkeyPatch):
    serving = served(shelf)
    with listening(serving.app) as address:
        for scopes, namespace in ((("write",), "search"), (("read",), "")):
            monkeypatch.setenv("CHARTER_CATALOG_TOKEN", serving.token(*scopes, namespace=namespace))
            with pytest.raises(ForbiddenError, match="is for payments to say"):
                open_remote_catalog(address).record_answer(REUSES)
        assert shelf.answers() == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "steal"},
        {"decision": "reuse"},
        {"decision": "reuse", "about": "payments/absent"},
        {"decision": "build", "team": "../x"},
        {"decision": "build", "because": "x" * 501},
        {"decision": "build", "actor": "Grace"},
        {"decision": "build", "nearest": ["x"] * 21},
    ],
)
def test_the_service_takes_only_what_is_an_answer(shelf: Catalog, wrong: dict[str, object]):
    assert served(shelf).admin.post("/api/v1/answers", json=wrong).status_code == 422
    assert shelf.answers() == ()


@pytest.fixture
def told(charter: Run, shelf: Catalog, catalog_address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHARTER_CATALOG", catalog_address)
    return charter


def test_the_ospo_lists_what_was_avoided_and_what_components_lack(told: Run, shelf: Catalog):
    assert told("catalog", "answers").code == 1
    again = replace(BUILDS, name="bills-3")
    for answer in (BUILDS, REUSES, replace(REUSES, decision=Decision.CONTRIBUTE), again):
        shelf.acting("Ada").record_answer(answer)
    said = told("catalog", "answers")
    assert said.code == 0
    assert "Duplicates avoided: 2" in said.out
    assert "Built anew all the same: 2" in said.out
    assert said.out.count("no PDF/A (payments/bills-") == 2
    document = told("catalog", "answers", "--json").json
    assert (document["avoided"], document["built_anew"], len(document["answers"])) == (2, 2, 4)
    (component,) = document["components"]
    assert component["name"] == RENDERER
    assert [each["because"] for each in component["lacking"]] == ["no PDF/A", "no PDF/A"]
    assert told("catalog", "answers", "--since", "2999-01-01").code == 1
    assert told("catalog", "answers", "--since", "soon").code == 2


Ask = Callable[..., list[str]]


@pytest.fixture
def similar(told: Run) -> Ask:
    """Names of what is near, by `charter similar`."""

    def ask(*words: str) -> list[str]:
        found = told("similar", *words, "--json")
        assert found.out, found.err
        names = [each["entry"]["name"] for each in found.json["look_alikes"]]
        assert found.code == (0 if names else 1)
        return names

    return ask


def test_similar_takes_a_name_words_or_an_entry(similar: Ask, told: Run):
    nearest, *_ = similar("bill", "--description", "Makes a PDF of each invoice")
    first, *_ = similar("makes", "a", "PDF", "of", "each", "invoice")
    assert nearest == first == "invoice-renderer"
    assert similar("quantum") == []
    assert RENDERER.split("/")[1] not in similar(RENDERER)
    text = told("similar", "pdf-maker").out
    assert all(word in text for word in ("invoice-renderer", "internal", "payments", "shares pdf"))
    assert "https://git.acme.example/payments/invoice-renderer" in text


def test_similar_without_words_is_about_this_folder(
    similar: Ask, told: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    said = told("similar")
    assert (said.code, "does not say what its project is" in said.err) == (2, True)
    make(tmp_path / "bills", name="bills", team="billing", description="Invoices as PDF")
    monkeypatch.chdir(tmp_path / "bills")
    assert similar()[0] == "invoice-renderer"


def test_similar_to_an_entry_that_is_not_there_says_so(told: Run):
    said = told("similar", "payments/absent")
    assert (said.code, "has no project 'payments/absent'" in said.err) == (2, True)


def test_a_service_that_answers_nonsense_is_told_of(shelf: Catalog):
    with listening(served(shelf).app) as address, pytest.raises(CatalogError):
        open_remote_catalog(address).answers()


@pytest.mark.parametrize("statement", ["update answer set actor = 'x'", "delete from answer"])
def test_no_answer_can_be_changed_or_taken_out(shelf: Catalog, statement: str):
    kept = shelf.acting("Ada").record_answer(REUSES)
    with pytest.raises(CatalogError):
        shelf.database.write(lambda: shelf.database.rows(statement))
    assert shelf.answers() == (kept,)


def test_what_was_said_of_an_entry_follows_it_to_its_new_name(shelf: Catalog):
    overview = Overview(shelf.database)
    shelf.record_answer(REUSES)
    shelf.record_answer(replace(BUILDS, about="payments/ledger"))
    url = "https://git.acme.example/payments/invoice-renderer"
    shelf.register(entry("bills", "Renders invoices as PDF", url=url), moved=True)
    (bills,) = shelf.find("bills")
    assert [one.name for one in overview.said_of(bills, limit=9)] == ["bill-maker"]
    assert overview.decisions() == {Decision.REUSE: 1, Decision.BUILD: 1}
