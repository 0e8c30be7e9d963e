"""GitHub's messages: docs.github.com/webhooks/webhook-events-and-payloads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charter.catalog.news.news import (
    News,
    claim_of,
    count_of,
    home_of,
    part_of,
    text_of,
    time_of,
    word_of,
)

# of the event `repository`: what it is, not what it holds
_STATES = ("archived", "unarchived", "publicized", "privatized", "renamed", "transferred")


def read_news(event: str, document: Mapping[str, Any]) -> News | None:
    """What an event says, whichever it is, as long as it is of a repository."""
    repository = part_of(document, "repository")
    url = home_of(repository, "html_url")
    if not url:
        return None
    action = text_of(document, "action") if event == "repository" else ""
    return News(
        url,
        former_url=_former(url, action, part_of(document, "changes")),
        language=word_of(repository, "language"),
        # what is called watchers there are the stars once more
        stars=count_of(repository, "stargazers_count"),
        forks=count_of(repository, "forks_count"),
        open_issues=count_of(repository, "open_issues_count"),
        created=time_of(repository, "created_at"),
        pushed=time_of(repository, "pushed_at"),
        is_archived=claim_of(repository, "archived"),
        is_public=_is_public(repository),
        happened=time_of(repository, "updated_at") if action in _STATES else "",
        is_state=action in _STATES or event == "public",
    )


def _former(url: str, action: str, changes: Mapping[str, Any]) -> str:
    base, _, name = url.rpartition("/")
    host = base.rpartition("/")[0]
    if action == "renamed":
        old = text_of(part_of(changes, "repository", "name"), "from")
        return f"{base}/{old}" if old and "/" not in old else ""
    if action == "transferred":
        owner = part_of(changes, "owner", "from")
        old = text_of(part_of(owner, "user"), "login")
        old = old or text_of(part_of(owner, "organization"), "login")
        return f"{host}/{old}/{name}" if old and "/" not in old else ""
    return ""


def _is_public(repository: Mapping[str, Any]) -> bool | None:
    """`internal` is for the enterprise only, and `private` says false of it in some versions."""
    if said := text_of(repository, "visibility"):
        return said == "public"
    private = claim_of(repository, "private")
    return None if private is None else not private
