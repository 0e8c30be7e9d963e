"""A rule that repositories are held to, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from charter.governance.facts import RepoFacts
from charter.model import Visibility


class Severity(StrEnum):
    """An error fails; a warning fails with --strict; a note never does."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Source:
    """The pattern or standard that asks for it."""

    name: str
    url: str


class Found(NamedTuple):
    """One place where a rule is broken; line 0 means the whole file."""

    message: str
    path: str = ""
    line: int = 0


Finds = Callable[[RepoFacts], Iterable[Found]]
BOTH = (Visibility.INNERSOURCE, Visibility.OPENSOURCE)
INTERNAL, PUBLIC = (Visibility.INNERSOURCE,), (Visibility.OPENSOURCE,)
ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True)
class Check:
    """`finds` is a pure function of the facts; `looks_at` names the kinds of files it reads."""

    id: str
    title: str  # what is true of a repository that passes
    cure: str
    severity: Severity
    sides: tuple[Visibility, ...]
    source: Source
    finds: Finds
    looks_at: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        return self.id.partition("-")[0]
