"""Search, held by each kind of database alike: what is found, in which order, and how it is told."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from catalogs import open_again, write_older
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_catalog_kinds import entry, names

from charter.catalog.entry import END, MARK, Filters
from charter.catalog.postgresql import open_catalog_database
from charter.catalog.query import Query, Sort, cursor_of
from charter.catalog.store import Catalog
from charter.errors import UsageError
from charter.model import Visibility

SHELF = (
    entry("invoice-renderer", "Renders invoices as PDF for every billing team", topics=("pdf",)),
    entry("InvoiceParser", "Reads what suppliers send", language="Python"),
    entry("ledger", "Books payments of GitHub sponsors", lifecycle="production"),
    entry("email-gateway", "Sends mail for every team", team="comms"),
    entry("gebühren", "Prüft Gebühren und naïve queries", team="comms"),
    entry("parcel", "Tracks parcels", readme="# Parcel\n\nIt asks customs whether duty is owed."),
    entry("数据库", "一个快速的数据库连接池"),
)


@pytest.fixture
def shelf(catalog: Catalog) -> Catalog:
    for each in SHELF:
        catalog.register(each)
    return catalog


def found(catalog: Catalog, words: str, **asked) -> list[str]:
    return names(catalog.answer(Query(tuple(words.split()), **asked)).hits)


# ---- one box ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected", "how"),
    [
        ("renderer", ["invoice-renderer"], "words"),
        ("rendering invoices", ["invoice-renderer"], "words"),
        ("invoice", ["invoice-renderer", "InvoiceParser"], "words"),
        ("INVOICES", ["invoice-renderer", "InvoiceParser"], "words"),
        ("invoice parser", ["InvoiceParser"], "words"),
        ("invoiceparser", ["InvoiceParser"], "words"),
        ("InvoiceRenderer", ["invoice-renderer"], "words"),
        ("invoice_renderer", ["invoice-renderer"], "words"),
        ("github", ["ledger"], "words"),
        ("GitHub", ["ledger"], "words"),
        ("e-mail", ["email-gateway"], "words"),
        ("gebuhren", ["gebühren"], "words"),
        ("naive", ["gebühren"], "words"),
        ("数据", ["数据库"], "words"),
        ("comms", ["email-gateway", "gebühren"], "words"),
        ("gatew", ["email-gateway"], "beginning"),
        ("led*", ["ledger"], "words"),
        ("voicepar", ["InvoiceParser"], "part"),
        ("ledgre", ["ledger"], "spelling"),
        ("invoise", ["invoice-renderer"], "spelling"),
        ("customs duty", ["parcel"], "readme"),
        ("absent", [], ""),
        ("invoices absent", [], ""),
    ],
)
def test_words_beginnings_parts_spellings_and_readmes_in_one_box(shelf, typed, expected, how):
    answer = shelf.answer(Query(tuple(typed.split())))
    assert names(answer.hits) == expected
    assert {hit.how for hit in answer.hits} == ({how} if how else set())
    assert (answer.total, answer.is_more, answer.next) == (len(expected), False, "")


def test_matches_are_marked_in_name_description_and_readme(shelf):
    (hit,) = shelf.search(["invoices", "pdf"])
    assert hit.name == f"{MARK}invoice{END}-renderer"
    assert hit.description.startswith(f"Renders {MARK}invoices{END} as {MARK}PDF{END}")
    (hit,) = shelf.search(["voicepar"])
    assert hit.name == f"In{MARK}voicePar{END}ser"
    (hit,) = shelf.search(["duty", "customs"])
    assert f"{MARK}customs{END} whether {MARK}duty{END}" in hit.readme
    (hit,) = shelf.search(["github"])
    assert f"of {MARK}GitHub{END} sponsors" in hit.description


# ---- order ------------------------------------------------------------------------------------


def test_the_name_counts_most_then_title_and_topics_then_the_description(catalog):
    catalog.register(entry("d", "about a parser and much else that nobody asked for"))
    catalog.register(entry("t", "x", topics=("parser",)))
    catalog.register(entry("parser-of-logs-and-more", "x"))
    catalog.register(entry("parser", "x"))
    expected = ["parser", "parser-of-logs-and-more", "t", "d"]
    assert found(catalog, "parser") == expected
    assert found(catalog, "parser", sort=Sort.NAME) == sorted(expected)


def test_what_nobody_confirmed_for_long_comes_later_and_what_is_archived_last(catalog):
    for name in ("parser", "parser-a", "parser-b"):
        catalog.register(entry(name, "x"))
    catalog.database.rows(
        "update entry set confirmed = '2020-01-01T00:00:00+00:00' where name = 'parser'"
    )
    catalog.archive(*catalog.find("parser-a"), "replaced")
    assert found(catalog, "parser") == ["parser-b", "parser", "parser-a"]


def test_activity_orders_on_demand(catalog):
    for name, score in (("a", 5), ("b", 900), ("c", 40)):
        catalog.register(entry(name, "shared"))
        catalog.database.rows(
            "update entry set score = :s where name = :n", {"s": score, "n": name}
        )
    assert found(catalog, "shared", sort=Sort.ACTIVITY) == ["b", "c", "a"]
    assert found(catalog, "", sort=Sort.ACTIVITY) == ["b", "c", "a"]


# ---- filters and counts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(team="COMMS"), ["email-gateway", "gebühren"]),
        (Filters(language="python"), ["InvoiceParser"]),
        (Filters(lifecycle="Production"), ["ledger"]),
        (Filters(topic="pdf"), ["invoice-renderer"]),
        (Filters(topic="pd"), []),
        (Filters(visibility="internal", team="comms"), ["email-gateway", "gebühren"]),
        (Filters(visibility="public"), []),
        (Filters(license="MIT"), []),
        (Filters(level="shared-ownership"), []),
    ],
)
def test_each_filter_narrows_search_and_list_alike(shelf, filters, expected):
    for each in SHELF:
        shelf.register(replace(each, project=replace(each.project, title="everywhere")))
    assert sorted(found(shelf, "everywhere", filters=filters)) == sorted(expected)
    assert sorted(found(shelf, "", filters=filters)) == sorted(expected)
    assert sorted(names(shelf.list_entries(filters))) == sorted(expected)


def test_the_values_of_each_filter_are_counted(shelf):
    counts = shelf.answer(Query()).counts
    assert counts["team"] == {"payments": 5, "comms": 2}
    assert list(counts["team"]) == ["payments", "comms"]
    assert counts["visibility"] == {"internal": 7}
    assert (counts["language"], counts["topic"]) == ({"Python": 1}, {"pdf": 1})
    assert "license" not in counts
    assert shelf.answer(Query(("invoice",))).counts["team"] == {"payments": 2}
    assert shelf.answer(Query(("invoice",), with_counts=False)).counts == {}


def test_a_change_of_what_a_filter_asks_is_found_at_once(shelf):
    (ledger,) = shelf.find("ledger")
    public = replace(ledger.project, visibility=Visibility.OPENSOURCE, license="MIT")
    shelf.register(replace(ledger, project=public))
    assert found(shelf, "ledger", filters=Filters(visibility="candidate", license="mit")) == [
        "ledger"
    ]
    assert found(shelf, "ledger", filters=Filters(visibility="internal")) == []


# ---- pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), ("shared",)])
@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("filters", [Filters(), Filters(team="payments")])
def test_pages_follow_one_another_without_gap_or_repetition(catalog, words, sort, filters):
    for _ in catalog.load(entry(f"thing-{n:03}", "shared word") for n in range(45)):
        pass
    query = Query(words, filters, sort, limit=20)
    seen: list[str] = []
    while True:
        answer = catalog.answer(query)
        seen += names(answer.hits)
        assert (answer.total, answer.is_more) == (45, False)
        if not answer.next:
            break
        query = replace(query, after=answer.next)
    assert sorted(seen) == [f"thing-{n:03}" for n in range(45)]
    assert seen[20:40] == names(catalog.answer(replace(query, after="", offset=20)).hits)


def test_of_very_many_it_is_said_that_there_are_more(catalog):
    for _ in catalog.load(entry(f"thing-{n}", "shared") for n in range(1500)):
        pass
    catalog.register(entry("shared", "the one that is called so, put in first or last"))
    for words in ((), ("shared",)):
        answer = catalog.answer(Query(words))
        assert (answer.total, answer.is_more, len(answer.hits)) == (1000, True, 20)
        assert answer.counts["team"] == {"payments": 1000}
    assert found(catalog, "shared")[0] == "shared"


@pytest.mark.parametrize(
    "place",
    [
        *("x", "e30x", "%", "💥", cursor_of({"offset": -5}), cursor_of({"a": []})),
        cursor_of({"offset": 10**30}),
    ],
)
def test_a_place_that_no_page_told_is_refused_or_harmless(shelf, place):
    for words, filters in (((), Filters()), (("invoice",), Filters()), ((), Filters(topic="pdf"))):
        with suppress(UsageError):
            assert shelf.answer(Query(words, filters, after=place)).total > 0


# ---- nothing is syntax ------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="\"'*^():-+%_!&|<>\\=.;{}\0 aAbé数💥\ud800", max_size=30),
    st.sampled_from(["NEAR(a b)", "a AND", "name : x", "' or 1=1 --", "\0", "a" * 10_000, "🏳️‍🌈", "½²",
                     "x " * 5_000, "-" * 10_000, "a-" * 5_000, "数" * 10_000]),
)  # fmt: skip


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(typed=TEXTS, filtered=TEXTS)
def test_no_query_and_no_filter_is_an_error(shelf, typed, filtered):
    filters = Filters(filtered, "", filtered, filtered, filtered, filtered, filtered)
    for query in (Query((typed,)), Query((typed,), filters), Query((), filters)):
        assert shelf.answer(query).total >= 0
    shelf.look_alikes(typed, filtered)
    shelf.nearest_names(typed)
    assert found(shelf, "ledger") == ["ledger"]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=TEXTS)
def test_any_text_can_be_told_and_taken_out_again(catalog, text):
    told = entry("hostile", text, title=text, topics=("a",), readme=text, language=text)
    catalog.register(told)
    assert found(catalog, "hostile") == ["hostile"]
    catalog.forget(told)
    assert found(catalog, "hostile") == []


# ---- the index follows ------------------------------------------------------------------------


def test_what_is_measured_does_not_touch_what_it_is_found_by(shelf, kind):
    before = _index_rows(shelf, kind)
    shelf.database.rows("update entry set score = 7, confirmed = '2030-01-01T00:00:00+00:00'")
    assert _index_rows(shelf, kind) == before


def test_a_change_is_found_in_the_same_transaction_and_none_of_it_is_left_without(shelf):
    changed = replace(SHELF[2], project=replace(SHELF[2].project, description="Weighs apples"))

    def work() -> None:
        shelf.register(changed)
        assert found(shelf, "apples") == ["ledger"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shelf.database.write(work)
    assert (found(shelf, "apples"), found(shelf, "sponsors")) == ([], ["ledger"])


def test_a_readme_that_was_taken_away_is_found_no_more(shelf):
    shelf.register(replace(SHELF[5], readme="# Parcel"))
    assert found(shelf, "customs") == []


def test_a_catalog_of_an_older_schema_is_indexed_when_it_is_upgraded(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
):
    server = request.getfixturevalue("postgres") if kind == "postgresql" else None
    address = server.database() if server else str(tmp_path / "old.sqlite3")
    write_older(address, ["OldLedger"])
    if kind == "postgresql":
        open_catalog_database(address, upgrades=True).close()
    with closing(open_again(address)) as upgraded:
        for typed in ("ledger", "bean", "sugar", "dledg"):
            assert found(upgraded, typed) == ["OldLedger"], typed


def _index_rows(catalog: Catalog, kind: str) -> list[object]:
    """With the places where PostgreSQL keeps them: they move with every write."""
    place = "ctid::text as place, " if kind == "postgresql" else ""
    tables = ("entry_search",) if kind == "postgresql" else ("entry_search", "entry_words_data")
    return [
        [
            tuple(row.values())
            for row in catalog.database.rows(f"select {place}* from {table} order by id")
        ]
        for table in tables
    ]


# ---- many at once -----------------------------------------------------------------------------


def test_loading_is_registering(catalog, kind, tmp_path, request):
    for each in SHELF:
        catalog.register(each)
    again = replace(SHELF[2], project=replace(SHELF[2].project, description="Books everything"))
    taken = entry("ledger", url="https://git.acme.example/somebody/else")
    new = [entry(f"new-{n}", "Fresh", readme="tasty" if n == 3 else "") for n in range(2500)]
    double = replace(new[7], language="Go")
    steps = list(catalog.load([*SHELF[:2], again, taken, *new, double]))
    total = sum(steps[1:], steps[0])
    assert (total.created, total.updated, total.unchanged) == (2500, 2, 2)
    assert [("is taken" in why) for why in total.refused] == [True]
    assert len(steps) == 3
    assert found(catalog, "tasty") == ["new-3"]
    assert found(catalog, "", filters=Filters(language="go")) == ["new-7"]
    (one,) = catalog.find("new-9")
    assert [change.action for change in catalog.history(one)] == ["registered"]
    assert catalog.register(new[9]).value == "unchanged"
    assert catalog.register(entry("one-more")).value == "created"
