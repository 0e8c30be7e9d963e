"""Who owns everything, by a CODEOWNERS file of any forge. Pure."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache

_EVERYTHING = ("*", "**", ".*", "/", "/**")
_AT_ANY_DEPTH = ("/**", "/.*")  # the second in the expressions of Gitea and Forgejo
_SECTION = ("[", "^[")  # a heading of GitLab's
_HANDLE = re.compile(r"@[A-Za-z0-9][A-Za-z0-9._-]*")


@lru_cache(maxsize=8)  # several checks ask for that of one repository
def line_for(text: str, folder: str) -> tuple[int, tuple[str, ...]]:
    """The number of the line that holds for every path below `folder`, and its owners.

    The last one counts; the empty folder is the whole repository.
    """
    found: tuple[int, tuple[str, ...]] = (0, ())
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if words and (words[0] in _EVERYTHING or (folder and _covers(words[0], folder))):
            found = (number, tuple(words[1:]))
    return found


def _covers(pattern: str, folder: str) -> bool:
    """Whether a pattern of CODEOWNERS holds for all that is in a folder, at any depth."""
    if pattern.startswith(_SECTION):
        return False
    path = pattern
    for ending in _AT_ANY_DEPTH:
        path = path.removesuffix(ending)
    if path.endswith("/*"):  # what lies right in it, and no deeper
        return False
    wanted = path.removeprefix("**/").strip("/").split("/")
    parts = folder.split("/")
    is_anywhere = path.startswith("**/") or "/" not in path.rstrip("/")
    starts = range(len(parts) if is_anywhere else 1)
    return any(
        len(parts) - start >= len(wanted) and all(map(fnmatchcase, parts[start:], wanted))
        for start in starts
    )


def default_line(text: str) -> tuple[int, tuple[str, ...]]:
    """The number of the line that holds for every path, and its owners; the last one counts."""
    return line_for(text, "")


def default_owners(text: str) -> tuple[str, ...]:
    """People, teams and addresses that own what nobody else does."""
    return default_line(text)[1]


def people_of(owners: tuple[str, ...]) -> frozenset[str]:
    """The handles of single people among them, without the @ and in lower case."""
    return frozenset(owner[1:].casefold() for owner in owners if _HANDLE.fullmatch(owner))
