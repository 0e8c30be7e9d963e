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
    fields = {name: row[name].split() for name in _WEIGHTS}
    name = fields["name"]
    worth, met = 0.0, set[str]()
    for word in wanted:
        best = 0.0
        for spelling in word.spellings:
            for field, weight in _WEIGHTS.items():
                found = _met(fields[field], spelling, is_prefix=word.is_prefix)
                if found and field == "name":
                    met.update(found)
                if found:
                    best = max(best, weight * _thin(field, len(fields[field])))
        worth += best
    parts = len(set(name)) - (1 if len(name) > 2 else 0)  # noqa: PLR2004 - the whole is no part
    if name and met:
        worth *= 1 + (_NAME_ALONE - 1) * min(len(met) / max(parts, 1), 1.0)
    lively: int = min(max(row["score"], 0), _LIVELY)
    return worth * (1 + _LIVELINESS * lively / _LIVELY)


def _met(tokens: Sequence[str], spelling: Sequence[str], *, is_prefix: bool) -> list[str]:
    """The tokens that are those of the spelling; none where one of it is missing."""
    found = []
    for number, wanted in enumerate(spelling):
        goes_on = is_prefix and number == len(spelling) - 1
        it = next((t for t in tokens if t == wanted or (goes_on and t.startswith(wanted))), None)
        if it is None:
            return []
        found.append(it)
    return found


def _thin(field: str, length: int) -> float:
    """One word of many says less than one of few."""
    return 1.0 if field != "description" else (1 + 0.3) / (1 + 0.3 * max(length, 3) / _TYPICAL)
