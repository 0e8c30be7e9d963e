"""What its team says of an entry by a button: it is alive, or nobody should build on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.catalog.entry import Entry
from charter.catalog.store import Catalog
from charter.plain_text import one_line
from charter.web.portal.addresses import address_of
from charter.web.portal.answering import viewer_of
from charter.web.portal.entry_page import ABSENT
from charter.web.portal.views import Members, members_catalog
from charter.web.problems import Problem

router = APIRouter(include_in_schema=False)
LONGEST_REASON = 300  # as `charter archive --because`


class Archival(BaseModel):
    """What the form says."""

    because: str = Field(default="", max_length=LONGEST_REASON)


@router.post("/entries/{team}/{name}/confirm")
def confirm(request: Request, team: str, name: str) -> Response:
    """Somebody of its team vouches for it; it is in no archive any more."""
    catalog, entry = _own(request, team, name, "confirm it")
    catalog.confirm(entry)
    return _back(entry)


@router.post("/entries/{team}/{name}/archive")
def archive(request: Request, team: str, name: str, told: Annotated[Archival, Form()]) -> Response:
    """Somebody of its team says why nobody should build on it any more."""
    catalog, entry = _own(request, team, name, "archive it")
    reason = one_line(told.because)
    if not reason:
        raise Problem(
            422,
            "an archived project says why.",
            hint="Whoever finds it reads that: what takes its place, or why it ended.",
        )
    catalog.archive(entry, reason)
    return _back(entry)


def _own(request: Request, team: str, name: str, what: str) -> tuple[Catalog, Entry]:
    """The entry, and the catalog that changes it in their name; raises a Problem."""
    catalog = members_catalog(request)
    found = Members(catalog).entry(team, name)
    if found is None:
        raise Problem(404, ABSENT)
    owner = found.project.team
    if not viewer_of(request).may_write(owner):
        who = f"the team {owner} and the OSPO" if owner else "the OSPO"
        raise Problem(403, f"only {who} can {what}.")
    return catalog, found


def _back(entry: Entry) -> Response:
    return RedirectResponse(address_of(entry.project.team, entry.project.name) + "#health", 303)
