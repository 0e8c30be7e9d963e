"""GitLab's messages: docs.gitlab.com/user/project/integrations/webhook_events, system_hooks. Pure.

None of them tells that a project was archived.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charter.catalog.address import web_address
from charter.catalog.news.news import News, count_of, home_of, part_of, text_of, time_of
from charter.catalog.times import utc_now

_PUBLIC = 20  # of visibility levels: private is 0, internal 10
_MOVES = ("project_rename", "project_transfer")
_STATES = (*_MOVES, "project_update")


def read_news(document: Mapping[str, Any], instance: str) -> News | None:
    """What a project's hook or a system hook says; `instance` is the address of the GitLab."""
    event = text_of(document, "event_name")
    if event in _STATES:
        return _of_system(document, event, web_address(instance).rstrip("/"))
    project = part_of(document, "project")
    url = home_of(project, "web_url")
    if not url:
        return None
    branch = text_of(project, "default_branch")
    is_push = text_of(document, "object_kind") == "push"
    is_push = is_push and text_of(document, "ref") == f"refs/heads/{branch}"
    level = count_of(project, "visibility_level")
    return News(
        url,
        # the message tells when commits were made, which may be long before they were pushed
        pushed=utc_now() if is_push else "",
        is_public=None if level is None else level == _PUBLIC,
    )


def _of_system(document: Mapping[str, Any], event: str, instance: str) -> News | None:
    path = text_of(document, "path_with_namespace")
    url = web_address(f"{instance}/{path}") if instance and path else ""
    if not url:
        return None
    old = text_of(document, "old_path_with_namespace") if event in _MOVES else ""
    said = text_of(document, "project_visibility").rpartition("|")[2]
    return News(
        url,
        former_url=web_address(f"{instance}/{old}") if old else "",
        created=time_of(document, "created_at"),
        is_public=said == "public" if said else None,
        happened=time_of(document, "updated_at"),
        is_state=True,
    )
