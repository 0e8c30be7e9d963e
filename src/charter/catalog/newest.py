"""The last of the rows that match, read backwards part by part: common words match most rows. Pure.

Where a database reads every row that matches before it knows the last ones, the pages of a common
word take longest. So the newest rows are read first: how many match tells how far back to go.
"""

from __future__ import annotations

from typing import Protocol

_MANY = 50_000  # with fewer rows, all are read at once
_SAMPLE = 4000  # rows read first: a word in a quarter of all needs no more of them
_BEARABLE = 5000  # rows that match and may be read to find the last of them


class Read(Protocol):
    """Reads the last `limit` of the rows that match, the last first."""

    def __call__(self, limit: int, *, above: int = 0, to: int = 0) -> list[int]:
        """Of the rows with numbers above that one, and up to the other where there is one."""


def read_newest(read: Read, last: int, limit: int) -> list[int]:
    """As `read(limit)`; `last` is about the highest number: the nearer, the sooner it is done."""
    if last < _MANY:
        return read(limit)
    border = last - _SAMPLE
    found = read(limit, above=border)
    while len(found) < limit and border > 0:
        seen, wanted, matching = last - border, limit - len(found), len(found) + 1
        step = border  # all that is left, where not many can match
        if matching * border > seen * _BEARABLE:
            step = max(seen, seen * wanted * 5 // (matching * 4))  # a quarter more than it takes
        older = max(border - step, 0)
        found += read(wanted, above=older, to=border)
        border = older
    return found
