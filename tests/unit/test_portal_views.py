"""What pages show of an entry: words, colours and plots, decided without a page."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from charter.catalog.activity import Activity
from charter.catalog.entry import END, MARK, Entry, Filters, Health, Link
from charter.catalog.freshness import freshness_of
from charter.catalog.history import Change
from charter.catalog.reuse import Decision, ReuseAnswer
from charter.model import Maintainer, Project, Visibility
from charter.web.portal.activity_view import activity_of, sparkline_of
from charter.web.portal.health_view import confirmed_words, grade_of, health_of, newest_of
from charter.web.portal.history_view import lines_of
from charter.web.portal.pages import Viewer, spoken
from charter.web.portal.plots import bars, layers
from charter.web.portal.results_view import (
    Query,
    continuum_of,
    facet_of,
    marked,
    pages_around,
)
from charter.web.portal.reuse_view import address_of_full, reuse_of, said_about
from charter.web.portal.standing import banner_of, warning_of
from charter.web.portal.start_view import command_of, wish_of
from charter.web.portal.times import ago, counted, day
from charter.web.portal.use_view import use_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PROJECT = Project(
    name="invoice-renderer",
    title="Invoice renderer",
    description="Renders invoices",
    visibility=Visibility.INNERSOURCE,
    team="payments",
    maintainers=(Maintainer("Ada Lovelace", "ada"),),
    forge="github",
    url="https://github.acme.example/payments/invoice-renderer",
)
ENTRY = Entry(
    PROJECT, confirmed="2026-11-20T12:00:00+00:00", registered="2026-01-01T00:00:00+00:00"
)


def before(**ago: int) -> str:
    return (NOW - timedelta(**ago)).isoformat()


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (before(minutes=3), "just now"),
        (before(hours=5), "5 hours ago"),
        (before(days=1, hours=2), "yesterday"),
        (before(days=12), "12 days ago"),
        (before(days=30), "4 weeks ago"),
        (before(days=150), "5 months ago"),
        (before(days=900), "2 years ago"),
        ((NOW + timedelta(days=1)).isoformat(), "just now"),
        ("", ""),
        ("no time", ""),
    ],
)
def test_times_are_said_as_people_say_them(when, said):
    assert ago(when, NOW) == said


def test_dates_and_numbers_cannot_be_misread():
    assert day("2026-03-04T10:00:00+00:00") == "4 Mar 2026"
    assert (counted(1, "entry"), counted(1200, "entry"), counted(2, "day")) == (
        "1 entry",
        "1,200 entries",
        "2 days",
    )


@pytest.mark.parametrize(
    ("entry", "title", "never"),
    [
        (ENTRY, "InnerSource", "Nothing of it may leave Acme"),
        (replace(ENTRY, siloed="no charter"), "Siloed", "charter adopt"),
        (
            replace(ENTRY, project=replace(PROJECT, visibility=Visibility.OPENSOURCE)),
            "Open source candidate",
            "nothing of it may leave Acme",
        ),
    ],
)
def test_the_banner_says_what_is_forbidden(entry, title, never):
    banner = banner_of(entry, "Acme")
    assert banner.title.startswith(title)
    assert never in banner.must_not


def test_the_banner_of_a_published_one_names_its_licence_and_forbids_nothing():
    public = replace(
        PROJECT, visibility=Visibility.OPENSOURCE, license="MIT", publication_date="2026-05-01"
    )
    banner = banner_of(replace(ENTRY, project=public), "Acme")
    assert banner.title == "Open source: public since 1 May 2026"
    assert "MIT" in banner.may
    assert not banner.must_not


@pytest.mark.parametrize(
    ("flaw", "title"),
    [
        ({"archived": "the team is gone"}, "Archived"),
        ({"lifecycle": "deprecated"}, "Deprecated"),
        ({"confirmed": before(days=200)}, "Stale"),
        ({"confirmed": before(days=400)}, "Archived"),
    ],
)
def test_what_speaks_against_building_on_it_is_said(flaw, title):
    entry = replace(ENTRY, **flaw)
    warning = warning_of(entry, freshness_of(entry.confirmed, entry.archived, NOW))
    assert warning is not None
    assert warning.title.startswith(title)


def test_nothing_speaks_against_a_fresh_one():
    assert warning_of(ENTRY, freshness_of(ENTRY.confirmed, "", NOW)) is None
    assert confirmed_words(ENTRY, freshness_of(ENTRY.confirmed, "", NOW), NOW) == (
        "confirmed ",
        "4 days ago",
    )


def test_addresses_are_exact_and_none_is_taken_on_trust():
    hostile = (
        Link("javascript:alert(1)", "Docs", "docs"),
        Link("https://docs.example/x", "", "docs"),
    )
    use = use_of(replace(ENTRY, links=hostile))
    assert [one.text for one in use.commands] == [
        "git clone https://github.acme.example/payments/invoice-renderer.git",
        "git clone git@github.acme.example:payments/invoice-renderer.git",
    ]
    assert use.bugs.endswith("/issues")
    assert [link.title for link in use.links] == ["docs.example"]


def test_an_entry_without_an_address_offers_no_command():
    assert use_of(replace(ENTRY, project=replace(PROJECT, url=""))).commands == ()


def test_a_silo_has_a_guide_only_where_somebody_says_so():
    silo = replace(ENTRY, siloed="no charter")
    assert use_of(silo).guide == ""
    told = replace(silo, links=(Link("https://x.example/guide", "", "contributing"),))
    assert use_of(told).guide == "https://x.example/guide"


@pytest.mark.parametrize(("passed", "grade"), [(10, "good"), (9, "good"), (8, "fair"), (3, "poor")])
def test_health_is_graded_by_the_share_of_checks(passed, grade):
    assert grade_of(replace(ENTRY, health=Health(held=10, passed=passed))) == grade


def test_health_says_how_far_behind_the_template_it_is():
    entry = replace(
        ENTRY, version="v1.2.0", health=Health(10, 9, drifted=1, checked=before(days=2))
    )
    shown = health_of(entry, newest_of(["v1.2.0", "v1.10.0", "main"]), NOW)
    assert shown.is_behind
    assert shown.drift == "1 file differs from the template"
    assert shown.words == "9 of 10 checks passed, 2 days ago"


def test_the_newest_is_by_version_and_not_by_letters():
    assert newest_of(["v1.9.0", "v1.10.0", "nonsense"]) == "v1.10.0"
    assert newest_of(["nonsense"]) == ""


def test_activity_is_drawn_and_said():
    weeks = (*([0] * 40), *([5] * 12))
    entry = replace(ENTRY, score=400, activity=Activity(stars=3, participation=weeks))
    shown = activity_of(entry, NOW)
    assert shown is not None
    assert "60 commits in a year, 60 of them in the last quarter" in shown.summary
    assert shown.level == "high"
    assert shown.bars.path.count("M") == 52
    assert sparkline_of(entry).words == "60 commits in 13 weeks"


def test_where_nobody_measured_nothing_is_drawn():
    assert activity_of(ENTRY, NOW) is None
    assert sparkline_of(ENTRY) is None


def test_the_highest_bar_fills_the_height_and_layers_lie_on_each_other():
    assert "v-20" in bars([1, 4], width=10, height=20).path
    low, high = layers([("a", [1, 1]), ("b", [1, 3])], width=10, height=20)
    assert low.path == "M0 15L10 15L10 20L0 20Z"
    assert high.path == "M0 10L10 0L10 15L0 15Z"


def test_the_history_tells_who_did_what():
    change = Change(
        before(days=3), "person:ada", "changed", "payments", "x",
        {"version": ("v1", "v2"), "wanted": ([], ["code", "docs"])}, 7,
    )  # fmt: skip
    (line,) = lines_of([change], NOW)
    assert (line.actor, line.did) == ("ada", "changed template version and contributions wanted")
    assert [(one.before, one.after) for one in line.differences] == [
        ("v1", "v2"),
        ("", "code, docs"),
    ]


def test_what_was_found_is_marked_and_everything_else_escaped():
    text = f"<b>{MARK}pdf{END}</b>"
    assert marked(text) == "&lt;b&gt;<mark>pdf</mark>&lt;/b&gt;"


def test_words_between_backticks_are_code_and_escaped():
    assert spoken("run `a <b>` & `c`") == "run <code>a &lt;b&gt;</code> &amp; <code>c</code>"


def test_a_page_has_one_address_and_a_new_filter_begins_at_its_first_page():
    query = Query("pdf", Filters(team="payments"), "name", page=3)
    assert query.address() == "/?q=pdf&team=payments&sort=name&page=3"
    assert query.with_filter("team", "").address() == "/?q=pdf&sort=name"
    assert Query().address() == "/"


def test_a_facet_shows_the_chosen_value_first_and_leads_out_of_it():
    facet = facet_of("team", {"billing": 9, "payments": 2}, Query("", Filters(team="payments")))
    assert [value.value for value in facet.values] == ["payments", "billing"]
    assert facet.values[0].is_chosen
    assert facet.values[0].address == "/"


def test_every_standing_that_is_there_can_be_seen_in_the_bar():
    stations = continuum_of({"internal": 999_999, "public": 1})
    assert [station.count for station in stations] == [0, 999_999, 0, 1]
    assert stations[3].width > 1
    assert abs(sum(station.width for station in stations) - 100) < 0.1


def test_pages_far_away_are_left_out():
    assert pages_around(7, 20) == [1, None, 5, 6, 7, 8, 9, None, 20]
    assert pages_around(1, 1) == [1]


@pytest.mark.parametrize(
    ("name", "description", "command"),
    [
        (
            "bill-maker",
            "Makes bills",
            "charter new bill-maker --visibility innersource --description 'Makes bills' --team payments",
        ),
        (
            "$(rm -rf ~)",
            "`id`; \n'x",
            """charter new '$(rm -rf ~)' --visibility innersource --description '`id`; '"'"'x' --team payments""",
        ),
        (
            "--help",
            "--yes",
            "charter new --visibility innersource --description=--yes --team payments -- --help",
        ),
    ],
)
def test_the_command_is_quoted_for_a_shell(name, description, command):
    assert command_of(wish_of(name, description, "payments", "whatever")) == command


def test_a_viewer_writes_only_what_is_of_their_team():
    assert Viewer("ada", frozenset({"payments"})).may_write("Payments")
    assert not Viewer("ada", frozenset({"payments"})).may_write("billing")
    assert not Viewer("ada", frozenset({""})).may_write("")


def told(decision: str, about: str = "payments/ledger", because: str = "") -> ReuseAnswer:
    return ReuseAnswer(
        Decision(decision), "books", team="sales", about=about, because=because,
        at="2026-01-02T03:04:05+00:00", actor="person:Ada",
    )  # fmt: skip


def test_duplicates_avoided_are_counted_over_all_and_shown_by_component():
    answers = [
        told("reuse"),
        told("reuse", "a/b"),
        told("contribute"),
        told("build", because="no VAT"),
        told("build"),
    ]
    counts = {Decision.REUSE: 20, Decision.CONTRIBUTE: 10, Decision.BUILD: 10}
    shown = reuse_of(counts, answers, NOW)
    assert (shown.avoided, shown.built, shown.share) == (30, 10, 75)
    assert [(one.name, one.words) for one in shown.spared] == [
        ("payments/ledger", "reused once, 1 contribution"),
        ("a/b", "reused once"),
    ]
    assert [(one.reused_width, one.contributed_width) for one in shown.spared] == [
        (50.0, 50.0),
        (50.0, 0.0),
    ]
    (lacking,) = shown.lacking
    assert ([one.because for one in lacking.reasons], lacking.more) == (["no VAT"], 1)
    assert (shown.latest[0].who, shown.latest[0].wish) == ("Ada", "sales/books")


def test_nothing_answered_is_nothing_divided():
    assert reuse_of({}, [], NOW).share == 0


def test_what_was_said_of_one_entry_is_counted_in_words():
    said = said_about([told("build", because="no VAT"), told("reuse"), told("reuse")], NOW)
    assert said.summary == "Reused twice, built anew beside it once."
    assert [one.because for one in said.reasons] == ["no VAT"]


@pytest.mark.parametrize(
    ("full", "address"), [("a/b", "/entries/a/b"), ("/b c", "/entries/-/b%20c"), ("", "")]
)
def test_a_full_name_leads_to_its_page(full: str, address: str):
    assert address_of_full(full) == address


def test_why_one_builds_anew_is_a_part_of_the_command():
    wish = wish_of("bills", "", "", "", "it's no PDF/A; rm -rf /")
    assert "--builds-anew-because" in command_of(wish)
    assert shlex.split(command_of(wish))[-1] == "it's no PDF/A; rm -rf /"
