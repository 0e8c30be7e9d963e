"""How many projects stood where on the continuum, over time: read from the history. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charter.catalog.entry import Standing
from charter.model import Visibility

FIELDS = ("siloed", "visibility", "publication_date")  # what a standing is made of
GONE = ("merged", "forgotten")


@dataclass(frozen=True)
class Step:
    """A change of an entry as its history tells it: field → before and after."""

    entry: int
    at: str
    action: str
    changes: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Moment:
    """How many entries had each standing at a time."""

    at: str
    counts: Mapping[Standing, int]


def standings_over_time(steps: Iterable[Step], times: Sequence[str]) -> tuple[Moment, ...]:
    """`steps` and `times` in their order; both are ISO 8601 in UTC, to be compared as text."""
    facts: dict[int, dict[str, str]] = {}
    counts: Counter[Standing] = Counter()
    moments: list[Moment] = []
    waiting = list(reversed(times))
    for step in steps:
        while waiting and step.at > waiting[-1]:
            moments.append(Moment(waiting.pop(), dict(counts)))
        before = facts.get(step.entry)
        if before is not None:
            counts[_standing(before)] -= 1
        if step.action in GONE:
            facts.pop(step.entry, None)
            continue
        told = {name: str(step.changes[name][1] or "") for name in FIELDS if name in step.changes}
        facts[step.entry] = {**(before or {}), **told}
        counts[_standing(facts[step.entry])] += 1
    moments += [Moment(at, dict(counts)) for at in reversed(waiting)]
    return tuple(moments)


def _standing(facts: Mapping[str, str]) -> Standing:
    if facts.get("siloed"):
        return Standing.SILOED
    if facts.get("visibility") != Visibility.OPENSOURCE:
        return Standing.INTERNAL
    return Standing.PUBLIC if facts.get("publication_date") else Standing.CANDIDATE
