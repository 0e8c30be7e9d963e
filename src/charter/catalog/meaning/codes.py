"""Many codes side by side: those that differ from one in the fewest bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from struct import unpack

from charter.catalog.coding import CODE_BYTES


class Codes:
    """The codes of a catalog in memory, 100,000 in about 10 MB."""

    def __init__(self, pages: Iterable[tuple[int, bytes]]) -> None:
        """Each page: the number of its first entry, and codes of entries numbered one by one.

        A code of zeros stands for an entry that says nothing, or is not there.
        """
        self._numbers: list[int] = []
        self._codes: list[int] = []
        for first, page in pages:
            count = len(page) // CODE_BYTES
            self._numbers += range(first, first + count)
            self._codes += map(int.from_bytes, unpack(f"{CODE_BYTES}s" * count, page))

    def __len__(self) -> int:
        return len(self._codes) - self._codes.count(0)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Number and code of each that has one."""
        return (pair for pair in zip(self._numbers, self._codes, strict=True) if pair[1])

    def nearest(self, code: bytes, *, count: int) -> list[int]:
        """Numbers of the entries with the nearest codes, the nearest first; ties as given."""
        wanted = int.from_bytes(code)
        if not wanted:
            return []
        distances = distances_to(wanted, self._codes)
        found: list[int] = []
        for distance in range(256):
            place = distances.find(distance)
            while place >= 0:
                if self._codes[place]:
                    found.append(self._numbers[place])
                    if len(found) == count:
                        return found
                place = distances.find(distance, place + 1)
        return found


def distances_to(wanted: int, codes: Iterable[int]) -> bytes:
    """In how many bits each code differs: it fits a byte, so that finding one is a quick search."""
    return bytes(map(int.bit_count, map(wanted.__xor__, codes)))
