"""Entries for the tests of formats: a plain one, and the worst that a catalog may hold."""

from __future__ import annotations

from dataclasses import replace

from charter.catalog.activity import Activity
from charter.catalog.entry import Entry, Link
from charter.model import Maintainer, Project, Visibility

URL = "https://git.acme.example/payments/invoices"
PROJECT = Project(
    name="invoices",
    title="Invoices",
    description="Renders invoices as PDF.",
    visibility=Visibility.INNERSOURCE,
    team="payments",
    maintainers=(Maintainer("Ada Byron", "ada", "ada@acme.example"),),
    forge="gitlab",
    url=URL,
    topics=("pdf", "billing"),
    governance_level="contributions-welcome",
)
PLAIN = Entry(
    PROJECT,
    lifecycle="production",
    language="Python",
    links=(Link("https://docs.acme.example/invoices", "Manual", "docs"),),
    wanted=("bug fixes", "translations"),
    responds="within 3 working days",
    activity=Activity(12, 4, 7, 10, "2026-05-06T00:00:00+00:00", "2026-11-12T00:00:00+00:00", (5,)),
    score=742,
    registered="2026-05-06T00:00:00+00:00",
    updated="2026-11-12T00:00:00+00:00",
    id=7,
)
PUBLISHED = replace(
    PLAIN,
    project=replace(
        PROJECT,
        visibility=Visibility.OPENSOURCE,
        publication_date="2026-10-01",
        license="Apache-2.0",
        governance_level="",
    ),
)
CANDIDATE = replace(PUBLISHED, project=replace(PUBLISHED.project, publication_date=""))
SILO = replace(PLAIN, siloed="nobody has adopted it yet")
BARE = Entry(Project("x", "", "", Visibility.INNERSOURCE, "", ()), siloed="nobody knows")

SCRIPT = "<img src=x onerror=\"window.broken='yes'\">"
AWKWARD = (
    *("yes", "null", "123", "1e3", "0o17", "0x1F", "2026-11-22", "~", "- a", "a: b", "#x", "!x"),
    *("'", '"', "\\", "{{x}}", "=1+1", "@x", "*a", "&a", "%TAG", "--- x", "...", "| x", "> x"),
    *("Größe", "漢字", "e\u0301", "\U0001f600", "\u202eevil", "a\u2028b", "a\x85b", "\ufeffx"),
    *("\x00\x07\x1b[31mred", "line\nline\r\nline\ttab", "\ud800", "a" * 5000, " ", "", SCRIPT),
    "javascript:alert(1)",
)


def hostile(text: str) -> Entry:
    """An entry that says `text` wherever a text can be said."""
    return Entry(
        Project(
            name=text,
            title=text,
            description=text,
            visibility=Visibility.INNERSOURCE,
            team=text,
            maintainers=(Maintainer(text, text, text),),
            forge=text,
            url=f"https://git.acme.example/{text}",
            license=text,
            topics=(text,),
            governance_level=text,
        ),
        lifecycle=text,
        language=text,
        links=(Link(text, text, text), Link(f"https://a.example/{text}", text, "docs")),
        chat=text,
        wanted=(text,),
        responds=text,
        template=text,
        version=text,
        registered="2026-05-06T00:00:00+00:00",
        archived=text,
    )
