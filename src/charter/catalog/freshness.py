"""How long ago somebody vouched for an entry, and what follows from it. Pure.

An entry is confirmed whenever it is registered, by its CI for instance, and by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from charter.catalog.times import as_text

FRESH_DAYS, STALE_DAYS, ARCHIVED_DAYS = 90, 180, 365
_OFTEN = timedelta(days=1)  # a confirmation is not worth a write more often than that


class State(StrEnum):
    """How much an entry's word counts."""

    FRESH = "fresh"
    UNCONFIRMED = "unconfirmed"
    STALE = "stale"  # found after the others
    ARCHIVED = "archived"  # by hand, or because nobody confirmed it for a year; never deleted


_UNTIL = ((FRESH_DAYS, State.FRESH), (STALE_DAYS, State.UNCONFIRMED), (ARCHIVED_DAYS, State.STALE))


@dataclass(frozen=True)
class Freshness:
    """`days` ago it was confirmed; in `days_left` days it becomes `next`, unless it is confirmed.

    Both are None where nothing more becomes of it.
    """

    state: State
    days: int
    next: State | None = None
    days_left: int | None = None


def freshness_of(confirmed: str, archived: str, now: datetime) -> Freshness:
    """At `now` (aware). `confirmed` is a time in ISO 8601; empty for never. `archived` says why."""
    days = max((now - _time(confirmed)).days, 0)
    if archived:
        return Freshness(State.ARCHIVED, days)
    following = (*(state for _, state in _UNTIL[1:]), State.ARCHIVED)
    for (until, state), after in zip(_UNTIL, following, strict=True):
        if days <= until:
            return Freshness(state, days, after, until + 1 - days)
    return Freshness(State.ARCHIVED, days)


def confirmed_before(state: State, now: datetime) -> str:
    """Entries confirmed before this time are in `state`, or past it; to compare with as text."""
    days = {State.UNCONFIRMED: FRESH_DAYS, State.STALE: STALE_DAYS, State.ARCHIVED: ARCHIVED_DAYS}
    limit = now.astimezone(UTC) - timedelta(days=days[state] + 1)
    return as_text(limit + timedelta(seconds=1))


def may_confirm(confirmed: str, now: str) -> bool:
    """Whether confirming again is worth a write: once a day."""
    return not confirmed or _time(now) - _time(confirmed) > _OFTEN


def _time(text: str) -> datetime:
    if not text:
        return datetime.min.replace(tzinfo=UTC)
    then = datetime.fromisoformat(text)
    return then if then.tzinfo else then.replace(tzinfo=UTC)
