"""Backstage descriptors → what each document tells. Pure; what a Location names is not fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from charter.catalog.address import web_address
from charter.catalog.entry import Entry
from charter.catalog.exchange.backstage import DOMAIN, UNKNOWN
from charter.catalog.exchange.backstage_names import namespace_of, object_name, tag_of
from charter.catalog.exchange.parts import (
    links_of,
    name_of,
    people_of,
    side_of,
    text_at,
    texts_at,
    title_at,
    topics_of,
    without_what_follows,
    word_at,
)
from charter.catalog.exchange.told import Told
from charter.catalog.text_tree import mappings, read_tree, text_of
from charter.errors import CatalogError
from charter.model import Project
from charter.plain_text import one_line

_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_SPOKEN = re.compile(r"^(?!#|%)\s*\S", re.MULTILINE)
_FORGES = {"github.com/project-slug": "github", "gitlab.com/project-slug": "gitlab"}
_MOST_TARGETS = 5


def read_backstage(text: str) -> Iterator[Told]:
    """Each document of the file; one that cannot be read does not stop the others."""
    for line, part in _documents(text):
        place = f"line {line}"
        try:
            for tree in read_tree("the document", part, every=True)["documents"]:
                place = f"line {line} {_name(tree)[:63]}".rstrip()
                yield _told(place, tree)
        except CatalogError as wrong:
            yield Told(place, problem=wrong.message)


def _documents(text: str) -> Iterator[tuple[int, str]]:
    """Each part between `---`, with its first line; no scalar of YAML can hold that mark."""
    line, start = 1, 0
    for found in (*_DOCUMENT.finditer(text), None):
        end = found.start() if found else len(text)
        part = text[start:end]
        if _SPOKEN.search(part.removeprefix("---")):
            yield line, part
        line, start = line + part.count("\n"), end


def _name(tree: Mapping[str, Any]) -> str:
    return one_line(text_of(mappings(tree, "metadata"), "name"))


def _told(place: str, tree: Mapping[str, Any]) -> Told:
    kind = one_line(text_of(tree, "kind"))[:63]
    if kind == "Component":
        entry, is_said = _entry(tree)
        return Told(place, entry, says_visibility=is_said)
    if kind == "Location":
        problem = _of_location(mappings(tree, "spec"))
    else:
        what = f"a {kind}" if kind else "no descriptor of Backstage"
        problem = f"{what}: only a Component is a project."
    return Told(place, problem=problem, is_passed_over=True)


def _of_location(spec: Mapping[str, Any]) -> str:
    targets = texts_at(spec, "targets") or (text_at(spec, "target"),)
    shown = ", ".join(filter(None, targets[:_MOST_TARGETS]))
    more = f" and {len(targets) - _MOST_TARGETS} more" if len(targets) > _MOST_TARGETS else ""
    return f"a Location, whose targets are not fetched: {shown or 'none'}{more}."


def _entry(tree: Mapping[str, Any]) -> tuple[Entry, bool]:
    """What the descriptor says, and what our own export says beside it; raises CatalogError."""
    metadata, spec = mappings(tree, "metadata"), mappings(tree, "spec")
    annotations = mappings(metadata, "annotations")
    ours = _of_ours(annotations) | _of_ours(mappings(metadata, "labels"))
    team = _team(ours, text_of(spec, "owner"))
    visibility, siloed, is_said = side_of(word_at(ours, "visibility"))
    if not (team or siloed):
        raise CatalogError("it says no owner (spec.owner).")
    name, language = _full_name(ours, metadata), word_at(ours, "language")
    project = Project(
        name=name,
        title=title_at(metadata, "title") or name,
        description=text_at(metadata, "description"),
        visibility=visibility,
        team=team,
        maintainers=people_of(str(ours.get("maintainers", ""))),
        forge=next((forge for name, forge in _FORGES.items() if text_of(annotations, name)), ""),
        url=_place(annotations),
        license=word_at(ours, "license"),
        topics=topics_of(
            tag for tag in texts_at(metadata, "tags") if not language or tag != tag_of(language)
        ),
        governance_level=word_at(ours, "governance-level"),
    )
    lifecycle = word_at(spec, "lifecycle")
    entry = Entry(
        project,
        lifecycle="" if lifecycle == UNKNOWN else lifecycle,
        language=language,
        links=links_of(metadata.get("links")),
        chat=title_at(ours, "chat"),
        wanted=texts_at(ours, "wanted"),
        responds=title_at(ours, "responds"),
        siloed=siloed,
    )
    return without_what_follows(entry), is_said


def _of_ours(named: Mapping[str, Any]) -> dict[str, Any]:
    ours = f"{DOMAIN}/"
    return {
        name.removeprefix(ours): value for name, value in named.items() if name.startswith(ours)
    }


def _full_name(ours: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    """The name before Backstage's rules changed it, if the annotation still tells of this one."""
    name, full = text_of(metadata, "name"), text_at(ours, "name")
    return name_of(full if full and object_name(full) == name else name, "name")


def _team(ours: Mapping[str, Any], owner: str) -> str:
    name, full = owner.rpartition(":")[2].rpartition("/")[2], text_at(ours, "team")
    if name in ("", UNKNOWN):
        return ""
    return name_of(full if full and namespace_of(full) == name else name, "team")


def _place(annotations: Mapping[str, Any]) -> str:
    """The repository's address; the slug of a forge tells it where nothing else does."""
    source = text_of(annotations, "backstage.io/source-location").removeprefix("url:")
    places = [source, text_of(annotations, "backstage.io/view-url")]
    for name, forge in _FORGES.items():
        if slug := text_of(annotations, name):
            places.append(f"https://{forge}.com/{slug.strip('/')}")
    return next((url.rstrip("/") for place in places if (url := web_address(place))), "")
