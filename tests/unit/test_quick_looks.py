"""Where a word is looked for before an expression, the expression finds nothing without it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.governance import markdown, promises
from charter.governance.checks import documentation, visibility

QUICK = [
    (markdown._CODE, ("`",)),
    (markdown._LINK, ("](",)),
    (markdown._REFERENCE, ("]:",)),
    (promises._UNIT, promises._UNITS),
    (visibility.LABEL, (visibility._LABEL,)),
    *((re.compile(text), words) for text, words in documentation._HOW.values()),
]


@pytest.mark.parametrize(("expression", "words"), QUICK)
def test_what_the_expression_finds_holds_a_word(
    expression: re.Pattern[str], words: tuple[str, ...]
) -> None:
    @given(st.from_regex(expression))
    def look(text: str) -> None:
        found = expression.search(text)
        assert found is not None
        assert any(word in found[0] for word in words)

    look()
