"""The repository activity score at points that can be reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from charter.catalog.activity import Activity, level_of, score_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


OLD = Activity(created=ago(4000), updated=ago(400))


@pytest.mark.parametrize(
    ("activity", "told", "score"),
    [
        (Activity(), {}, 0),
        (OLD, {}, 0),
        (OLD, {"is_described": True}, 50),
        (OLD, {"has_guide": True}, 100),
        (replace(OLD, forks=2, watchers=3, stars=3, open_issues=5), {}, 15),
        (replace(OLD, updated=ago(0)), {}, 50),  # doubled
        (replace(OLD, updated=ago(50)), {}, 25),
        (replace(OLD, participation=[10] * 52), {}, 50),  # doubled
        (replace(OLD, participation=[100] * 39 + [3] * 13), {}, 0),  # only a quarter counts
        (Activity(created=ago(0), updated=ago(0)), {}, 1050),  # the boost of a new one
        (replace(OLD, forks=2000), {}, 3872),  # 3000 + 100 ln 10050 - 50
    ],
)
def test_each_term_of_the_formula(activity, told, score):
    assert score_of(activity, NOW, **told) == score


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (0, ""),
        (5, ""),
        (6, "very low"),
        (301, "high"),
        (2500, "very high"),
        (2501, "extremely high"),
    ],
)
def test_the_score_has_the_words_of_the_portal(score, words):
    assert level_of(score) == words
