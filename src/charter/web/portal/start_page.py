"""Start a project: what is near to the wish first, then the command."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.access.rights import may_answer
from charter.web.portal.answering import caller_of, page, viewer_of
from charter.web.portal.start_view import command_of, wish_of
from charter.web.portal.views import members_catalog

router = APIRouter(include_in_schema=False)
_NEAR = 5


@router.get("/start")
def start(
    request: Request, name: str = "", description: str = "", team: str = "", visibility: str = ""
) -> Response:
    """Nothing is stored: the address says what was wished. Who takes what exists says so apart."""
    catalog = members_catalog(request)
    wish = wish_of(name, description, team, visibility, request.query_params.get("because", ""))
    near = catalog.look_alikes(wish.name, wish.description, limit=_NEAR) if wish.is_told else ()
    return page(
        request,
        "start.html",
        here="start",
        wish=wish,
        near=near,
        command=command_of(wish),
        teams=sorted(viewer_of(request).teams),
        speaks_for=wish.team if may_answer(caller_of(request), wish.team) else "",
    )
