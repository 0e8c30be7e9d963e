"""Paths that a person keeps: as the answer keep_ours has them, and what they mean. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

from charter.errors import UsageError
from charter.plain_text import is_utf8
from charter.template.patterns import matcher


def inner_path(named: str, place: Path) -> str:
    """The path from the project's folder `place`; raises UsageError for what lies outside.

    It may be a pattern as in .gitignore, where a `/` at its beginning means that folder.
    """
    path = named.removeprefix(f"{place}/")
    while path.startswith("./"):
        path = path[2:]
    if not path.strip() or not is_utf8(path) or ".." in path.split("/") or not _is_pattern(path):
        raise UsageError(
            f"'{named}' is no path in {place}.", hint="Name a file such as: --keep README.md"
        )
    return path


def unmatched(patterns: Iterable[str], paths: Iterable[str]) -> list[str]:
    """The patterns that none of the paths match. One with `!` takes others back: it stays."""
    composed = [normalize("NFD", path) for path in paths]
    return [
        pattern
        for pattern in patterns
        if not pattern.startswith("!") and not any(map(matcher((pattern,)), composed))
    ]


def _is_pattern(path: str) -> bool:
    try:
        matcher((path,))
    except ValueError:
        return False
    return True
