"""A repository under no charter, as an entry of the catalog: the whole continuum is known. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from charter.catalog.address import of_remote, web_address
from charter.catalog.entry import Entry
from charter.model import Maintainer, Project, Visibility, parse_maintainers
from charter.plain_text import one_line
from charter.scaffold.adopt.names import NAME, as_name

_LONGEST = 300


def silo_of(known: Mapping[str, Any], *, name: str, url: str, reason: str) -> Entry:
    """What is known of it, said or guessed, and why it is under no charter; raises nothing.

    Its visibility is unsaid; innersource is the mistake that harms less.
    """
    said = {key: one_line(str(value))[:_LONGEST] for key, value in known.items()}
    called = [it for it in (said.get("name", ""), name) if it]
    team = said.get("team", "")
    return Entry(
        project=Project(
            name=(name := _name_of(called, url)),
            title=said.get("title", "") or name,
            description=said.get("description", ""),
            visibility=Visibility.INNERSOURCE,
            team=team if NAME.fullmatch(team) else "",
            maintainers=_people(said.get("maintainers", "")),
            forge=said.get("forge", ""),
            url=(of_remote(url) or web_address(url)).rstrip("/"),
        ),
        siloed=one_line(reason)[:_LONGEST] or "nobody has adopted it yet",
    )


@dataclass
class OwnNames:
    """Gives each silo that is told in one go a name of its own, or one would write over another.

    The first keeps the name; another is called by its folder, then by the folders above it as well.
    """

    _taken: dict[tuple[str, str], str] = field(default_factory=dict)

    def take(self, team: str, name: str, place: str) -> bool:
        """Whether the name is that of `place` now: of an address, or a path where there is none."""
        return self._taken.setdefault((team.lower(), name.lower()), place) == place

    def name(self, silo: Entry, path: Path) -> Entry:
        """The silo at `path` with a name that no other one has."""
        project = silo.project
        for name in chain([project.name], _by_folders(path)):
            if self.take(project.team, name, project.url or str(path)):
                return replace(silo, project=replace(project, name=name))
        return silo


def _by_folders(path: Path) -> Iterator[str]:
    parts = path.parts[1:] if path.is_absolute() else path.parts
    for count in range(1, len(parts) + 1):
        if name := as_name("-".join(parts[-count:]).removesuffix(".git")):
            yield name


def _name_of(called: list[str], url: str) -> str:
    """The first that can be a name, or can be made one; else one that no other silo has."""
    whole = (it for it in called if NAME.fullmatch(it))
    fits = chain(whole, filter(None, map(as_name, called)))
    unique = hashlib.sha256("\n".join((*called, url)).encode(errors="replace")).hexdigest()[:8]
    return next(fits, f"unnamed-{unique}")


def _people(text: str) -> tuple[Maintainer, ...]:
    try:
        return parse_maintainers(text) if text else ()
    except ValueError:
        return ()
