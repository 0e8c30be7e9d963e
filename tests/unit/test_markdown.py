"""Headings, anchors and links as forges read them, in linear time."""

from __future__ import annotations

import time

import pytest

from charter.governance.markdown import Document, slug_of


def document(text: str, path: str = "README.md") -> Document:
    return Document(path, text)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Getting started", "getting-started"),
        ("What's new? (v1.0)", "whats-new-v10"),
        ("`charter check`", "charter-check"),
        ("A [link](there.md) in it", "a-link-in-it"),
        ("Ä & Ö", "ä--ö"),
        ("snake\\_case", "snake_case"),
        ("C++", "c"),
    ],
)
def test_a_heading_becomes_the_anchor_that_forges_make(title, slug):
    assert slug_of(title) == slug


def test_code_and_comments_hold_no_heading_and_no_link():
    text = (
        "# One #\n\n```sh\n# no\n[a](no.md)\n~~~\n````\n\n"
        "<!-- # no\n[b](no.md) -->\n`[c](no.md)`\n[d](yes.md 'title') ![e](<yes.png>)\n\n"
        "[f]: ref.md\n\nTwo\n===\n"
    )
    page = document(text)
    assert page.titles == ("One", "Two")
    assert [target for target, _ in page.links] == ["yes.md", "yes.png", "ref.md"]
    assert [page.line_of(place) for _, place in page.links] == [12, 12, 14]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[a](b.md)", ["b.md"]),
        ("[a]( b.md 'c')", ["b.md"]),
        ("[a](<b c.md>)", ["b c.md"]),
        ("[a](b_(c).md#d)", ["b_(c).md#d"]),
        ("[![a](b.svg)](c.md)", ["b.svg", "c.md"]),
        ("\\[a\\](b.md)", []),
        ("[a](", []),
        ("[a]()", []),
    ],
)
def test_a_link_leads_where_forges_lead(text, targets):
    assert [target for target, _ in document(text).links] == targets


def test_a_link_in_restructuredtext_leads_there_too():
    text = "Text `one <A.md>`_ and\n`two <B.md>`__, ``code <C.md>`` and :ref:`three <D>`\n"
    found = document(text, "README.rst")
    assert [(target, found.line_of(at)) for target, at in found.links] == [("A.md", 1), ("B.md", 2)]
    assert document(text).links == ()


def test_a_heading_that_comes_again_has_a_number():
    assert document("# A\n## A\n## A\n<a name='own'></a>").anchors == {"a", "a-1", "a-2", "own"}


def test_a_text_that_is_not_markdown_has_its_short_lines_as_titles():
    assert "Getting help" in document("Getting help\n------------\n", "README.rst").titles


def test_a_fence_that_never_ends_holds_the_rest():
    assert document("# A\n```\n# B\n").titles == ("A",)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- ",
        "`",
        "[a](",
        "](x",
        "<a ",
        "# ",
        "```\n",
        "a\n--\n",
        "{{",
        "<your ",
        "[",
        "<!--->",
        "](a(b)",
        "](a(",
        "](<a",
    ],
)
def test_what_was_made_to_be_slow_is_read_in_time(text):
    page = document(text * (400_000 // len(text)))
    began = time.process_time()
    assert page.prose is not None
    assert page.anchors is not None
    assert page.links is not None
    assert time.process_time() - began < 5
