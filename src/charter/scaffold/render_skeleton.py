"""Runs cookiecutter on a fetched template, in a child process with a home of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charter.scaffold.layout import FileContent
from charter.scaffold.skeleton import Skeleton


@dataclass(frozen=True)
class RenderedSkeleton:
    """Where the code lies, and the value that every variable had in the end."""

    folder: Path
    variables: Mapping[str, Any]


def render_skeleton(
    skeleton: Skeleton, variables: Mapping[str, str], into: Path, *, allowed: bool
) -> RenderedSkeleton:
    """Render below `into`; raises SkeletonError, also where `allowed` (consent.is_allowed) is false."""
    raise NotImplementedError


def read_tree(folder: Path) -> dict[str, FileContent]:
    """The files of a rendered folder, `.git` left out; raises SkeletonError for links that leave it."""
    raise NotImplementedError
