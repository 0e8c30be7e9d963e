"""What an import tells and what the catalog knows → one entry. Pure.

An import publishes nothing, turns no visibility, and takes no name from its owner.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from charter.catalog.entry import Entry, Link, Standing
from charter.catalog.exchange.parts import without_what_follows
from charter.catalog.exchange.told import Told
from charter.errors import UnfitError
from charter.model import Project, Visibility

_KEPT = ("name", "team", "url")  # who it is: only the repository itself may say that anew
_SETTLED = ("visibility", "publication_date")
_FOUND = ("template", "version", "lifecycle", "language", "chat", "wanted", "responds")


def merge(told: Told, known: Entry | None) -> tuple[Entry, tuple[str, ...]]:
    """The entry to register, and notes for people; raises UnfitError on a contradiction.

    What a repository under a charter has told itself stays, and an import fills the gaps; of other
    entries the import knows better.
    """
    if told.entry is None:
        raise UnfitError(told.problem)
    entry, notes = _unpublished(told.entry, known)
    if known is None:
        return entry, notes
    _refuse_another_side(told, known)
    if told.is_own_word:
        return replace(entry, project=_sided(entry.project, known, told)), notes
    entry = without_what_follows(entry, known.project.forge)
    first, second = (known, entry) if known.template else (entry, known)
    is_silo = bool(known.siloed)
    project = _sided(_joined(first.project, second.project, known, is_silo=is_silo), known, told)
    chosen = {name: getattr(first, name) or getattr(second, name) for name in _FOUND}
    joined = Entry(
        project,
        **chosen,
        links=_links(first.links, second.links),
        activity=entry.activity,
        score=entry.score,
        siloed=known.siloed if entry.siloed else "",
        archived=known.archived,
    )
    return joined, notes


def _unpublished(entry: Entry, known: Entry | None) -> tuple[Entry, tuple[str, ...]]:
    """The date of publication is what the catalog knows, whatever a file says."""
    date = known.project.publication_date if known else ""
    said = entry.project.publication_date
    entry = replace(entry, project=replace(entry.project, publication_date=date))
    if said and not date:
        return entry, (f"says it was published on {said}: that is the OSPO's to say",)
    return entry, ()


def _refuse_another_side(told: Told, known: Entry) -> None:
    entry = told.entry
    if entry is None or known.siloed or not told.says_visibility:
        return
    if entry.project.visibility is not known.project.visibility:
        is_public = known.standing is Standing.PUBLIC
        held = "published as opensource" if is_public else known.project.visibility.value
        raise UnfitError(
            f"it says {entry.project.visibility.value}, and is {held} in the catalog:"
            " an import does not change who may see a project."
        )


def _sided(project: Project, known: Entry, told: Told) -> Project:
    if known.siloed:
        visibility = told.entry.project.visibility if told.entry else Visibility.INNERSOURCE
    else:
        visibility = known.project.visibility
    return replace(project, visibility=visibility, publication_date=known.project.publication_date)


def _joined(first: Project, second: Project, known: Entry, *, is_silo: bool) -> Project:
    """Each part from `first` where that says one; a silo's name may have been a guess."""
    chosen: dict[str, Any] = {}
    for name in (each.name for each in fields(Project) if each.name not in _SETTLED):
        parts = [getattr(first, name), getattr(second, name)]
        if name in _KEPT and not is_silo:
            parts.insert(0, getattr(known.project, name))
        if name == "title" and parts[0] == first.name:
            parts.reverse()  # it is the name, for want of a title
        chosen[name] = next((part for part in parts if part), parts[0])
    return Project(visibility=known.project.visibility, **chosen)


def _links(first: tuple[Link, ...], second: tuple[Link, ...]) -> tuple[Link, ...]:
    """Those of `first`, and of `second` what is of another kind or, without a kind, elsewhere."""
    kinds = {link.kind for link in first if link.kind}
    places = {link.url for link in first}
    more = (it for it in second if it.kind not in kinds and it.url not in places)
    return (*first, *more)
