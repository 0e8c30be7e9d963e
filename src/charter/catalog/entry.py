"""One project in the catalog: frozen values, and the form they have in JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from charter.catalog.activity import Activity, is_described, level_of, score_of
from charter.catalog.freshness import Freshness, freshness_of
from charter.model import Project, Visibility

KINDS = ("issues", "contributing", "good-first-issues", "chat", "docs")


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
    """An address of a project; `kind` is one of KINDS, or empty."""

    url: str
    title: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Unmet:
    """A check that a project does not pass, and what to do about it."""

    check: str
    title: str
    cure: str = ""


@dataclass(frozen=True)
class Health:
    """How a project stands by the checks of its side: `held` many, `passed` of them.

    `drifted` counts the files that differ from its template; `checked` is a time, empty for never.
    """

    held: int = 0
    passed: int = 0
    drifted: int = 0
    unmet: tuple[Unmet, ...] = ()
    checked: str = ""


@dataclass(frozen=True)
class Entry:
    """One project in the catalog; `template` and `version` tell what its governance came from.

    `siloed` says why it is under no charter; empty where it is under one. `wanted` are the kinds
    of contribution that are looked for, `responds` the promise when somebody answers. `readme` is
    told to the catalog, and comes back only from `Catalog.readme`. `unsaid` names what the teller
    does not know, and leaves as it is: columns, or `readme`. Times are ISO 8601, in UTC.
    """

    project: Project
    lifecycle: str = ""  # experimental, production, deprecated, or the organisation's own word
    language: str = ""
    template: str = ""
    version: str = ""
    links: tuple[Link, ...] = ()
    chat: str = ""  # a channel by its name, where it has no address
    wanted: tuple[str, ...] = ()
    responds: str = ""
    readme: str = ""
    siloed: str = ""
    health: Health = field(default_factory=Health)
    activity: Activity = field(default_factory=Activity)
    score: int = 0
    confirmed: str = ""
    archived: str = ""  # why nobody should build on it any more
    registered: str = ""
    updated: str = ""
    revision: int = 0
    id: int = 0  # known to the catalog only; 0 for an entry that is not in one
    unsaid: tuple[str, ...] = ()

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
    """An entry that was found; name and description with the matches between MARK and END.

    `readme`: a piece of its README, likewise, where it was found there. `how`: by its `words`, the
    `beginning` of one, a `part` or the `spelling` of its name, its `readme`; empty in a list.
    """

    entry: Entry
    name: str
    description: str
    readme: str = ""
    how: str = ""


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
    language: str = ""
    lifecycle: str = ""
    level: str = ""


MARK, END = "\x02", "\x03"


def freshness(entry: Entry, now: datetime | None = None) -> Freshness:
    """How much the entry's word counts, at this moment unless `now` says another."""
    return freshness_of(entry.confirmed, entry.archived, now or datetime.now(UTC))


def score_entry(entry: Entry, now: datetime) -> int:
    """Its activity score at `now` (aware)."""
    return score_of(
        entry.activity,
        now,
        is_described=is_described(entry.project.description),
        has_guide=bool(entry.link("contributing")),
    )


def as_json(entry: Entry, now: datetime | None = None) -> dict[str, Any]:
    """The same keys in each command; ages are those at `now`, this moment unless it is given."""
    project, health = entry.project, entry.health
    return {
        **_fields(project),
        # a silo has no visibility yet: nobody has said it
        "visibility": Standing.SILOED.value if entry.siloed else project.visibility.value,
        "standing": entry.standing.value,
        "siloed": entry.siloed,
        "maintainers": [*map(_fields, project.maintainers)],
        "topics": list(project.topics),
        "links": [*map(_fields, entry.links)],
        "chat": entry.chat,
        "lifecycle": entry.lifecycle,
        "language": entry.language,
        "wanted": list(entry.wanted),
        "responds": entry.responds,
        "health": {**_fields(health), "unmet": [*map(_fields, health.unmet)]},
        "score": entry.score,
        "activity": {"level": level_of(entry.score), **_fields(entry.activity)},
        "freshness": _fields(freshness(entry, now)),
        "confirmed": entry.confirmed,
        "archived": entry.archived,
        "revision": entry.revision,
        "template": entry.template,
        "version": entry.version,
        "registered": entry.registered,
        "updated": entry.updated,
    }


def _fields(value: Any) -> dict[str, Any]:
    """As `asdict`, without its deep copies: they took more of a request than the database did."""
    return dict(vars(value))
