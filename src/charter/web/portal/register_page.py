"""Registering by a form: what somebody knows, or the text of a catalog-info.yaml."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.catalog.access.change import check_change
from charter.catalog.describe import ANSWERS, COMPONENT, describe
from charter.catalog.entries import Telling
from charter.catalog.entry import Entry
from charter.errors import CatalogError, UnfitError
from charter.web.portal.addresses import address_of
from charter.web.portal.answering import caller_of, page, viewer_of
from charter.web.portal.views import members_catalog
from charter.web.problems import Problem
from charter.web.service import service

router = APIRouter(include_in_schema=False)
FORGES = ("github", "gitlab", "gitea", "forgejo")


class Told(BaseModel):
    """What the form says; it is shown again where something is wrong with it."""

    url: str = Field(default="", max_length=500)
    name: str = Field(default="", max_length=100)
    team: str = Field(default="", max_length=100)
    description: str = Field(default="", max_length=1000)
    maintainers: str = Field(default="", max_length=500)
    topics: str = Field(default="", max_length=300)
    forge: str = Field(default="", max_length=20)
    visibility: str = Field(default="", max_length=20)
    descriptor: str = Field(default="", max_length=60_000)


@router.get("/register")
def ask(request: Request) -> Response:
    """The two forms."""
    _check_may(request)
    return _asked(request, Told(team=next(iter(sorted(viewer_of(request).teams)), "")))


@router.post("/register")
def register(request: Request, told: Annotated[Told, Form()]) -> Response:
    """Put it into the catalog and show its page; or the form again, and what is wrong."""
    _check_may(request)
    catalog = members_catalog(request)
    try:
        entry = entry_of(told)
        caller = caller_of(request)
        catalog.tell(entry, Telling(check=partial(check_change, caller), sender=caller.actor))
    except CatalogError as wrong:
        if not isinstance(wrong, UnfitError):
            raise
        return _asked(request, told, failure=wrong)
    return RedirectResponse(address_of(entry.project.team, entry.project.name), 303)


def entry_of(told: Told) -> Entry:
    """What a repository's own files would say; raises UnfitError naming what is wrong."""
    import yaml  # noqa: PLC0415

    if told.descriptor:
        files = {COMPONENT: told.descriptor}
    else:
        is_open = told.visibility == "opensource"
        people, owner = (
            ("public_maintainers", "public_team") if is_open else ("maintainers", "team")
        )
        answers = {
            "name": told.name.strip(),
            "description": told.description.strip(),
            "visibility": "opensource" if is_open else "innersource",
            owner: told.team.strip(),
            people: told.maintainers.strip(),
            "topics": told.topics,
            "forge": told.forge if told.forge in FORGES else "",
        }
        files = {ANSWERS: yaml.safe_dump(answers)}
    try:
        entry = describe(files, told.url.strip())
    except CatalogError as wrong:
        message = wrong.message.replace(f"{ANSWERS} ", "the form ").replace(ANSWERS, "the form")
        raise UnfitError(message, hint=wrong.hint) from wrong
    if not entry.project.url:
        raise UnfitError("the address of the repository must be like https://host/group/name.")
    return entry


def _check_may(request: Request) -> None:
    if not viewer_of(request).may_register:
        members_catalog(request)  # nobody is asked to sign in
        raise Problem(
            403,
            "you are in no team that the catalog knows, so nothing would be yours to register.",
            hint=service(request).team_hint,
        )


def _asked(request: Request, told: Told, *, failure: UnfitError | None = None) -> Response:
    shown: dict[str, Any] = {"here": "register", "told": told, "forges": FORGES}
    message = f"{failure.message[0].upper()}{failure.message[1:]}" if failure else ""
    hint = failure.hint if failure else ""
    return page(
        request,
        "register.html",
        status=422 if failure else 200,
        failure=message,
        hint=hint,
        **shown,
    )
