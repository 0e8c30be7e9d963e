"""Messages in the shapes that GitHub, GitLab and Gitea document, signed as they sign them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from datetime import UTC, datetime
from typing import Any

SECRET = "the secret of a hook"
KEY = "whsec_" + base64.b64encode(b"k" * 32).decode()
HOST = "https://git.acme.example"


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def github_repository(name: str = "shop", owner: str = "web", **facts: Any) -> dict[str, Any]:
    """`repository` of every event; in a push its times are numbers."""
    return {
        "id": 186853002,
        "node_id": "MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=",
        "name": name,
        "full_name": f"{owner}/{name}",
        "private": True,
        "owner": {"login": owner, "id": 1, "type": "Organization", "site_admin": False},
        "html_url": f"{HOST}/{owner}/{name}",
        "description": None,
        "fork": False,
        "url": f"{HOST}/api/v3/repos/{owner}/{name}",
        "created_at": "2019-05-15T15:20:42Z",
        "updated_at": now(),
        "pushed_at": "2026-11-20T08:00:00Z",
        "clone_url": f"{HOST}/{owner}/{name}.git",
        "homepage": None,
        "size": 12,
        "stargazers_count": 4,
        "watchers_count": 4,
        "language": "Ruby",
        "forks_count": 2,
        "archived": False,
        "disabled": False,
        "open_issues_count": 7,
        "license": None,
        "default_branch": "main",
        "topics": [],
        "visibility": "internal",
        **facts,
    }


def github_push(**facts: Any) -> dict[str, Any]:
    times = {"created_at": 1557933642, "pushed_at": int(time.time()) - 60}
    return {
        "ref": "refs/heads/main",
        "before": "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
        "after": "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c",
        "created": False,
        "deleted": False,
        "forced": False,
        "commits": [],
        "head_commit": None,
        "repository": github_repository(**times | facts),
        "pusher": {"name": "ada", "email": "ada@acme.example"},
        "sender": {"login": "ada", "id": 2, "type": "User"},
    }


def github_renamed(old: str, new: str) -> dict[str, Any]:
    return {
        "action": "renamed",
        "changes": {"repository": {"name": {"from": old}}},
        "repository": github_repository(new),
        "sender": {"login": "ada"},
    }


def github_transferred(
    owner: str, new: str, name: str = "shop", kind: str = "organization"
) -> dict[str, Any]:
    return {
        "action": "transferred",
        "changes": {"owner": {"from": {kind: {"login": owner, "id": 1}}}},
        "repository": github_repository(name, new),
        "sender": {"login": "ada"},
    }


def github_state(action: str, **facts: Any) -> dict[str, Any]:
    return {"action": action, "repository": github_repository(**facts), "sender": {"login": "ada"}}


def gitlab_push(name: str = "shop", level: int = 10, after: str = "da1560886d") -> dict[str, Any]:
    return {
        "object_kind": "push",
        "event_name": "push",
        "before": "95790bf891e76fee5e1747ab589903a6a1f80f22",
        "after": after,
        "ref": "refs/heads/main",
        "user_username": "ada",
        "project_id": 15,
        "project": {
            "id": 15,
            "name": name,
            "description": "",
            "web_url": f"{HOST}/web/{name}",
            "git_ssh_url": f"git@git.acme.example:web/{name}.git",
            "git_http_url": f"{HOST}/web/{name}.git",
            "namespace": "web",
            "visibility_level": level,
            "path_with_namespace": f"web/{name}",
            "default_branch": "main",
        },
        "commits": [],
        "total_commits_count": 0,
    }


def gitlab_system(
    event: str, path: str, old: str = "", visibility: str = "internal"
) -> dict[str, Any]:
    return {
        "created_at": "2012-07-21T07:30:58Z",
        "updated_at": now(),
        "event_name": event,
        "name": path.rpartition("/")[2],
        "path": path.rpartition("/")[2],
        "path_with_namespace": path,
        "project_id": 73,
        "owner_name": "web",
        "owner_email": "",
        "project_visibility": visibility,
        **({"old_path_with_namespace": old} if old else {}),
    }


def gitea_push(**facts: Any) -> dict[str, Any]:
    return {
        "ref": "refs/heads/main",
        "before": "28e1879d029cb852e4844d9c718537df08844e03",
        "after": "bffeb74224043ba2feb48d137756c8a9331c449a",
        "compare_url": "",
        "commits": [],
        "total_commits": 0,
        "head_commit": None,
        "repository": {
            "id": 140,
            "owner": {"id": 1, "login": "web"},
            "name": "shop",
            "full_name": "web/shop",
            "private": False,
            "internal": True,
            "fork": False,
            "html_url": f"{HOST}/web/shop",
            "clone_url": f"{HOST}/web/shop.git",
            "language": "Go",
            "stars_count": 3,
            "forks_count": 1,
            "watchers_count": 5,
            "open_issues_count": 2,
            "default_branch": "main",
            "archived": False,
            "created_at": "2017-02-26T04:29:06-05:00",
            "updated_at": now(),
            "archived_at": "0001-01-01T00:00:00Z",
            **facts,
        },
        "pusher": {"id": 1, "login": "ada"},
        "sender": {"id": 1, "login": "ada"},
    }


def body_of(document: Any) -> bytes:
    return json.dumps(document).encode()


def hex_of(body: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def github_headers(event: str, body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "x-hub-signature-256": f"sha256={hex_of(body, secret)}",
    }


def gitea_headers(event: str, body: bytes, secret: str = SECRET) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "x-gitea-event": event,
        "x-gitea-delivery": "f6266f16-1bf3-46a5-9ea4-602e06ead473",
        "x-gitea-signature": hex_of(body, secret),
    }


def gitlab_headers(
    body: bytes, *, number: str = "evt-1", key: str = KEY, at: float = 0
) -> dict[str, str]:
    """As a hook with a signing token sends them."""
    seconds = str(int(at or time.time()))
    message = f"{number}.{seconds}.".encode() + body
    secret = base64.b64decode(key.removeprefix("whsec_"))
    digest = hmac.new(secret, message, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "x-gitlab-event": "Push Hook",
        "x-gitlab-instance": HOST,
        "webhook-id": number,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
