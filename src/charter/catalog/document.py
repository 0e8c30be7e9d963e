"""An entry as a JSON document that another Charter reads back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from charter.catalog.activity import Activity
from charter.catalog.entry import Entry, Health, Link, Unmet
from charter.errors import CatalogError
from charter.model import Maintainer, Project, Visibility
from charter.plain_text import one_line

# of an entry, what is not computed and is one text or number
_PLAIN = (
    *("lifecycle", "language", "template", "version", "chat", "responds", "siloed"),
    *("score", "confirmed", "archived", "registered", "updated", "revision"),
)
_TOLD = ("lifecycle", "language", "template", "version", "chat", "responds", "siloed", "score")


def told_of(entry: Entry) -> dict[str, Any]:
    """All that `entry` tells a catalog, for `entry_of` to read."""
    return {
        **asdict(entry.project),
        "maintainers": [asdict(one) for one in entry.project.maintainers],
        "topics": list(entry.project.topics),
        **{name: getattr(entry, name) for name in _TOLD},
        "links": [asdict(link) for link in entry.links],
        "wanted": list(entry.wanted),
        "health": asdict(entry.health),
        "activity": asdict(entry.activity),
        "readme": entry.readme,
        "unsaid": list(entry.unsaid),
    }


def entry_of(document: Mapping[str, Any]) -> Entry:
    """The entry in a document of `told_of` or `as_json`; raises CatalogError where it is none.

    Whoever sent it: its texts cannot steer a terminal.
    """
    try:
        return _entry(document)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise CatalogError(f"what is said to be an entry is none: {wrong!r}.") from wrong


def _entry(document: Mapping[str, Any]) -> Entry:
    health, activity = document.get("health", {}), document.get("activity", {})
    return Entry(
        project=_project(document),
        links=tuple(_of(Link, link) for link in document["links"]),
        wanted=tuple(map(one_line, document.get("wanted", ()))),
        health=Health(
            unmet=tuple(_of(Unmet, each) for each in health.get("unmet", ())),
            checked=one_line(health.get("checked", "")),
            **{name: int(health.get(name, 0)) for name in ("held", "passed", "drifted")},
        ),
        activity=_activity(activity),
        readme=str(document.get("readme", "")),
        unsaid=tuple(map(one_line, document.get("unsaid", ()))),
        **{name: _plain(document[name]) for name in _PLAIN if name in document},
    )


def _project(document: Mapping[str, Any]) -> Project:
    said = document["visibility"]
    texts = {
        each.name: one_line(document.get(each.name, ""))
        for each in fields(Project)
        if each.name not in ("visibility", "maintainers", "topics")
    }
    return Project(
        # a silo has none, and innersource is the mistake that harms less
        visibility=Visibility.INNERSOURCE if said == "siloed" else Visibility(said),
        maintainers=tuple(_of(Maintainer, one) for one in document["maintainers"]),
        topics=tuple(map(one_line, document["topics"])),
        **texts,
    )


def _activity(document: Mapping[str, Any]) -> Activity:
    known = {each.name for each in fields(Activity)}
    values = {name: value for name, value in document.items() if name in known}
    weeks = tuple(int(each) for each in values.pop("participation", ()))
    return Activity(participation=weeks, **{name: _plain(each) for name, each in values.items()})


def _of(kind: Any, document: Mapping[str, Any]) -> Any:
    known = {each.name for each in fields(kind)}
    return kind(**{name: one_line(text) for name, text in document.items() if name in known})


def _plain(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else int(value)
