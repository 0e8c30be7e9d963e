"""Every code beside every other: those of different owners that differ in the fewest bits. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence

from charter.catalog.meaning.codes import distances_to

FAR = 96  # bits of 256: of two texts drawn at random, 99 of 100 are farther from each other
_EACH, _SHOWN = 5, 3  # pairs that are kept of each code, and in how many of the result it may be
Pair = tuple[int, int]  # places in the codes


def nearest_pairs(
    codes: Sequence[int],
    owners: Sequence[Hashable],
    *,
    first: int,
    limit: int,
    count: Callable[[int], None] = lambda _: None,
) -> list[Pair]:
    """The nearest pairs of different owners, the nearest first, where one is among the `first`.

    A code is in few of them, so that what many copied does not hide the rest. `count` is told how
    many more pairs were compared: all there are, a tenth of a microsecond each.
    """
    found: list[tuple[int, int, int]] = []
    for place in range(first):
        others = codes[place + 1 :]
        distances = distances_to(codes[place], others)
        found += _near(place, distances, owners)
        count(len(others))
    shown: Counter[int] = Counter()
    pairs: list[Pair] = []
    for _, one, other in sorted(found):
        if max(shown[one], shown[other]) < _SHOWN:
            shown.update((one, other))
            pairs.append((one, other))
            if len(pairs) == limit:
                break
    return pairs


def _near(place: int, distances: bytes, owners: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    """The nearest codes behind that place, as (distance, place, other place)."""
    found: list[tuple[int, int, int]] = []
    for distance in range(FAR + 1):
        at = distances.find(distance)
        while at >= 0:
            other = place + 1 + at
            if owners[other] != owners[place]:
                found.append((distance, place, other))
                if len(found) == _EACH:
                    return found
            at = distances.find(distance, at + 1)
    return found
