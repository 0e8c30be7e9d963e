"""Duplicates avoided: what authors answered when shown what exists; and where they answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.catalog.access.change import check_answer
from charter.catalog.overview import Overview
from charter.catalog.reuse import Decision, ReuseAnswer
from charter.web.portal.addresses import address_of_full
from charter.web.portal.answering import caller_of, page
from charter.web.portal.reuse_view import reuse_of
from charter.web.portal.views import members_catalog
from charter.web.problems import Problem

router = APIRouter(include_in_schema=False)
_READ = 2000  # of the newest answers: by then each component has had its say


class Answered(BaseModel):
    """What the form says: `choice` is the decision and the entry that it is about."""

    choice: str = Field(max_length=250)
    name: str = Field(default="", max_length=100)
    description: str = Field(default="", max_length=300)
    team: str = Field(default="", max_length=100)
    nearest: list[str] = Field(default=[], max_length=20)


@router.get("/duplicates")
def show(request: Request) -> Response:
    """What was not built twice, and what components lack."""
    catalog = members_catalog(request)
    counts = Overview(catalog.database).decisions()
    shown = reuse_of(counts, catalog.answers(limit=_READ), datetime.now(UTC))
    return page(request, "reuse.html", here="board", shown=shown)


@router.post("/duplicates")
def answer(request: Request, told: Annotated[Answered, Form()]) -> Response:
    """Keep that somebody reuses an entry or will contribute to it, and lead them there."""
    catalog = members_catalog(request)
    check_answer(caller_of(request), told.team)
    decision, _, about = told.choice.partition(" ")
    if decision not in (Decision.REUSE, Decision.CONTRIBUTE):
        raise Problem(422, "one can reuse what exists, or contribute to it.")
    kept = catalog.record_answer(
        ReuseAnswer(
            Decision(decision),
            name=told.name,
            description=told.description,
            team=told.team,
            about=about,
            nearest=tuple(told.nearest),
        )
    )
    return RedirectResponse(f"{address_of_full(kept.about)}?{urlencode({'noted': decision})}", 303)
