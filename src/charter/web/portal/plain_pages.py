"""What needs no catalog: the page about it, the theme, the files beside pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.web.portal.answering import is_known, packed, page
from charter.web.portal.assets import asset_named
from charter.web.portal.pages import THEMES
from charter.web.portal.standing import LABELS, STATIONS
from charter.web.problems import Problem
from charter.web.service import service

OPEN = ("/static/", "/about", "/theme")
router = APIRouter(include_in_schema=False)
_FOR_EVER = "public, max-age=31536000, immutable"
_A_YEAR = 31_536_000  # seconds


@router.get("/static/{name}")
def asset(request: Request, name: str) -> Response:
    """A file by the name that says what is in it."""
    found = asset_named(name)
    if found is None:
        raise Problem(404, "there is no such file.")
    tag = f'"{name}"'
    headers = {"cache-control": _FOR_EVER, "etag": tag, "vary": "accept-encoding"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    if found.is_packed_already:
        return Response(found.content, headers=headers, media_type=found.type)
    return packed(request, found.content, found.type, headers)


@router.get("/about")
def about(request: Request) -> Response:
    """What the catalog is, and what its words mean."""
    return page(request, "about.html", here="about", stations=STATIONS, labels=LABELS)


@router.get("/theme")
def choose_theme(request: Request, to: str = "") -> Response:
    """Light, dark, or as the system says; and back to where they came from."""
    back = urlsplit(request.headers.get("referer", ""))
    path = back.path if back.netloc == request.url.netloc else "/"
    safe = path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
    answer = RedirectResponse(f"{safe}?{back.query}" if back.query and safe == path else safe, 303)
    if to in THEMES:
        answer.set_cookie(
            "theme",
            to,
            max_age=_A_YEAR,
            httponly=True,
            samesite="lax",
            secure=service(request).options.is_secure,
        )
    return answer
