"""Fetches a cookiecutter template without running any of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class CodeNote:
    """Something of a template that would run: `kind` is hook, extension or template-code."""

    path: str
    kind: str
    excerpt: str


@dataclass(frozen=True)
class Skeleton:
    """A fetched template. `url` is canonical and empty for a local folder, whose path is `source`.

    `root` is the whole tree, `folder` the part of it that holds cookiecutter.json. `commit` is
    empty where nothing was checked out (a folder as it lies there, a zip file).
    """

    spec: str
    url: str
    source: str
    directory: str
    ref: str
    commit: str
    digest: str
    root: Path
    folder: Path
    code: tuple[CodeNote, ...]


def fetch_skeleton(
    spec: str, workspace: Path, *, directory: str = "", ref: str = ""
) -> Skeleton:
    """Fetch into a new folder of `workspace`; raises SkeletonError, and then leaves nothing there."""
    raise NotImplementedError
