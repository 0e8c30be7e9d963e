"""Where a word is looked for before an expression, the expression finds nothing without it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.meta import find_undeclared_variables

from charter.governance import markdown, promises
from charter.governance.checks import documentation, texts, visibility
from charter.template.ingredients import look_into

QUICK = [
    (markdown._CODE, ("`",)),
    (markdown._LINK, ("](",)),
    (markdown._REFERENCE, ("]:",)),
    (promises._UNIT, promises._UNITS),
    (visibility.LABEL, (visibility._LABEL,)),
    (visibility._INTERNAL, visibility._SIGNS),
    (visibility._CANDIDATE, (visibility._SIGN,)),
    *((re.compile(text), words) for text, words in documentation._HOW.values()),
]

CASELESS = (visibility._INTERNAL, visibility._CANDIDATE)


@pytest.mark.parametrize(("expression", "words"), QUICK)
def test_what_the_expression_finds_holds_a_word(
    expression: re.Pattern[str], words: tuple[str, ...]
) -> None:
    @given(st.from_regex(expression))
    def look(text: str) -> None:
        found = expression.search(text)
        assert found is not None
        said = found[0].lower() if expression in CASELESS else found[0]
        assert any(word in said for word in words)

    look()


@pytest.mark.parametrize(
    "text",
    ["todo(charter)", "{{ name }}", "<your name>", "[insert it]", "[note: x]", "lorem ipsum"],
)
def test_what_is_left_to_be_written_is_seen_by_a_letter(text: str) -> None:
    assert texts._LEFT.fullmatch(text)
    assert texts._may_hold_one(f"before {text} after")


@pytest.mark.parametrize(
    "text", ["plain", "{{ a }} {{ b.c | default(d) }}", "{{ range(2) if e else f[g] }} {# h #}"]
)
def test_a_text_without_blocks_refers_to_what_jinja_finds(text: str) -> None:
    jinja = Environment()
    names = look_into(jinja.parse(text), has_blocks=False).names - jinja.globals.keys()
    assert names == find_undeclared_variables(jinja.parse(text))
