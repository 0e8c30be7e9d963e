"""Who owns everything, by a CODEOWNERS file of any forge. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_EVERYTHING = ("*", "**", ".*", "/", "/**")
_HANDLE = re.compile(r"@[A-Za-z0-9][A-Za-z0-9._-]*")


@lru_cache(maxsize=8)  # several checks ask for that of one repository
def default_line(text: str) -> tuple[int, tuple[str, ...]]:
    """The number of the line that holds for every path, and its owners; the last one counts."""
    found: tuple[int, tuple[str, ...]] = (0, ())
    for number, line in enumerate(text.splitlines(), start=1):
        pattern, *owners = line.partition("#")[0].split() or [""]
        if pattern in _EVERYTHING:
            found = (number, tuple(owners))
    return found


def default_owners(text: str) -> tuple[str, ...]:
    """People, teams and addresses that own what nobody else does."""
    return default_line(text)[1]


def people_of(owners: tuple[str, ...]) -> frozenset[str]:
    """The handles of single people among them, without the @ and in lower case."""
    return frozenset(owner[1:].casefold() for owner in owners if _HANDLE.fullmatch(owner))
