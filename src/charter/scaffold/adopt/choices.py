"""What a person said of files that both have: by governed paths, however they named them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from charter.errors import UsageError
from charter.plain_text import one_line
from charter.scaffold.layout.community_files import governed_kind, is_front_page, team_kind

README, FRONT = "README.md", "front page"
SIDE_BY_SIDE = ("issue templates", "registration")  # several of them contradict nothing


@dataclass(frozen=True)
class Choices:
    """What a person said of governed paths: the team's side stays, or the template's is taken.

    Raises UsageError where both are said of one.
    """

    keep: frozenset[str] = frozenset()
    take: frozenset[str] = frozenset()
    keeps_all: bool = False

    def __post_init__(self) -> None:
        if both := sorted(self.keep & self.take):
            raise UsageError(
                f"{one_line(both[0])} cannot be both kept and taken from the template.",
                hint="Say either --keep or --take of it.",
            )

    def keeps(self, path: str) -> bool:
        return path not in self.take and (self.keeps_all or path in self.keep)


def kind_of(path: str) -> str:
    """What a file is for, where both sides may have one; empty for code."""
    return FRONT if is_front_page(path) else governed_kind(path) or team_kind(path)


def by_governed_path(names: Iterable[str], governed: Iterable[str]) -> frozenset[str]:
    """The governed paths that a person means, by them or by a file of the same kind.

    Raises UsageError for a name that means none.
    """
    known, found = sorted(governed), set()
    for name in names:
        kind = kind_of(name)
        same = [it for it in known if kind and kind not in SIDE_BY_SIDE and kind_of(it) == kind]
        if name in known:
            found.add(name)
        elif same:
            found.update(same)
        else:
            near = get_close_matches(name, known, n=1)
            meant = f"Did you mean {near[0]}?" if near else "See the paths: --dry-run"
            raise UsageError(f"governance brings no {one_line(name)}.", hint=meant)
    return frozenset(found)
