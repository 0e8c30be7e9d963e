"""An entry that nobody vouches for ages, and it is told beforehand when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from charter.catalog.freshness import (
    Freshness,
    State,
    confirmed_before,
    freshness_of,
    may_confirm,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FRESH, UNCONFIRMED, STALE, ARCHIVED = State


def ago(**delta: float) -> str:
    return (NOW - timedelta(**delta)).isoformat(timespec="seconds")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Freshness(FRESH, 0, UNCONFIRMED, 91)),
        (90, Freshness(FRESH, 90, UNCONFIRMED, 1)),
        (91, Freshness(UNCONFIRMED, 91, STALE, 90)),
        (180, Freshness(UNCONFIRMED, 180, STALE, 1)),
        (181, Freshness(STALE, 181, ARCHIVED, 185)),
        (365, Freshness(STALE, 365, ARCHIVED, 1)),
        (366, Freshness(ARCHIVED, 366)),
    ],
)
def test_each_state_has_its_days_and_tells_the_next_beforehand(days, expected):
    assert freshness_of(ago(days=days), "", NOW) == expected


def test_archived_by_hand_it_stays_so_however_fresh():
    assert freshness_of(ago(days=1), "replaced by shop-2", NOW) == Freshness(ARCHIVED, 1)


def test_never_confirmed_or_in_the_future_is_no_error():
    assert freshness_of("", "", NOW).state is ARCHIVED
    assert freshness_of(ago(days=-3), "", NOW).state is FRESH


@pytest.mark.parametrize("state", [UNCONFIRMED, STALE, ARCHIVED])
def test_the_database_compares_as_the_rule_says(state):
    for hours in range(24 * 80, 24 * 400, 7):
        confirmed = ago(hours=hours)
        present = freshness_of(confirmed, "", NOW).state
        is_past = list(State).index(present) >= list(State).index(state)
        assert (confirmed < confirmed_before(state, NOW)) is is_past


def test_it_is_confirmed_once_a_day_at_most():
    assert may_confirm("", NOW.isoformat())
    assert may_confirm(ago(hours=25), NOW.isoformat())
    assert not may_confirm(ago(hours=23), NOW.isoformat())
