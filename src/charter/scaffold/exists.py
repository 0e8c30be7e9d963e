"""What the catalog holds already that is near to a new project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Entry, LookAlike


@dataclass(frozen=True)
class Existing:
    """The nearest entries; `twin` is the one with the same team and name, whose place is taken."""

    alike: tuple[LookAlike, ...] = ()
    twin: Entry | None = None


def team_of(answers: Mapping[str, Any]) -> str:
    """The owning team by whichever question the template asks for it; empty where it asks none."""
    return str(answers.get("owner_team") or answers.get("team") or answers.get("public_team") or "")


def find_existing(catalog: AnyCatalog, answers: Mapping[str, Any]) -> Existing:
    """Ask the catalog about a project by its answers, before anything is made."""
    name = str(answers["name"])
    team = team_of(answers)
    twin = next(iter(catalog.find(name, team)), None) if team else None
    alike = catalog.look_alikes(name, str(answers.get("description", "")))
    return Existing(alike, twin)
