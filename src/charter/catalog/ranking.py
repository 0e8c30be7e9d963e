"""Which of the entries found is the best: the same order whatever database found them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from charter.catalog.freshness import State, confirmed_before
from charter.catalog.tokens import Wanted

_WEIGHTS = {"name": 10.0, "title": 5.0, "topics": 5.0, "description": 4.0, "team": 2.0}
_NAME_ALONE = 1.5  # a name that says nothing else is worth so much more
_TYPICAL = 12  # tokens of a description
_STALE = 0.5
_LIVELY = 3000  # a score from which on nothing is livelier
_LIVELINESS = 0.1


class How(IntEnum):
    """How an entry was found, the surest way first."""

    WORDS = 0
    BEGINNING = 1  # a word of the query is the beginning of one
    PART = 2  # of its name
    SPELLING = 3  # its name is spelt much like it
    README = 4


def order(
    rows: Sequence[Mapping[str, Any]],
    how: Mapping[int, How],
    wanted: Sequence[Wanted],
    now: datetime,
) -> list[int]:
    """Ids, the best first: archived ones last, those that nobody confirmed for long ranked down.

    Each row has the tokens of an entry beside `confirmed`, `archived`, `score` and its keys.
    """
    stale = confirmed_before(State.STALE, now)
    sought = [[_in_text(spelling, word) for spelling in word.spellings] for word in wanted]

    def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
        worth = _worth(row, sought) * (_STALE if row["confirmed"] < stale else 1.0)
        names = (row["name_key"], row["team_key"])
        return (row["archived"] != "", how[row["id"]], -round(worth, 6), *names)

    return [row["id"] for row in sorted(rows, key=place)]


def _in_text(spelling: Sequence[str], word: Wanted) -> tuple[Sequence[str], list[str]]:
    """A spelling, and how its tokens stand in a text between spaces."""
    tokens = [f" {token} " for token in spelling]
    if word.is_prefix:
        tokens[-1] = tokens[-1][:-1]
    return spelling, tokens


def _worth(
    row: Mapping[str, Any], sought: Sequence[Sequence[tuple[Sequence[str], list[str]]]]
) -> float:
    fields = [(name, weight, f" {row[name]} ") for name, weight in _WEIGHTS.items()]
    whole = "|".join([text for _, _, text in fields])  # most words are in none of it
    in_name, worth = set[str](), 0.0
    for spellings in sought:
        best = 0.0
        for spelling, tokens in spellings:
            if not all(map(whole.__contains__, tokens)):
                continue
            for field, weight, text in fields:
                if weight > best and all(map(text.__contains__, tokens)):
                    best = weight / _thickness(field, text)
                    in_name.update(spelling if field == "name" else ())
        worth += best
    if in_name:
        tokens_of_it = row["name"].count(" ") + 1
        parts = tokens_of_it - (tokens_of_it > 2)  # noqa: PLR2004 - the whole is no part
        worth *= 1 + (_NAME_ALONE - 1) * min(len(in_name) / parts, 1.0)
    lively: int = min(max(row["score"], 0), _LIVELY)
    return worth * (1 + _LIVELINESS * lively / _LIVELY)


def _thickness(field: str, text: str) -> float:
    """One word of many says less than one of few."""
    return (1 + 0.3 * text.count(" ") / _TYPICAL) / 1.3 if field == "description" else 1.0
