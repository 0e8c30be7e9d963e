"""The few pages on the way in and out, as the portal shows them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from charter.web.portal.answering import page, viewer_of
from charter.web.portal.pages import Viewer


def told(
    request: Request, title: str, text: str, *, link: str, name: str, status: int = 200
) -> Response:
    """A page with one way on; every text is escaped."""
    return _page(request, title, text, link, name, status=status)


def leading(request: Request, title: str, text: str, *, link: str, name: str) -> Response:
    """A page that goes on by itself.

    Not a redirect: what answers a form may only lead to where the page's policy lets forms go.
    """
    return _page(request, title, text, link, name, goes_on=True)


def _page(
    request: Request,
    title: str,
    text: str,
    link: str,
    name: str,
    *,
    status: int = 200,
    goes_on: bool = False,
) -> Response:
    shown = {"title": title, "text": text, "link": link, "name": name, "goes_on": goes_on}
    nobody = Viewer(theme=viewer_of(request).theme)  # not any more, or not yet
    answer = page(request, "told.html", status=status, viewer=nobody, **shown)
    answer.headers["cache-control"] = "no-store"
    return answer
