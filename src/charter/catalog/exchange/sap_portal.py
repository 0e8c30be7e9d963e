"""Entries as `repos.json` of SAP's project portal for InnerSource, its traps worked round. Pure.

The page puts some values into scripts and tooltips as they are: so ids are numbers, addresses
http(s) only, and a language has no sign that means something in HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from charter.catalog.address import contributing_address, web_address
from charter.catalog.entry import Entry
from charter.plain_text import one_line

YEAR = 52
_NO_LANGUAGE = re.compile(r"[^\w +#./()-]+")
_NEVER = "1970-01-01T00:00:00+00:00"
_BEYOND = 2**40  # above every id of a catalog, and a number that JavaScript still counts with
_PICTURES = 3  # the portal ships images/default1.png to 3: no picture comes from another host


def repos_json(entries: Iterable[Entry]) -> Iterator[str]:
    """The array, an entry a line: those under a charter that have an address to go to."""
    shown = (it for it in entries if is_shown(it))
    before = "["
    for number, entry in enumerate(shown, start=1):
        yield f"{before}\n{json.dumps(repo_of(entry, number), ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def is_shown(entry: Entry) -> bool:
    """Whether the portal can lead to it: nobody may contribute to a silo."""
    return not entry.siloed and bool(web_address(entry.project.url))


def repo_of(entry: Entry, number: int) -> dict[str, Any]:
    """One repository as GitHub's API would say it; `number` where the catalog has given no id.

    The page offers `docs` as the way to contribute, before any guide: so the guide stands there.
    """
    project, activity = entry.project, entry.activity
    name, team = one_line(project.name), one_line(project.team) or "-"
    language = _NO_LANGUAGE.sub(" ", one_line(entry.language)).strip()
    changed = activity.updated or entry.updated or entry.registered or _NEVER
    identity = entry.id or _BEYOND + number
    inner: dict[str, Any] = {
        "score": entry.score,
        "title": one_line(project.title) or name,
        "motivation": one_line(project.description),
        "topics": [one_line(topic) for topic in project.topics],
        "contributions": [one_line(kind) for kind in entry.wanted],
        "docs": web_address(contributing_address(entry)),
        "guidelines": "CONTRIBUTING.md",
    }
    if activity.participation:
        weeks = [int(week) for week in activity.participation][-YEAR:]
        inner["participation"] = [0] * (YEAR - len(weeks)) + weeks
    return {
        "id": identity,
        "name": name,
        "full_name": f"{team}/{name}",
        "html_url": web_address(project.url).rstrip("/"),
        "description": one_line(project.description),
        "created_at": activity.created or entry.registered or changed,
        "updated_at": changed,
        "pushed_at": changed,
        "stargazers_count": activity.stars,
        "watchers_count": activity.watchers,
        "language": language or None,
        "forks_count": activity.forks,
        "open_issues_count": activity.open_issues,
        "license": {"spdx_id": one_line(project.license)} if project.license else None,
        "default_branch": "HEAD",
        "owner": {
            "login": team,
            "avatar_url": f"./images/default{identity % _PICTURES + 1}.png",
        },
        "_InnerSourceMetadata": inner,
    }
