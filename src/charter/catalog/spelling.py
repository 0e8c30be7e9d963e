"""Whether a name is what somebody meant to type. Pure."""

from __future__ import annotations

import re

from charter.catalog.tokens import squashed

_PARTS = re.compile(r"[^\W_]+")
_ONE, _TWO = 4, 8  # letters from which on so many of them may be wrong


def is_meant(typed: str, name: str) -> bool:
    """Whether the name, or a part of it, differs from what was typed by a letter or two."""
    wanted = squashed(typed)
    allowed = (len(wanted) >= _ONE) + (len(wanted) >= _TWO)
    if not allowed:
        return False
    parts = _PARTS.findall(name)
    known = {squashed(name), *map(squashed, parts)}
    return any(_distance(wanted, each, allowed) <= allowed for each in known)


def _distance(one: str, other: str, most: int) -> int:
    """Letters added, dropped, changed or swapped (Damerau, each place once); ends past `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
