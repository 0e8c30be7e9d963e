"""Tokens, marks and spellings: what both kinds of database search by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.catalog.entry import END, MARK
from charter.catalog.marks import marked, marked_part, snippet
from charter.catalog.spelling import is_meant
from charter.catalog.tokens import read_wanted, tokens_of, tokens_of_name
from charter.catalog.words import read_terms


def wanted(*words: str):
    return read_wanted(read_terms(words))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Renders the invoices", ["render", "the", "invoic"]),
        ("InvoiceRenderer", ["invoicerender", "invoic", "render"]),
        ("HTTPServer", ["httpserver", "http", "server"]),
        ("snake_case.py-3", ["snake", "case", "py", "3"]),
        ("Größe Ærø ﬁne", ["gross", "aero", "fine"]),
        ("数据库", ["数", "据", "库"]),
        ("💥 -- ''", []),
        ("", []),
    ],
)
def test_a_text_is_read_into_tokens(text, tokens):
    assert tokens_of(text) == tokens


def test_a_name_is_also_found_as_one_word():
    assert tokens_of_name("e-mail") == ["e", "mail", "email"]
    assert tokens_of_name("ledger") == ["ledger"]


@given(st.text())
def test_tokens_hold_nothing_but_letters_and_digits(text):
    assert all(token.isalnum() for token in [*tokens_of(text), *tokens_of_name(text)])


@given(st.text(), st.text(min_size=1))
def test_marks_change_nothing_else(text, typed):
    plain = text.replace(MARK, "").replace(END, "")
    shown = marked(plain, wanted(typed))
    assert shown.count(MARK) == shown.count(END)
    assert tokens_of(shown.replace(MARK, "").replace(END, "")) == tokens_of(plain)


def test_a_snippet_is_short_and_around_the_match():
    text = f"{'before ' * 100}the needle {'after ' * 100}"
    shown = snippet(text, wanted("needles"))
    assert f"the {MARK}needle{END} after" in shown
    assert (shown[0], shown[-1]) == ("…", "…")
    assert len(shown) < 220
    assert snippet(text, wanted("absent")) == ""


def test_a_part_of_a_name_is_marked_where_it_stands():
    assert marked_part("InvoiceParser", ["voicep"]) == f"In{MARK}voiceP{END}arser"
    assert marked_part("ledger", ["x"]) == "ledger"


@pytest.mark.parametrize(
    ("typed", "name", "is_it"),
    [
        ("ledgre", "ledger", True),
        ("leger", "ledger", True),
        ("legder-api", "ledger-api", True),
        ("invoise", "invoice-renderer", True),
        ("invoicerenderrr", "invoice-renderer", True),
        ("cat", "car", False),
        ("ledger", "badger", False),
        ("", "x", False),
        ("parcel", "invoice", False),
    ],
)
def test_a_letter_or_two_may_be_wrong(typed, name, is_it):
    assert is_meant(typed, name) is is_it
