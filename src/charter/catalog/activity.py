"""How alive a repository is: the InnerSource Commons' repository activity score. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WEEKS = 13  # a quarter, over which commits are averaged
_LARGEST = 3000  # from there on the score grows by logarithm
_TOLD = 30  # characters of a description that says something
_YEAR = 365
_LEVELS = (
    (2500, "extremely high"),
    (1000, "very high"),
    (300, "high"),
    (150, "moderate"),
    (50, "low"),
    (5, "very low"),
)


@dataclass(frozen=True)
class Activity:
    """What the score is made of; `participation` is the commits of each week, the oldest first.

    `created` and `updated` are times in ISO 8601; empty where nobody knows.
    """

    stars: int = 0
    forks: int = 0
    watchers: int = 0
    open_issues: int = 0
    created: str = ""
    updated: str = ""
    participation: Sequence[int] = ()


def score_of(
    activity: Activity, now: datetime, *, is_described: bool = False, has_guide: bool = False
) -> int:
    """The score at `now` (aware): 0 without any sign of life, above 1,000 for very lively ones.

    The formula is that of the pattern (patterns.innersourcecommons.org/p/repository-activity-score,
    reading of its JavaScript), term by term; what is not known counts as long ago.
    """
    score = 50 + activity.forks * 5 + activity.watchers + activity.stars / 3
    score += activity.open_issues / 5
    idle = _days_since(activity.updated, now)
    score *= 1 + (100 - min(idle, 100)) / 100
    if activity.participation:
        weekly = sum(activity.participation[-WEEKS:]) / WEEKS
        score *= 1 + min(max(weekly - 3, 0), 7) / 7
    young = (_YEAR - min(_days_since(activity.created, now), _YEAR)) / _YEAR
    score += (1000 - min(idle, _YEAR) * 2.74) * young
    score += (50 if is_described else 0) + (100 if has_guide else 0)
    if score > _LARGEST:
        score = _LARGEST + math.log(score) * 100
    return math.floor(score - 50 + 0.5)


def is_described(description: str) -> bool:
    """Whether the description counts as one for the score."""
    return len(description) > _TOLD


def level_of(score: int) -> str:
    """The score in words, as the InnerSource portal says it; empty where there is next to none."""
    return next((words for above, words in _LEVELS if score > above), "")


def _days_since(when: str, now: datetime) -> float:
    if not when:
        return math.inf
    then = datetime.fromisoformat(when)
    if then.tzinfo is None:
        then = then.replace(tzinfo=now.tzinfo)
    return max((now - then).total_seconds(), 0) / 86400
