"""Words as people type them, and what of them reaches the database and the terminal."""

from __future__ import annotations

import pytest

from charter.catalog.words import Term, key, read_terms, telling_words
from charter.plain_text import one_line


def test_only_a_star_at_the_end_means_something():
    assert read_terms(["rend*", "a*b", "NEAR(x)"]) == (
        Term("rend", prefix=True),
        Term("a*b"),
        Term("NEAR(x)"),
    )


@pytest.mark.parametrize("word", ["", "*", '"', "---", "()", "\x00", "\u202e"])
def test_what_holds_no_letter_is_no_term(word):
    assert read_terms([word]) == ()


def test_quotes_part_words():
    assert read_terms(['foo"bar']) == (Term("foo bar"),)


def test_telling_words_leave_out_common_ones_and_part_names():
    assert telling_words("InvoiceRenderer_v2", "Renders the invoices for every team") == (
        "invoice",
        "renderer",
        "v2",
        "renders",
        "team",
    )


def test_one_and_many_are_one_telling_word():
    assert telling_words("buses", "bus invoice invoices class classes") == (
        "buses",
        "bus",
        "invoice",
        "class",
        "classes",
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain  text ", "plain text"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;https://evil.example\x07click\x1b]8;;\x07", "click"),
        ("a\r\nb\u2028c\x85d", "a b c d"),
        ("a\u202eb\u2066c\ufeffd", "abcd"),
        ("Grüße 👩\u200d💻 日本", "Grüße 👩\u200d💻 日本"),
    ],
)
def test_one_line_keeps_letters_and_drops_what_steers_a_terminal(text, line):
    assert one_line(text) == line


def test_names_that_differ_in_case_only_have_one_key():
    assert key("Straße-X") == key("STRASSE-x")
