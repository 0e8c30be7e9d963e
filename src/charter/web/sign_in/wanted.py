"""What a browser wanted to see, and how a page that is open gives way to another. Pure."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from charter.web.sign_in.local_path import local_path


def wanted_of(request: Request) -> str:
    """The page that was asked for, to come back to it."""
    wanted = quote(request.url.path, safe="/~!$&'()*+,;=:@")
    if request.url.query:
        wanted += f"?{request.url.query}"
    return local_path(wanted)


def is_by_htmx(request: Request) -> bool:
    """Whether it would put the answer into a page that is open already."""
    return request.headers.get("hx-request") == "true"


def leave_by_htmx(place: str) -> Response:
    """Let the page that is open give way to another: a redirect would be taken for a part of it."""
    return Response(status_code=401, headers={"HX-Redirect": place})
