"""Gitea's and Forgejo's messages: docs.gitea.com/usage/webhooks. Pure."""

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


def read_news(event: str, document: Mapping[str, Any]) -> News | None:
    """What an event says, whichever it is; nothing tells that a repository was renamed."""
    repository = part_of(document, "repository")
    url = home_of(repository, "html_url")
    if not url or (event == "repository" and text_of(document, "action") == "deleted"):
        return None
    branch = text_of(repository, "default_branch")
    is_push = event == "push" and text_of(document, "ref") == f"refs/heads/{branch}"
    private, internal = claim_of(repository, "private"), claim_of(repository, "internal")
    return News(
        url,
        language=word_of(repository, "language"),
        stars=count_of(repository, "stars_count"),
        forks=count_of(repository, "forks_count"),
        watchers=count_of(repository, "watchers_count"),
        open_issues=count_of(repository, "open_issues_count"),
        created=time_of(repository, "created_at"),
        pushed=time_of(repository, "updated_at") if is_push else "",
        is_archived=claim_of(repository, "archived"),
        is_public=None if private is None else not (private or internal),
    )
