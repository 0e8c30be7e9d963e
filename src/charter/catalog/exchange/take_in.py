"""Takes what an import tells into the catalog: an outcome for each line; none stops the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Entry, Outcome
from charter.catalog.exchange.merge import merge
from charter.catalog.exchange.told import Told
from charter.catalog.rows import TOLD, url_key, values_of
from charter.catalog.words import key
from charter.errors import UnfitError


class Fate(StrEnum):
    """What became of a line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    PASSED_OVER = "passed over"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """What became of one line of an import; `reason` says why it was refused or passed over."""

    place: str
    name: str
    fate: Fate
    reason: str = ""
    notes: tuple[str, ...] = ()


def take_in(catalog: AnyCatalog, told: Iterable[Told], *, writes: bool = True) -> Iterator[Line]:
    """An outcome for each, in order; without `writes`, what it would be.

    Raises CatalogError where the catalog fails: what came before is in it.
    """
    seen: dict[str, str] = {}  # address, or team and name → the place that told it
    for each in told:
        if each.entry is None:
            fate = Fate.PASSED_OVER if each.is_passed_over else Fate.REFUSED
            yield Line(each.place, "", fate, each.problem)
            continue
        name = _full(each.entry)
        try:
            _refuse_twice(each, seen)
            fate, notes = _take_in(catalog, each, writes=writes)
            yield Line(each.place, name, fate, notes=(*each.notes, *notes))
        except UnfitError as no:
            yield Line(each.place, name, Fate.REFUSED, no.message, each.notes)


def line_as_json(line: Line) -> dict[str, Any]:
    """The same keys each time."""
    return {
        "place": line.place,
        "name": line.name,
        "outcome": line.fate.value,
        "reason": line.reason,
        "notes": list(line.notes),
    }


def _take_in(catalog: AnyCatalog, told: Told, *, writes: bool) -> tuple[Fate, tuple[str, ...]]:
    known = _known(catalog, told.entry) if told.entry else None
    entry, notes = merge(told, known)
    if not writes:
        return _foretold(entry, known), notes
    if not entry.readme:  # the one that is known stays
        entry = replace(entry, unsaid=(*entry.unsaid, "readme"))
    outcome = catalog.register(entry)
    return {
        Outcome.CREATED: Fate.CREATED,
        Outcome.UPDATED: Fate.UPDATED,
        Outcome.UNCHANGED: Fate.UNCHANGED,
    }[outcome], notes


def _known(catalog: AnyCatalog, entry: Entry) -> Entry | None:
    """The entry of its address, else of its name where that can be the same repository.

    Raises UnfitError where the name is another repository's.
    """
    project = entry.project
    if project.url and (placed := catalog.at(project.url)):
        return placed
    named = [it for it in catalog.find(project.name, project.team) if _is_named(it, entry)]
    if not named:
        return None
    url = named[0].project.url
    if not named[0].siloed and url and project.url and url_key(url) != url_key(project.url):
        raise UnfitError(f"the name {_full(entry)} is taken: it is the entry of {url}.")
    return named[0]


def _is_named(known: Entry, entry: Entry) -> bool:
    """Whether it has the name now: `find` gives former ones too."""
    return key(known.project.name) == key(entry.project.name) and key(known.project.team) == key(
        entry.project.team
    )


def _foretold(entry: Entry, known: Entry | None) -> Fate:
    if known is None:
        return Fate.CREATED
    before, after = values_of(known), values_of(entry)
    is_same = all(before[name] == after[name] for name in TOLD)
    return Fate.UNCHANGED if is_same else Fate.UPDATED


def _refuse_twice(told: Told, seen: dict[str, str]) -> None:
    """Two lines of one project would undo each other each time."""
    if told.entry is None:
        return
    project = told.entry.project
    marks = [f"{key(project.team)}/{key(project.name)}"]
    if project.url:
        marks.append(url_key(project.url))
    for mark in marks:
        if mark in seen:
            raise UnfitError(f"{seen[mark]} tells of the same project.")
    for mark in marks:
        seen[mark] = told.place


def _full(entry: Entry) -> str:
    return entry.project.full_name.lstrip("/")
