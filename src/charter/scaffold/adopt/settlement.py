"""What is settled between a repository and its governance, and what is left to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from charter.model import FileContent
from charter.scaffold.adopt.guess_licence import Licence
from charter.update.merge import fit_line_ends
from charter.update.plan import Action, Conflict, Files, Step


@dataclass(frozen=True)
class Choices:
    """What a person said of governed paths: the team's side stays, or the template's is taken."""

    keep: frozenset[str] = frozenset()
    take: frozenset[str] = frozenset()
    keeps_all: bool = False

    def keeps(self, path: str) -> bool:
        return path not in self.take and (self.keeps_all or path in self.keep)


@dataclass(frozen=True)
class Open:
    """A governed path that nobody has decided on: `other` is the team's file of that kind."""

    path: str
    other: str
    kind: str


@dataclass
class Settlement:
    """What is settled: base and theirs as the merge takes them, and what is said of it.

    In `base` stands the team's own file where `theirs` is made of it. `keep_ours` are governed
    paths that no update may touch from now on.
    """

    base: dict[str, FileContent] = field(default_factory=dict)
    theirs: dict[str, FileContent] = field(default_factory=dict)
    keep_ours: set[str] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)

    def change(self, path: str, own: FileContent, made: FileContent, why: str) -> None:
        """The team's file becomes `made`."""
        if fit_line_ends(made, own) == own:
            self.keep(path, own, why)
            return
        self.base[path], self.theirs[path], self.reasons[path] = own, made, why

    def remove(self, path: str, own: FileContent, why: str) -> None:
        self.base[path], self.reasons[path] = own, why

    def keep(self, path: str, own: FileContent, why: str) -> None:
        self.steps.append(Step(path, Action.KEEP, why, ours=own, result=own))

    def contradict(self, path: str, own: FileContent, why: str) -> None:
        """The file stays, and waits for a person: to keep it, or to take it away."""
        self.steps.append(
            Step(
                path,
                Action.CONFLICT,
                why,
                base=FileContent(b"", own.mode),
                ours=own,
                result=own,
                conflict=Conflict.EDITED_DROPPED,
            )
        )


@dataclass(frozen=True)
class Meeting:
    """The team's files of every governed kind, the rendering, and what decides between them."""

    own: Files
    governed: Files
    forge: str = ""
    license_id: str = ""  # the answer; empty inside
    licences: Mapping[str, Licence] = field(default_factory=dict)
    choices: Choices = Choices()
