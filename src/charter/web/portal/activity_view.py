"""How alive a repository is, drawn and said. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from charter.catalog.activity import level_of
from charter.catalog.entry import Entry
from charter.web.portal.plots import WEEKS, Bars, bars, year_of_bars
from charter.web.portal.times import counted, read_time

_QUARTER = 13


@dataclass(frozen=True)
class Sparkline:
    """The year of an entry at a glance; `words` says the same."""

    bars: Bars
    level: str
    words: str


@dataclass(frozen=True)
class ActivityView:
    """The year of an entry as a plot; `summary` says what one sees, `counts` what else is known."""

    bars: Bars
    level: str
    score: int
    summary: str
    counts: tuple[tuple[str, int], ...]


def sparkline_of(entry: Entry, *, width: int = 104, height: int = 22) -> Sparkline | None:
    """None where nobody has measured it."""
    weeks = _weeks(entry)
    if not any(weeks) and not entry.score:
        return None
    level = level_of(entry.score) or "none"
    recent = counted(sum(weeks[-_QUARTER:]), "commit")
    return Sparkline(bars(weeks, width=width, height=height), level, f"{recent} in 13 weeks")


def activity_of(entry: Entry, now: datetime) -> ActivityView | None:
    """None where nobody has measured it."""
    weeks = _weeks(entry)
    activity = entry.activity
    if not any(weeks) and not entry.score:
        return None
    until = read_time(activity.updated) or now
    counts = (
        ("stars", activity.stars),
        ("forks", activity.forks),
        ("watchers", activity.watchers),
        ("open issues", activity.open_issues),
    )
    return ActivityView(
        year_of_bars(weeks, until, width=312, height=58),
        level_of(entry.score) or "none",
        entry.score,
        _summary(weeks, until),
        tuple((name, number) for name, number in counts if number),
    )


def _weeks(entry: Entry) -> list[int]:
    told = [max(int(number), 0) for number in entry.activity.participation][-WEEKS:]
    return [0] * (WEEKS - len(told)) + told


def _summary(weeks: list[int], until: datetime) -> str:
    total = sum(weeks)
    if not total:
        return "No commits in a year."
    most = max(range(len(weeks)), key=lambda place: weeks[place])
    busiest = until - timedelta(weeks=len(weeks) - 1 - most)
    return (
        f"{counted(total, 'commit')} in a year, {sum(weeks[-_QUARTER:]):,} of them in the last "
        f"quarter; most in the week of {busiest.day} {busiest:%B} ({weeks[most]})."
    )
