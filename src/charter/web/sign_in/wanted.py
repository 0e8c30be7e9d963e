"""What a browser of nobody wanted, and how it is led elsewhere. Pure."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


def is_by_htmx(request: Request) -> bool:
    """Whether it would put the answer into a page that is open already."""
    return request.headers.get("hx-request") == "true"


def leave_by_htmx(place: str) -> Response:
    """Let the page that is open give way to another: a redirect would be taken for a part of it."""
    return Response(status_code=401, headers={"HX-Redirect": place})
