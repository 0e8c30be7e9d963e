"""The parts of a path, rendered → the place of a file in a repository. Pure."""

from __future__ import annotations

import posixpath
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from charter.errors import TemplateError

_LONGEST, _LONGEST_NAME = 4095, 255  # bytes, on the systems and file systems that people use


class Place(NamedTuple):
    """Where a file goes: `path` as it was rendered, `at` without detours, below `folder`."""

    path: str
    at: str
    folder: str


@lru_cache(maxsize=2048)
def place_of(parts: tuple[str, ...]) -> Place:
    """A part may hold somebody's answer, and so be several names, or lead upwards.

    Raises TemplateError for a path that leaves the repository, or that nobody may have.
    """
    path = str(PurePosixPath(*parts))
    at = posixpath.normpath(path)
    names = at.split("/")
    if path.startswith("/") or names[0] == "..":
        raise TemplateError(f"the template wants to write outside of the repository: {path}")
    if any(name.casefold() in {".git", "git~1"} for name in names):
        raise TemplateError(f"the template wants to write into git's own folder: {path}")
    if "\0" in path or _length(path) > _LONGEST or max(map(_length, names)) > _LONGEST_NAME:
        raise TemplateError(f"the template gives a file a name that no file can have: {path!r}")
    return Place(path, at, posixpath.dirname(at))


def _length(name: str) -> int:
    try:
        return len(name.encode())
    except UnicodeEncodeError:  # half a character: no name at all
        return _LONGEST + 1


@lru_cache(maxsize=64)  # most repositories of a template have the same paths
def find_clash(files: tuple[Place, ...], folders: tuple[Place, ...]) -> str:
    """A path that is a file and a folder at once; empty where there is none."""
    taken = {"."}
    for folder in (*(place.folder for place in files), *(place.at for place in folders)):
        while folder and folder not in taken:
            taken.add(folder)
            folder = posixpath.dirname(folder)  # noqa: PLW2901 - up to the root
    return next((place.at for place in files if place.at in taken), "")
