"""One project in the catalog: frozen values, and the form they have in JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from charter.model import Project, Visibility


class Outcome(StrEnum):
    """What a registration did to the catalog."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


class Standing(StrEnum):
    """Who can see it now: opensource without a publication date is a candidate.

    Siloed is a repository under no charter: known to be there, and to be nobody's to rely on.
    """

    SILOED = "siloed"
    INTERNAL = "internal"
    CANDIDATE = "candidate"
    PUBLIC = "public"


@dataclass(frozen=True)
class Link:
    """An address of a project; `kind` is issues, contributing, chat, docs or empty."""

    url: str
    title: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Entry:
    """One project in the catalog; `template` and `version` tell what its governance came from.

    `siloed` says why it is under no charter; empty where it is under one.
    """

    project: Project
    template: str = ""
    version: str = ""
    links: tuple[Link, ...] = ()
    chat: str = ""  # a channel by its name, where it has no address
    siloed: str = ""
    registered: str = ""
    updated: str = ""

    @property
    def standing(self) -> Standing:
        if self.siloed:
            return Standing.SILOED
        if self.project.visibility is Visibility.INNERSOURCE:
            return Standing.INTERNAL
        return Standing.PUBLIC if self.project.publication_date else Standing.CANDIDATE

    def link(self, kind: str) -> str:
        """The first address of that kind; empty where there is none."""
        return next((link.url for link in self.links if link.kind == kind), "")


@dataclass(frozen=True)
class Hit:
    """An entry that was found; name and description with the matches between MARK and END."""

    entry: Entry
    name: str
    description: str


@dataclass(frozen=True)
class LookAlike:
    """An entry near to a new project, and the words they share."""

    entry: Entry
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """What an entry must be to be listed; an empty one holds for all.

    `visibility` takes those of a project and the standings.
    """

    team: str = ""
    visibility: str = ""
    topic: str = ""
    license: str = ""


MARK, END = "\x02", "\x03"


def as_json(entry: Entry) -> dict[str, Any]:
    """The same keys in each command."""
    project = asdict(entry.project)
    return {
        **project,
        # a silo has no visibility yet: nobody has said it
        "visibility": Standing.SILOED.value if entry.siloed else entry.project.visibility.value,
        "standing": entry.standing.value,
        "siloed": entry.siloed,
        "maintainers": [asdict(person) for person in entry.project.maintainers],
        "topics": list(entry.project.topics),
        "links": [asdict(link) for link in entry.links],
        "chat": entry.chat,
        "template": entry.template,
        "version": entry.version,
        "registered": entry.registered,
        "updated": entry.updated,
    }
