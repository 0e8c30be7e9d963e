"""The judges by name: each looks at repositories and returns its complaints about every one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Verdicts = dict[Path, list[str]]


@dataclass(frozen=True)
class Judge:
    """A linter of somebody else, or a published rule set, that knows nothing of our template."""

    name: str
    look_at: Callable[[list[Path]], Verdicts]
    why_absent: Callable[[], str | None] = lambda: None
    at_once: bool = True  # its start is dear: it looks at all repositories in one go


def one_by_one(
    name: str,
    look: Callable[[Path], list[str]],
    why_absent: Callable[[], str | None] = lambda: None,
) -> Judge:
    def look_at(repositories: list[Path]) -> Verdicts:
        return {repository: look(repository) for repository in repositories}

    return Judge(name, look_at, why_absent, at_once=False)
