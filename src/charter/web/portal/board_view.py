"""The continuum board: where projects stand, since when, and on which version. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from charter.catalog.continuum import Moment
from charter.catalog.overview import Adoption
from charter.catalog.times import as_text
from charter.web.portal.plots import Layer, layers
from charter.web.portal.standing import STATIONS
from charter.web.portal.times import counted, read_time

WIDTH, HEIGHT = 640, 150
_STEPS = 26  # of two weeks: a year
_SHOWN = 8  # versions of one template
# from the bottom: what is open rests on what is closed
_ORDER = tuple(standing for standing, _ in reversed(STATIONS))


@dataclass(frozen=True)
class OverTime:
    """The plot of a year; `months` at their places, `top` its highest number, and it in words."""

    layers: tuple[Layer, ...]
    months: tuple[tuple[float, str], ...]
    top: int
    summary: str


@dataclass(frozen=True)
class VersionBar:
    """A version, how many are on it, and how wide its bar is, of 100."""

    version: str
    entries: int
    width: float
    is_newest: bool


@dataclass(frozen=True)
class TemplateAdoption:
    """A template's versions, the newest first."""

    template: str
    bars: tuple[VersionBar, ...]
    summary: str


def times_until(now: datetime) -> tuple[str, ...]:
    """The times of a year to ask for, as the history writes them."""
    first = now.astimezone(UTC) - timedelta(weeks=2 * _STEPS)
    moments = (first + timedelta(weeks=2 * step) for step in range(_STEPS + 1))
    return tuple(map(as_text, moments))


def over_time(moments: Sequence[Moment]) -> OverTime | None:
    """None where there is nothing to draw."""
    series = [(it.value, [moment.counts.get(it, 0) for moment in moments]) for it in _ORDER]
    totals = [sum(moment.counts.values()) for moment in moments]
    drawn = layers(series, width=WIDTH, height=HEIGHT)
    if not drawn or not any(totals):
        return None
    first, last = moments[0].counts, moments[-1].counts
    told = ", ".join(
        f"{name} {first.get(standing, 0)} → {last.get(standing, 0)}" for standing, name in STATIONS
    )
    return OverTime(drawn, tuple(_months(moments)), max(totals), f"In a year: {told}.")


def adoption_of(adoptions: Sequence[Adoption]) -> tuple[TemplateAdoption, ...]:
    """By template, the one with most projects first."""
    by_template: dict[str, list[Adoption]] = {}
    for one in adoptions:
        by_template.setdefault(one.template, []).append(one)
    made = [_adoption(template, versions) for template, versions in by_template.items()]
    return tuple(sorted(made, key=lambda one: -sum(bar.entries for bar in one.bars)))


def _adoption(template: str, versions: Sequence[Adoption]) -> TemplateAdoption:
    ordered = sorted(versions, key=lambda one: _order(one.version), reverse=True)
    most = max(one.entries for one in ordered)
    total = sum(one.entries for one in ordered)
    bars = tuple(
        VersionBar(one.version, one.entries, round(one.entries / most * 100, 1), place == 0)
        for place, one in enumerate(ordered[:_SHOWN])
    )
    summary = f"{ordered[0].entries} of {counted(total, 'project')} on the newest"
    return TemplateAdoption(template.removeprefix("git+"), bars, summary)


def _order(version: str) -> tuple[int, ...]:
    """By the numbers in it: enough to lay versions of one template in a row."""
    digits = "".join(mark if mark.isdigit() else " " for mark in version)
    return tuple(int(part) for part in digits.split()[:6])


def _months(moments: Sequence[Moment]) -> list[tuple[float, str]]:
    found, shown = [], 0
    for place, moment in enumerate(moments):
        when = read_time(moment.at)
        if when and when.month % 2 and when.month != shown and place < len(moments) - 2:
            found.append((round(place * WIDTH / (len(moments) - 1), 1), f"{when:%b %Y}"))
            shown = when.month
    return found
