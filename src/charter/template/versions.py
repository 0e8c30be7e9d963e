"""Which of a template's tags is the newest version, as copier counts them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from packaging.version import InvalidVersion, Version


def newest(tags: Iterable[str], *, prereleases: bool = False) -> str:
    """The newest tag by PEP 440, final releases only unless asked; empty where there is none."""
    numbered = [(number, tag) for tag in tags if (number := parse_version(tag)) is not None]
    kept = [pair for pair in numbered if prereleases or not pair[0].is_prerelease]
    return max(kept, default=(None, ""), key=lambda pair: (pair[0] is not None, pair[0]))[1]


@lru_cache(maxsize=1024)
def parse_version(tag: str) -> Version | None:
    """The tag as a PEP 440 version; None where it is not one (copier passes such tags over)."""
    try:
        return Version(tag)
    except InvalidVersion:
        return None
