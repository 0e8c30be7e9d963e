"""Pages as answers: who looks at them, what a browser may do with them, what it knows already."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.access.caller import NOBODY, Caller, Kind
from charter.catalog.access.rights import may_oversee
from charter.web.options import Anonymous, Options
from charter.web.portal.pages import THEMES, Site, Viewer, render
from charter.web.service import service

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_WORTH_PACKING = 1000  # bytes
_LEVEL = 5


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    viewer: Viewer | None = None,
    **shown: Any,
) -> Response:
    """The page, or 304 where the browser has it already; packed where it can unpack it.

    It is for whoever asks, unless there is another `viewer`.
    """
    viewer, site = viewer or viewer_of(request), site_of(request)
    body = render(template, site=site, viewer=viewer, **shown).encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {
        "cache-control": "private, no-cache",
        "content-security-policy": POLICY,
        "etag": tag,
        "vary": "cookie, authorization, accept-encoding",
    }
    if status == 200 and is_known(request, tag):  # noqa: PLR2004
        return Response(status_code=304, headers=headers)
    return packed(request, body, "text/html; charset=utf-8", headers, status=status)


def packed(
    request: Request, body: bytes, kind: str, headers: dict[str, str], *, status: int = 200
) -> Response:
    """The answer, by gzip where that is worth it and understood."""
    if len(body) > _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, _LEVEL, mtime=0)
        headers = {**headers, "content-encoding": "gzip"}
    return Response(body, status, headers, kind)


def is_known(request: Request, tag: str) -> bool:
    """Whether the browser says that it has just this."""
    known = request.headers.get("if-none-match", "")
    return tag in [each.strip() for each in known.split(",")]


def caller_of(request: Request) -> Caller:
    """Who the door found them to be; nobody where a page is made before the door."""
    caller: Caller = getattr(request.state, "caller", NOBODY)
    return caller


def viewer_of(request: Request) -> Viewer:
    """What the templates may know of them."""
    caller = caller_of(request)
    theme = request.cookies.get("theme", "")
    return Viewer(
        name=caller.name if caller.is_known else "",
        teams=caller.teams or frozenset(filter(None, [caller.namespace])),
        writes_all=may_oversee(caller),
        is_known=caller.is_known,
        is_person=caller.kind is Kind.PERSON,
        may_sign_in=service(request).has_sign_in,
        csrf=csrf_of(request),
        theme=theme if theme in THEMES else THEMES[0],
    )


def site_of(request: Request) -> Site:
    """What the organisation chose, and which of the two views this is."""
    options = service(request).options
    return Site(
        organisation=options.organisation or "the organisation",
        ospo=options.ospo,
        is_public_view=is_public_view(caller_of(request), options),
    )


def is_public_view(caller: Caller, options: Options) -> bool:
    """Whether they are shown the public entries only."""
    return not caller.is_known and options.anonymous == Anonymous.PUBLIC


def csrf_of(request: Request) -> str:
    """What every form of this session carries in its field `csrf`; empty without a session.

    The door puts it there, and what stands behind it lets no form in without it.
    """
    return str(getattr(request.state, "csrf", ""))
