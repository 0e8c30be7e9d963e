"""Numbers as the paths of an SVG; the template draws them, and says the same in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WEEKS = 52
_GAP = 0.25  # of a bar's room


@dataclass(frozen=True)
class Bars:
    """Bars in a box of `width` by `height`: one path for all; where a month begins, its name."""

    path: str
    width: int
    height: int
    top: int  # the number that the highest bar stands for
    months: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Layer:
    """One of several areas that lie upon each other; `name` says what it counts."""

    name: str
    path: str


def bars(numbers: Sequence[int], *, width: int, height: int) -> Bars:
    """One bar a number, from the left; a week without commits has a hairline."""
    top = max(numbers, default=0)
    room = width / max(len(numbers), 1)
    parts = []
    for place, number in enumerate(numbers):
        tall = max(number / top * height, 1) if number else 0.5
        thick = room * (1 - _GAP)
        parts.append(
            f"M{_short(place * room)} {height}v-{_short(tall)}h{_short(thick)}v{_short(tall)}z"
        )
    return Bars("".join(parts), width, height, top)


def year_of_bars(numbers: Sequence[int], until: datetime, *, width: int, height: int) -> Bars:
    """The weeks that end with `until`, and every second month at its place."""
    drawn = bars(numbers, width=width, height=height)
    room = width / max(len(numbers), 1)
    months = []
    for place in range(len(numbers)):
        week = until - timedelta(weeks=len(numbers) - 1 - place)
        is_first = week.day <= 7  # noqa: PLR2004 - of its month
        if is_first and week.month % 2 and place <= len(numbers) - 4:
            months.append((round(place * room, 1), f"{week:%b}"))
    return Bars(drawn.path, width, height, drawn.top, tuple(months))


def layers(
    series: Sequence[tuple[str, Sequence[int]]], *, width: int, height: int
) -> tuple[Layer, ...]:
    """Areas one upon the other, the first at the bottom; all series have the same length."""
    if not series or len(series[0][1]) < 2:  # noqa: PLR2004 - a line needs two points
        return ()
    count = len(series[0][1])
    totals = [sum(numbers[place] for _, numbers in series) for place in range(count)]
    top = max(totals) or 1
    xs = [_short(place * width / (count - 1)) for place in range(count)]
    below = [0] * count
    drawn = []
    for name, numbers in series:
        above = [low + number for low, number in zip(below, numbers, strict=True)]
        edge = [
            f"{x} {_short(height - up / top * height)}" for x, up in zip(xs, above, strict=True)
        ]
        back = [
            f"{x} {_short(height - lo / top * height)}" for x, lo in zip(xs, below, strict=True)
        ]
        drawn.append(Layer(name, f"M{'L'.join(edge)}L{'L'.join(reversed(back))}Z"))
        below = above
    return tuple(drawn)


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
