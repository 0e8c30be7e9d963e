"""How HEAD differs from its rendering, and its rendering from the newest one. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from charter.contents import Entry
from charter.governance.facts import Drift, Problem
from charter.model import EXECUTABLE, SYMLINK, FileContent

Files = Mapping[str, FileContent]
_LISTED = 20  # files of a newer version: the rest is said as a number


@lru_cache(maxsize=64)  # a file is held against HEAD, and read if it is looked at
def blob_id(data: bytes) -> str:
    """The id that git gives this content (in a repository of SHA-1, as pygit2 reads)."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def is_same(content: FileContent, entry: Entry | None) -> bool:
    """Whether HEAD has the file as it was rendered, its mode included."""
    return (
        entry is not None
        and (entry.mode == content.mode or _mode(entry.mode) == content.mode)
        and entry.id == blob_id(content.data)
    )


def find_drift(
    base: Files,
    head: Mapping[str, Entry],
    *,
    unnamed: str,
    made_once: Callable[[str], bool] = lambda _: False,
) -> Iterator[Drift]:
    """What is missing or edited, against the rendering of the recorded version.

    `unnamed` is the answers file: that it is there is known, and what it says is judged apart.
    What is `made_once` is the team's from then on, and never edited.
    """
    for path, content in sorted(base.items()):
        if path == unnamed:
            continue
        if path not in head:
            yield Drift(path, Problem.MISSING, "the template gives it, and it is not there")
        elif not is_same(content, head[path]) and not made_once(path):
            yield Drift(path, Problem.EDITED, "edited by the team")


def find_behind(
    base: Files, newest: Files, head: Mapping[str, Entry], *, version: str, unnamed: str
) -> tuple[Drift, ...]:
    """What a newer version changes here; a file that is so already does not count."""
    found = [
        Drift(path, Problem.BEHIND, f"{version} {what}")
        for path, what in _changes(base, newest, head)
        if path != unnamed
    ]
    more = len(found) - _LISTED
    if more <= 0:
        return tuple(found)
    rest = Drift("", Problem.BEHIND, f"{version} changes {more} more files")
    return (*found[:_LISTED], rest)


def _changes(base: Files, newest: Files, head: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    for path in sorted(base.keys() | newest.keys()):
        old, new = base.get(path), newest.get(path)
        if old is new or old == new:
            continue
        if new is None:
            if path in head:
                yield path, "drops it"
        elif old is None:
            if not is_same(new, head.get(path)):
                yield path, "changes it too" if path in head else "adds it"
        elif path in head and not is_same(new, head[path]):
            yield path, "changes it"


def _mode(mode: int) -> int:
    """Old repositories hold modes such as 100664, which git reads as 100644."""
    if mode == SYMLINK or not mode & 0o100000:
        return mode
    return EXECUTABLE if mode & 0o111 else mode & ~0o777 | 0o644
