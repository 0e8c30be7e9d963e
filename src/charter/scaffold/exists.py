"""What the catalog holds already that is near to a new project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charter.catalog.address import web_address
from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Entry, LookAlike
from charter.catalog.identity import TakenError
from charter.catalog.reuse import Decision, ReuseAnswer
from charter.catalog.rows import url_key


@dataclass(frozen=True)
class Existing:
    """The nearest entries; `twin` is the one with the same team and name.

    Where the twin `is_taken`, it is another repository's: the catalog would refuse this one.
    """

    alike: tuple[LookAlike, ...] = ()
    twin: Entry | None = None
    is_taken: bool = False

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What may serve instead, the nearest first: each once."""
        near = [one.entry for one in self.alike]
        named = self.twin and not any(one.id == self.twin.id for one in near)
        return (*([self.twin] if self.twin and named else []), *near)

    def refuse_taken(self) -> None:
        """Raises TakenError, before anything is made, where the name is another repository's."""
        if self.twin and self.is_taken:
            project = self.twin.project
            full = project.full_name
            raise TakenError(
                f"the name {full} is taken: it is the entry of {project.url}, owned by"
                f" {project.team}.",
                hint=f"Choose another name, or contribute to that one: charter show {full}",
            )


def team_of(answers: Mapping[str, Any]) -> str:
    """The owning team by whichever question the template asks for it; empty where it asks none."""
    return str(answers.get("owner_team") or answers.get("team") or answers.get("public_team") or "")


def answer_to(
    existing: Existing, answers: Mapping[str, Any], decision: Decision, *, about: str, because: str
) -> ReuseAnswer:
    """The author's word about the project of these answers.

    What is built anew is so beside the nearest entry, unless another is named.
    """
    nearest = tuple(entry.project.full_name for entry in existing.entries)
    return ReuseAnswer(
        decision,
        name=str(answers.get("name", "")),
        description=str(answers.get("description", "")),
        team=team_of(answers),
        about=about or next(iter(nearest), ""),
        because=because,
        nearest=nearest,
    )


def find_existing(
    catalog: AnyCatalog, answers: Mapping[str, Any], url: str | None = None
) -> Existing:
    """Ask the catalog about a project by its answers, before anything is made.

    `url` is the web address of its repository, '' where it has none yet; None where the repository
    itself is yet to be made: then an entry that has an address is another one's, unless the answers
    give that very address.
    """
    name = str(answers["name"])
    team = team_of(answers)
    twin = next(iter(catalog.find(name, team)), None) if team else None
    alike = catalog.look_alikes(name, str(answers.get("description", "")))
    home = web_address(str(answers.get("home_url") or ""))
    is_taken = twin is not None and _is_another_one_s(
        twin, url or home, is_certain=bool(url or home) or url is None
    )
    return Existing(alike, twin, is_taken)


def _is_another_one_s(twin: Entry, url: str, *, is_certain: bool) -> bool:
    known = twin.project.url
    return bool(not twin.siloed and known and is_certain and url_key(known) != url_key(url))
