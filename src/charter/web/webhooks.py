"""Messages of forges: signed, taken in once, and only about what the catalog knows."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse

from charter.catalog.news import gitea, github, gitlab
from charter.catalog.news.hear import Ear
from charter.catalog.news.news import News
from charter.catalog.news.signatures import (
    Signed,
    has_gitlab_token,
    is_from_gitea,
    is_from_github,
    is_from_gitlab,
)
from charter.web.options import Options
from charter.web.problems import Problem
from charter.web.who import Serving

OPEN = ("/webhooks/github", "/webhooks/gitlab", "/webhooks/gitea")
router = APIRouter()


@router.post("/webhooks/{forge}", include_in_schema=False)
async def receive(forge: str, request: Request, serving: Serving) -> JSONResponse:
    """A message of GitHub, GitLab, Gitea or Forgejo; says what was done."""
    body = await request.body()
    if not _is_signed(forge, serving.options, request.headers, body):
        serving.rates.count_address(request)  # who forges is not let try for long
        raise Problem(401, "this message is not signed as it must be.", kind="signature")
    news = _read(forge, request.headers, _document(request.headers, body))
    if news is None:
        return JSONResponse({"done": ["of no repository"]})
    ear = Ear(serving.catalog, forge)
    done = await run_in_threadpool(ear.hear, news, _number(forge, request.headers, body))
    return JSONResponse({"done": done})


def _is_signed(forge: str, options: Options, headers: Headers, body: bytes) -> bool:
    """False also where no secret of that forge is set: then nothing is taken from it."""
    secret = {
        "github": options.github_secret,
        "gitlab": options.gitlab_secret,
        "gitea": options.gitea_secret,
    }.get(forge, "")
    if not secret:
        return False
    if forge == "github":
        return is_from_github(secret, headers.get("x-hub-signature-256", ""), body)
    if forge == "gitea":
        told = headers.get("x-gitea-signature") or headers.get("x-forgejo-signature", "")
        return is_from_gitea(secret, told, body)
    signed = Signed(
        headers.get("webhook-id", ""),
        headers.get("webhook-timestamp", ""),
        headers.get("webhook-signature", ""),
    )
    if signed.signatures:
        return is_from_gitlab(secret, signed, body, time.time())
    return has_gitlab_token(secret, headers.get("x-gitlab-token", ""))


def _read(forge: str, headers: Headers, document: Mapping[str, Any]) -> News | None:
    if forge == "github":
        return github.read_news(headers.get("x-github-event", ""), document)
    if forge == "gitea":
        return gitea.read_news(_first(headers, "x-gitea-event", "x-forgejo-event"), document)
    return gitlab.read_news(document, headers.get("x-gitlab-instance", ""))


def _document(headers: Headers, body: bytes) -> Mapping[str, Any]:
    """The JSON, or the form's field that holds it; raises a Problem where there is none."""
    kind = headers.get("content-type", "").partition(";")[0].strip()
    try:
        text = body.decode()
        if kind == "application/x-www-form-urlencoded":
            text = parse_qs(text, strict_parsing=True)["payload"][0]
        document = json.loads(text)
    except (ValueError, KeyError, RecursionError) as wrong:
        raise Problem(400, "the message is no JSON.") from wrong
    return document if isinstance(document, dict) else {}


def _number(forge: str, headers: Headers, body: bytes) -> str:
    """What makes a message that one: its contents, for headers are not signed.

    GitLab's may be the same twice (pushed to and fro): there the number of the delivery counts
    too. It is signed, or else whoever replays a message has the secret anyway.
    """
    digest = hashlib.sha256(body)
    if forge == "gitlab":
        names = ("webhook-id", "idempotency-key", "x-gitlab-event-uuid")
        digest.update(_first(headers, *names).encode("utf-8", "replace"))
    return digest.hexdigest()


def _first(headers: Headers, *names: str) -> str:
    return next((headers[name] for name in names if headers.get(name)), "")
