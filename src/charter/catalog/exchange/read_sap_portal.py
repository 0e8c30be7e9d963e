"""`repos.json` of SAP's project portal for InnerSource → what each repository tells. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from charter.catalog.activity import Activity
from charter.catalog.address import web_address
from charter.catalog.entry import Entry, Link
from charter.catalog.exchange.parts import (
    count_at,
    name_of,
    text_at,
    texts_at,
    title_at,
    topics_of,
    without_what_follows,
    word_at,
)
from charter.catalog.exchange.read_json import items_of
from charter.catalog.exchange.told import Told
from charter.catalog.text_tree import mappings
from charter.errors import CatalogError
from charter.model import Project, Visibility

_YEAR = 52


def read_sap_portal(text: str) -> Iterator[Told]:
    """Each repository of the array; raises UsageError where it is none.

    What the portal lists is InnerSource by its owner's word. A team is the owner on the forge.
    """
    for place, item in items_of(text):
        try:
            yield Told(place, _entry(item), says_visibility=True)
        except CatalogError as wrong:
            yield Told(place, problem=wrong.message)


def _entry(item: Mapping[str, Any]) -> Entry:
    inner = mappings(item, "_InnerSourceMetadata")
    url = web_address(text_at(item, "html_url")).rstrip("/")
    name = name_of(text_at(item, "name"), "name")
    owner = text_at(mappings(item, "owner"), "login")
    team = name_of(owner or text_at(item, "full_name").rpartition("/")[0], "owner")
    project = Project(
        name=name,
        title=title_at(inner, "title") or name,
        description=text_at(item, "description") or text_at(inner, "motivation"),
        visibility=Visibility.INNERSOURCE,
        team=team,
        maintainers=(),
        url=url,
        license=word_at(mappings(item, "license"), "spdx_id"),
        topics=topics_of((*texts_at(item, "topics"), *texts_at(inner, "topics"))),
    )
    entry = Entry(
        project,
        language=word_at(item, "language") or word_at(inner, "language"),
        links=_links(item, inner, url),
        wanted=texts_at(inner, "contributions"),
        activity=_activity(item, inner),
        score=count_at(inner, "score") or count_at(item, "score"),
    )
    return without_what_follows(entry)


def _links(item: Mapping[str, Any], inner: Mapping[str, Any], url: str) -> tuple[Link, ...]:
    """Where to contribute: the guide that is named; `docs` may be one, as in our export."""
    docs, guide = web_address(text_at(inner, "docs")), text_at(inner, "guidelines")
    links = []
    if urlsplit(docs).path.lower().endswith("contributing.md"):
        links.append(Link(docs, "How to contribute", "contributing"))
    elif docs and docs.rstrip("/") != url:
        links.append(Link(docs, "Documentation", "docs"))
    if guide and url and not links and ".." not in guide:
        branch = text_at(item, "default_branch") or "HEAD"
        place = web_address(f"{url}/blob/{branch}/{guide.lstrip('/')}")
        if place:
            links.append(Link(place, "How to contribute", "contributing"))
    return tuple(links)


def _activity(item: Mapping[str, Any], inner: Mapping[str, Any]) -> Activity:
    weeks = inner.get("participation")
    is_told = isinstance(weeks, list) and all(type(week) is int for week in weeks)
    return Activity(
        stars=count_at(item, "stargazers_count"),
        forks=count_at(item, "forks_count"),
        watchers=count_at(item, "subscribers_count"),
        open_issues=count_at(item, "open_issues_count"),
        created=_time(text_at(item, "created_at")),
        updated=_time(text_at(item, "pushed_at") or text_at(item, "updated_at")),
        participation=tuple(weeks[-_YEAR:]) if is_told and isinstance(weeks, list) else (),
    )


def _time(text: str) -> str:
    """The time, as ISO 8601 with its zone; empty where it is none."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return time.isoformat(timespec="seconds") if time.tzinfo else ""
