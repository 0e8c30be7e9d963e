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

    def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
        worth = _worth(row, wanted) * (_STALE if row["confirmed"] < stale else 1.0)
        names = (row["name_key"], row["team_key"])
        return (row["archived"] != "", how[row["id"]], -round(worth, 6), *names)

    return [row["id"] for row in sorted(rows, key=place)]


def _worth(row: Mapping[str, Any], wanted: Sequence[Wanted]) -> float:
    fields = {name: f" {row[name]} " for name in _WEIGHTS}
    in_name, worth = set[str](), 0.0
    for word in wanted:
        best = 0.0
        for spelling in word.spellings:
            sought = [f" {token} " for token in spelling]
            if word.is_prefix:
                sought[-1] = sought[-1][:-1]
            for field, weight in _WEIGHTS.items():
                text = fields[field]
                if weight > best and all(token in text for token in sought):
                    best = weight / _thickness(field, text)
                    in_name.update(spelling if field == "name" else ())
        worth += best
    if in_name:
        tokens = row["name"].count(" ") + 1
        parts = tokens - (tokens > 2)  # noqa: PLR2004 - the whole is no part
        worth *= 1 + (_NAME_ALONE - 1) * min(len(in_name) / parts, 1.0)
    lively: int = min(max(row["score"], 0), _LIVELY)
    return worth * (1 + _LIVELINESS * lively / _LIVELY)


def _thickness(field: str, text: str) -> float:
    """One word of many says less than one of few."""
    return (1 + 0.3 * text.count(" ") / _TYPICAL) / 1.3 if field == "description" else 1.0
