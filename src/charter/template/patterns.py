"""Patterns as in .gitignore: which paths they mean, as copier reads them. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from unicodedata import normalize

Matcher = Callable[[str], bool]
_MOST = 32  # lists of patterns kept, and for each of them:
_PATHS = 1024


@lru_cache(maxsize=_MOST)
def matcher(patterns: tuple[str, ...]) -> Matcher:
    """What tells whether a path matches; raises ValueError for what is no pattern."""
    if not patterns:
        return lambda _: False
    from pathspec import PathSpec  # noqa: PLC0415 - as slow to import as Jinja, and many need none

    spec = PathSpec.from_lines("gitignore", [normalize("NFD", each) for each in patterns])
    return lru_cache(maxsize=_PATHS)(spec.match_file)
