"""Entries as rows of the database, and back; no text of a row can steer a terminal. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from charter.catalog.activity import Activity
from charter.catalog.entry import Entry, Health, Link, Unmet
from charter.catalog.words import key
from charter.database import Row
from charter.errors import CatalogError
from charter.model import Maintainer, Project, Visibility
from charter.plain_text import one_line

Values = dict[str, str | int]

# what a person changed: the rest is measured, and changes by itself
TOLD = (
    *("team", "name", "title", "description", "visibility", "publication_date", "maintainers"),
    *("forge", "url", "license", "topics", "governance_level", "lifecycle", "language", "links"),
    *("chat", "wanted", "responds", "template", "version", "siloed"),
)
PASSING = frozenset(("checked", "score"))  # what changes by the hour though nothing happened


def values_of(entry: Entry) -> Values:
    """What `entry` tells: the columns of one row."""
    project = entry.project
    return {
        "team_key": key(project.team),
        "name_key": key(project.name),
        "url_key": url_key(project.url),
        "license_key": key(project.license),
        "team": project.team,
        "name": project.name,
        "title": project.title,
        "description": project.description,
        "visibility": project.visibility.value,
        "publication_date": project.publication_date,
        "maintainers": _json([asdict(one) for one in project.maintainers]),
        "forge": project.forge,
        "url": project.url,
        "license": project.license,
        # spaces around each, so that one can be asked for
        "topics": f" {' '.join(project.topics)} ",
        "governance_level": project.governance_level,
        "lifecycle": entry.lifecycle,
        "language": entry.language,
        "links": _json([asdict(link) for link in entry.links]),
        "chat": entry.chat,
        "wanted": _json(entry.wanted),
        "responds": entry.responds,
        "template": entry.template,
        "version": entry.version,
        "siloed": entry.siloed,
    }


def measured_of(entry: Entry) -> Values:
    """What was measured of it: changes of these are no news; nothing of what was not measured."""
    found = health_values(entry.health) if entry.health.checked else Values()
    if entry.activity != Activity():
        found |= {"activity": _json(asdict(entry.activity)), "score": entry.score}
    return found


def health_values(health: Health) -> Values:
    """The columns of a health, measured or not."""
    return {
        "checks_held": health.held,
        "checks_passed": health.passed,
        "drifted": health.drifted,
        "unmet": _json([asdict(each) for each in health.unmet]),
        "checked": health.checked,
    }


def digest_of(values: Mapping[str, Any], readme: str) -> str:
    """The same for the same content, whoever tells it."""
    import hashlib  # noqa: PLC0415 - who only reads needs none

    told = {name: values[name] for name in TOLD}
    text = json.dumps([told, readme], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def new_row(entry: Entry, values: Values, now: str) -> dict[str, Any]:
    """The columns of an entry that is new at `now`, as far as they are known."""
    return {
        **values,
        **measured_of(entry),
        "digest": digest_of(values, kept_text(entry.readme)),
        "revision": 1,
        "registered": now,
        "updated": now,
        "confirmed": now,
    }


def kept_text(text: str) -> str:
    """The text as every database keeps it: PostgreSQL keeps no NUL."""
    return text.replace("\0", "")


def first_told(values: Values) -> dict[str, list[Any]]:
    """Field → nothing and what it is, of all that a new entry tells: its first change."""
    return {name: [None, values[name]] for name in TOLD if values[name]}


def changes_between(before: Row, after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → what it was and what it is, of all that was told."""
    return {name: [before[name], after[name]] for name in TOLD if before[name] != after[name]}


def url_key(url: str) -> str:
    """What the addresses of one repository share: case, `.git` and a last slash do not count."""
    return key(url.rstrip("/").removesuffix(".git").rstrip("/"))


def entry_of(stored: Row) -> Entry:
    """The entry in a row, whoever wrote it; raises CatalogError where it is damaged."""
    row = {name: one_line(text) for name, text in stored.items() if isinstance(text, str)}
    try:
        project = _project(row)
        return Entry(
            project=project,
            lifecycle=row["lifecycle"],
            language=row["language"],
            template=row["template"],
            version=row["version"],
            links=tuple(Link(**_lines(link)) for link in json.loads(row["links"])),
            chat=row["chat"],
            wanted=tuple(map(one_line, json.loads(row["wanted"]))),
            responds=row["responds"],
            siloed=row["siloed"],
            health=Health(
                stored["checks_held"],
                stored["checks_passed"],
                stored["drifted"],
                tuple(Unmet(**_lines(each)) for each in json.loads(row["unmet"])),
                row["checked"],
            ),
            activity=_activity(json.loads(row["activity"])),
            score=stored["score"],
            confirmed=row["confirmed"],
            archived=row["archived"],
            registered=row["registered"],
            updated=row["updated"],
            revision=stored["revision"],
            id=stored["id"],
        )
    except (ValueError, TypeError, KeyError) as wrong:
        raise CatalogError(
            f"the entry {row['team']}/{row['name']} is damaged: {wrong}.",
            hint="Run `charter register` in its repository.",
        ) from wrong


def _project(row: Mapping[str, str]) -> Project:
    return Project(
        name=row["name"],
        title=row["title"],
        description=row["description"],
        visibility=Visibility(row["visibility"]),
        team=row["team"],
        maintainers=tuple(
            Maintainer(**_lines(person)) for person in json.loads(row["maintainers"])
        ),
        forge=row["forge"],
        url=row["url"],
        license=row["license"],
        topics=tuple(row["topics"].split()),
        governance_level=row["governance_level"],
        publication_date=row["publication_date"],
    )


def _activity(stored: Mapping[str, Any]) -> Activity:
    return Activity(**{**stored, "participation": tuple(stored.get("participation", ()))})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: one_line(text) for name, text in texts.items()}
