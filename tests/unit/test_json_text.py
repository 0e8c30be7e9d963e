"""JSON for people: the bytes of the standard library's own writer."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from charter.json_text import as_text

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(), inner) | st.lists(inner, max_size=2).map(tuple)
    ),
)


@given(VALUES)
def test_it_is_what_json_writes(value: Any) -> None:
    assert as_text(value) == json.dumps(value, indent=2, ensure_ascii=False)


@given(VALUES)
def test_one_thing_in_two_places_is_written_in_both_at_its_own_depth(value: Any) -> None:
    twice = {"here": value, "deeper": [{"there": value}], "again": value}
    assert as_text(twice) == json.dumps(twice, indent=2, ensure_ascii=False)
