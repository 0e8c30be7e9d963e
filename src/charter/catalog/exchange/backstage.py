"""Entries as Components of Backstage's software catalog, and their teams as its Groups. Pure.

The rules are those of @backstage/catalog-model 1.10; tests hold each to that package itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import AddressValueError, IPv4Address
from typing import Any
from urllib.parse import urlsplit

from charter.catalog.address import bug_address, contributing_address, web_address
from charter.catalog.entry import Entry, Standing
from charter.catalog.exchange.backstage_names import (
    label_value,
    namespace_of,
    object_name,
    tag_of,
)
from charter.catalog.exchange.yaml_text import document
from charter.plain_text import one_line

DOMAIN = "charter.dev"  # before each label and annotation that is ours
UNKNOWN = "unknown"
_VERSION = "backstage.io/v1alpha1"
_SLUGS = {"github": "github.com/project-slug", "gitlab": "gitlab.com/project-slug"}
_NUMBERED = re.compile(r"(.*\.)?(0x[0-9a-f]*|\d+)\.?")
_TITLES = {"issues": "Issues", "contributing": "How to contribute"}


def backstage_yaml(entries: Iterable[Entry]) -> Iterator[str]:
    """A Component for each entry, as documents of one file: one location registers them all."""
    for entry in entries:
        yield document(component_of(entry))


def groups_yaml(entries: Iterable[Entry]) -> Iterator[str]:
    """A Group for each team, for a Backstage that does not know the teams from elsewhere."""
    seen = set()
    for entry in entries:
        team = one_line(entry.project.team)
        name = namespace_of(team) if team else ""
        if name and name not in seen:
            seen.add(name)
            yield document(_group(team, name))


def component_of(entry: Entry) -> dict[str, Any]:
    """The descriptor of one entry: what is known of it, and nothing made up.

    Backstage wants a type, which nobody told, and a lifecycle: that may be `unknown`. The team is
    the namespace, so that two teams can have projects of one name.
    """
    project = entry.project
    team = one_line(project.team)
    metadata: dict[str, Any] = {"name": object_name(one_line(project.name))}
    if team:
        metadata["namespace"] = namespace_of(team)
    texts = {
        "title": one_line(project.title) or one_line(project.name),
        "description": one_line(project.description),
        "labels": _labels(entry),
        "annotations": _annotations(entry, metadata["name"], metadata.get("namespace", "")),
        "tags": _tags(entry),
        "links": _links(entry),
    }
    metadata |= {key: value for key, value in texts.items() if value}
    lifecycle = "deprecated" if entry.archived else one_line(entry.lifecycle)
    owner = f"group:default/{metadata.get('namespace', UNKNOWN)}"
    spec = {"type": "project", "lifecycle": lifecycle or UNKNOWN, "owner": owner}
    return {"apiVersion": _VERSION, "kind": "Component", "metadata": metadata, "spec": spec}


def _group(team: str, name: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": name, "title": team}
    if team != name:
        metadata["annotations"] = {f"{DOMAIN}/team": team}
    return {
        "apiVersion": _VERSION,
        "kind": "Group",
        "metadata": metadata,
        "spec": {"type": "team", "children": []},
    }


def _address(text: str) -> str:
    """The http(s) address; empty where a browser, and so Backstage, would not read its host."""
    url = web_address(text)
    host = (urlsplit(url).hostname or "").lower()
    try:
        if _NUMBERED.fullmatch(host):
            IPv4Address(host)
        elif "xn--" in host:
            host.encode("ascii").decode("idna")
    except (AddressValueError, UnicodeError):
        return ""
    return url


def _labels(entry: Entry) -> dict[str, str]:
    visibility = Standing.SILOED if entry.siloed else entry.project.visibility
    labels = {
        "visibility": visibility.value,
        "standing": entry.standing.value,
        "governance-level": label_value(entry.project.governance_level),
    }
    return {f"{DOMAIN}/{name}": value for name, value in labels.items() if value}


def _annotations(entry: Entry, name: str, namespace: str) -> dict[str, str]:
    project = entry.project
    url = _address(project.url).rstrip("/")
    told = {}
    if url:
        told["backstage.io/source-location"] = f"url:{url}/"
        told["backstage.io/view-url"] = url
        told |= _slug(project.forge, url)
    people = ", ".join(one_line(f"{one.name} @{one.handle}") for one in project.maintainers)
    ours: Mapping[str, str] = {
        "name": one_line(project.name) if one_line(project.name) != name else "",
        "team": one_line(project.team) if one_line(project.team) != namespace else "",
        "maintainers": people,
        "language": one_line(entry.language),
        "license": one_line(project.license),
        "published": project.publication_date if entry.standing is Standing.PUBLIC else "",
        "archived": one_line(entry.archived),
        "chat": one_line(entry.chat),
        "wanted": ", ".join(map(one_line, entry.wanted)),
        "responds": one_line(entry.responds),
    }
    return told | {f"{DOMAIN}/{key}": value for key, value in ours.items() if value}


def _slug(forge: str, url: str) -> dict[str, str]:
    """What the plug-ins of a forge find a repository by."""
    place = urlsplit(url)
    known = forge or next((it for it in _SLUGS if place.hostname == f"{it}.com"), "")
    path = place.path.strip("/")
    parts = path.split("/")
    fits = len(parts) == 2 if known == "github" else len(parts) > 1  # noqa: PLR2004
    return {_SLUGS[known]: path} if known in _SLUGS and fits and all(parts) else {}


def _tags(entry: Entry) -> list[str]:
    topics = (entry.language, *entry.project.topics)
    return list(dict.fromkeys(tag for topic in topics if (tag := tag_of(topic))))


def _links(entry: Entry) -> list[dict[str, str]]:
    listed = [(link.kind, link.title, _address(link.url)) for link in entry.links]
    had = {kind for kind, _, url in listed if url}
    known = {"issues": bug_address(entry), "contributing": contributing_address(entry)}
    if not entry.siloed:
        for kind, url in known.items():
            if kind not in had:
                listed.append((kind, _TITLES[kind], _address(url)))
    links = []
    for kind, title, url in listed:
        if url:
            told = {"url": url, "title": one_line(title) or url, "type": one_line(kind)}
            links.append({key: value for key, value in told.items() if value})
    return links
