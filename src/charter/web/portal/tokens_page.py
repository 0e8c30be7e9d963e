"""My tokens: made, shown once, listed, revoked; only one's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.catalog.access.caller import Kind, Scope
from charter.catalog.access.rights import may_issue
from charter.catalog.access.tokens import Wish
from charter.catalog.times import utc_now
from charter.errors import UsageError
from charter.web.portal.answering import caller_of, page
from charter.web.problems import Problem
from charter.web.service import service

router = APIRouter(include_in_schema=False)


class Wanted(BaseModel):
    """What the form says."""

    label: str = Field(default="", max_length=200)
    team: str = Field(default="", max_length=100)
    days: int = Field(default=90, ge=1, le=366)


@router.get("/tokens")
def show(request: Request) -> Response:
    """The tokens of whoever is signed in, and a form for another."""
    return _shown(request)


@router.post("/tokens")
def create(request: Request, wanted: Annotated[Wanted, Form()]) -> Response:
    """A new one, shown this once."""
    _owner(request)
    caller = caller_of(request)
    scopes = (Scope.READ, Scope.WRITE) if wanted.team else (Scope.READ,)
    if not may_issue(caller, scopes, wanted.team):
        raise Problem(403, "a token may only write the entries of a team that you are in.")
    wish = Wish(wanted.label, scopes, wanted.team, wanted.days)
    try:
        secret, _ = service(request).tokens.create(wish, caller.actor, owner=caller.subject)
    except UsageError as wrong:
        return _shown(request, failure=wrong.message, status=422)
    return _shown(request, secret=secret)


@router.post("/tokens/{number}/revoke")
def revoke(request: Request, number: Annotated[int, Path(ge=1, lt=2**31)]) -> Response:
    """It opens nothing any more, at once."""
    owner = _owner(request)
    tokens = service(request).tokens
    if number not in {each.id for each in tokens.list_tokens(owner=owner)}:
        raise Problem(404, "you have no such token.")
    tokens.revoke(number, owner=owner)
    return RedirectResponse("/tokens", 303)


def _owner(request: Request) -> str:
    caller = caller_of(request)
    if caller.kind is not Kind.PERSON:
        raise Problem(403, "tokens are made by people who are signed in.")
    return caller.subject


def _shown(request: Request, *, secret: str = "", failure: str = "", status: int = 200) -> Response:
    mine = service(request).tokens.list_tokens(owner=_owner(request))
    answer = page(
        request,
        "tokens.html",
        status=status,
        here="tokens",
        tokens=mine,
        now=utc_now(),
        secret=secret,
        failure=failure,
    )
    if secret:
        answer.headers["cache-control"] = "no-store"  # the browser keeps it nowhere
        del answer.headers["etag"]
    return answer
