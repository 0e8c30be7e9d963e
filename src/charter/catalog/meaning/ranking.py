"""The best of what several ways of looking have found."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from charter.catalog.meaning.vectors import likeness, vector_of

Name = TypeVar("Name", bound=Hashable)
_RANK = 20  # the greater, the less the first places count


def fuse(*orders: Sequence[Name]) -> list[Name]:
    """Reciprocal rank fusion: what stands far up in several orders comes first."""
    points: dict[Name, float] = {}
    for order in orders:
        for rank, name in enumerate(order):
            points[name] = points.get(name, 0.0) + 1 / (_RANK + rank)
    return sorted(points, key=lambda name: -points[name])


def rank(text: str, candidates: Iterable[tuple[Name, str]]) -> list[tuple[Name, float]]:
    """The candidates with their likeness to the text, the most alike first."""
    wanted = vector_of(text)
    found = [(name, likeness(wanted, vector_of(other))) for name, other in candidates]
    return sorted(found, key=lambda pair: -pair[1])
