"""PyYAML is the oracle of what is written in its stead: every byte, for drawn mappings."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.template.filters import to_nice_yaml
from charter.template.nice_yaml import dump_mapping

WORDS = st.one_of(
    st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
    st.text(max_size=12),
    st.text("aeyYnNoOfFtT0129 -_./:#,'\"=<>?&*[]{}!|%@`~+\n;()ä🎤\u2028\x07", max_size=90),
    st.sampled_from(
        [
            *("yes", "no", "on", "y", "null", "~", "true", "1_000", "0x1f", "1e3", ".inf", "12:30"),
            *("2024-01-31", "=", "<<", "- a", "a:b", "a: b", "a #b", "a ", "---", "...", "-", "/"),
            *(
                "a" * 79,
                "a" * 130,
                "a b " * 25,
                "Ada @ada, Bob @bob",
                "x: {{ y }}",
                "https://a.b/c",
            ),
        ]
    ),
)
SCALARS = st.one_of(
    WORDS, WORDS, st.booleans(), st.integers(), st.floats(), st.none(), st.just(-0.0), st.just(0.0)
)
OTHERS = st.recursive(
    st.one_of(SCALARS, st.binary(max_size=3), st.just(date(2024, 2, 29))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=4,
)


def pyyaml(value: Any, indent: int = 4) -> str:
    return yaml.dump(value, indent=indent, allow_unicode=True, default_flow_style=False)


def test_whatever_is_written_directly_has_the_bytes_of_pyyaml() -> None:
    seen: Counter[bool] = Counter()

    @settings(max_examples=600, derandomize=True, database=None, deadline=None)
    @given(
        st.dictionaries(WORDS, SCALARS, max_size=5),
        st.dictionaries(st.one_of(WORDS, st.integers()), OTHERS, max_size=1),
        st.sampled_from([1, 2, 4, 12]),
    )
    def look(simple: dict[str, Any], other: dict[Any, Any], indent: int) -> None:
        value = {**simple, **other}
        mine = dump_mapping(value, indent)
        seen[mine is None] += 1
        if mine is not None:
            assert mine == pyyaml(value, indent)

    look()
    assert seen[False] > seen.total() / 2, seen


def test_what_is_one_list_in_two_places_keeps_its_name() -> None:
    one = ["a"]
    assert "&id001" in to_nice_yaml({"a": one, "b": one})
    assert to_nice_yaml({"a": one, "b": one}) == pyyaml({"a": one, "b": one})
    assert to_nice_yaml({"a": [one, one], "b": 1}) == pyyaml({"a": [one, one], "b": 1})


def test_numbers_that_are_equal_are_still_written_as_they_are() -> None:
    for value in (0, False, 0.0, -0.0, 1, True, 1.0):
        assert to_nice_yaml({"a": value}) == pyyaml({"a": value})
