"""Decides which file stands at which path when code and governance meet. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

REGULAR = 0o100644
EXECUTABLE = 0o100755
SYMLINK = 0o120000


class Winner(StrEnum):
    """Whose file stands; `note`: nothing was decided, but a person should look."""

    GOVERNANCE = "governance"
    CODE = "code"
    UNION = "union"
    BOTH = "both"
    NOTE = "note"


@dataclass(frozen=True)
class FileContent:
    """One file as git sees it; a symlink's `data` is its target."""

    data: bytes
    mode: int = REGULAR


@dataclass(frozen=True)
class Clash:
    """Two files met: `path` stands (or is looked at), `other` is the one it met."""

    path: str
    other: str
    winner: Winner
    why: str


@dataclass(frozen=True)
class Layout:
    """The final tree. `keep_ours`: where code won, so governance must never touch it later."""

    files: Mapping[str, FileContent]
    clashes: tuple[Clash, ...] = ()
    keep_ours: tuple[str, ...] = ()


def lay_under(
    code: Mapping[str, FileContent], governance: Mapping[str, FileContent], *, spdx: str = ""
) -> Layout:
    """Lay `code` under `governance`; `spdx` is the repository's licence, for notes on packaging.

    Raises SkeletonError where one side has a file and the other a folder of the same name.
    """
    raise NotImplementedError
