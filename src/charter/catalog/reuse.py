"""What an author says when shown what exists: reuses it, will contribute, builds anew. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from charter.errors import CatalogError, UnfitError
from charter.plain_text import one_line

_LONGEST = {"name": 100, "team": 100, "description": 2000, "about": 201, "because": 500}
_MOST_NEAREST = 20
_TEXTS = ("at", "actor", "team", "name", "description", "about", "because")


class Decision(StrEnum):
    """What becomes of the wish for something that may exist already."""

    REUSE = "reuse"
    CONTRIBUTE = "contribute"
    BUILD = "build"


@dataclass(frozen=True)
class ReuseAnswer:
    """One author's word about a project that they had in mind: `name`, `description`, `team`.

    `about` is the entry that it is about, team/name: the one that is reused or contributed to; of
    what is built anew the one that came nearest, and `because` what it lacks. `nearest` are the
    entries that were shown. `at`, a time in UTC, `actor` and `id` are the catalog's word.
    """

    decision: Decision
    name: str = ""
    description: str = ""
    team: str = ""
    about: str = ""
    because: str = ""
    nearest: tuple[str, ...] = ()
    at: str = ""
    actor: str = ""
    id: int = 0

    @property
    def avoids_a_duplicate(self) -> bool:
        return self.decision is not Decision.BUILD


@dataclass(frozen=True)
class Component:
    """An entry, and what authors said of it: the newest first."""

    name: str  # team/name
    reused: tuple[ReuseAnswer, ...] = ()
    contributed: tuple[ReuseAnswer, ...] = ()
    lacking: tuple[ReuseAnswer, ...] = ()  # was built anew, and why

    @property
    def avoided(self) -> int:
        """How many duplicates were not built."""
        return len(self.reused) + len(self.contributed)


def fit(answer: ReuseAnswer) -> ReuseAnswer:
    """The answer as it is kept: each text on one line; raises UnfitError for what nobody means."""
    texts: dict[str, Any] = {
        name: one_line(getattr(answer, name))[:most] for name, most in _LONGEST.items()
    }
    nearest = tuple(one_line(each)[: _LONGEST["about"]] for each in answer.nearest[:_MOST_NEAREST])
    if answer.avoids_a_duplicate and not texts["about"]:
        raise UnfitError(
            f"whoever will {answer.decision} something says what.",
            hint="Name it as the catalog does: TEAM/NAME",
        )
    return replace(answer, **texts, nearest=nearest)


def by_component(answers: Iterable[ReuseAnswer]) -> tuple[Component, ...]:
    """What was said of each entry: first those that spared most duplicates, or lack most."""
    found: dict[str, Component] = {}
    for answer in answers:
        if not answer.about:
            continue
        known = found.get(answer.about.casefold(), Component(answer.about))
        found[answer.about.casefold()] = _with(known, answer)
    return tuple(
        sorted(found.values(), key=lambda one: (-one.avoided, -len(one.lacking), one.name))
    )


def _with(known: Component, answer: ReuseAnswer) -> Component:
    if answer.decision is Decision.REUSE:
        return replace(known, reused=(*known.reused, answer))
    if answer.decision is Decision.CONTRIBUTE:
        return replace(known, contributed=(*known.contributed, answer))
    return replace(known, lacking=(*known.lacking, answer))


def as_json(answer: ReuseAnswer) -> dict[str, Any]:
    """The same keys each time."""
    return {
        "id": answer.id,
        "at": answer.at,
        "actor": answer.actor,
        "decision": answer.decision.value,
        "team": answer.team,
        "name": answer.name,
        "description": answer.description,
        "about": answer.about,
        "because": answer.because,
        "nearest": list(answer.nearest),
    }


def told_of_answer(answer: ReuseAnswer) -> dict[str, Any]:
    """As `as_json`, without what only the catalog knows."""
    known = as_json(answer)
    return {name: known[name] for name in known if name not in ("id", "at", "actor")}


def answer_of_json(document: Mapping[str, Any]) -> ReuseAnswer:
    """The answer in a document of `as_json`; raises CatalogError where it is none."""
    try:
        return ReuseAnswer(
            decision=Decision(document["decision"]),
            nearest=tuple(map(one_line, document["nearest"])),
            id=int(document.get("id", 0)),
            **{name: one_line(document.get(name, "")) for name in _TEXTS},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise CatalogError(f"what is said to be an answer is none: {wrong!r}.") from wrong
