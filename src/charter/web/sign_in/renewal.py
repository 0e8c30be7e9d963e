"""Whoever opens a page is vouched for anew every quarter of an hour, and sees nothing of it."""

from __future__ import annotations

import threading
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from charter.catalog.access.secret import hash_of
from charter.web.sign_in.desk import Desk
from charter.web.sign_in.fetch import ProviderAwayError
from charter.web.sign_in.wanted import is_by_htmx, wanted_of

_AGAIN_SECONDS = 120.0  # other tabs, and who comes back from a provider that does not answer
_ELSEWHERE = ("/sign-in", "/sign-out", "/signed-out", "/static/", "/theme", "/api/", "/export/")


class Attempts:
    """When each session was sent to the provider last. Used by many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, float] = {}

    def begin(self, secret: str) -> bool:
        """Whether it is time for one; then it is made."""
        now, key = time.monotonic(), hash_of(secret)
        with self._lock:
            self._made = {each: at for each, at in self._made.items() if now - at < _AGAIN_SECONDS}
            if key in self._made:
                return False
            self._made[key] = now
        return True


class Renewal:
    """Behind the door: the provider says whether somebody still is who they were.

    It is asked by way of the browser, without a question to the person (`prompt=none`): every
    provider can do that, and nothing that opens the provider is kept here.
    """

    def __init__(self, app: ASGIApp, *, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._attempts = Attempts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["state"].get("renewal_due"):
            request = Request(scope)
            if _opens_a_page(request):
                answer = await run_in_threadpool(self._asked, request)
                if answer is not None:
                    await answer(scope, receive, send)
                    return
        await self._app(scope, receive, send)

    def _asked(self, request: Request) -> Response | None:
        if not self._attempts.begin(self._desk.cookies.session(request)):
            return None
        try:
            return self._desk.ask(wanted_of(request), is_silent=True)
        except ProviderAwayError:
            return None  # the session goes on until it ends by itself


def _opens_a_page(request: Request) -> bool:
    """Whether the browser can be sent elsewhere: not from within a page that is open."""
    headers = request.headers
    return (
        request.method == "GET"
        and "text/html" in headers.get("accept", "")
        and not is_by_htmx(request)
        and headers.get("sec-fetch-mode", "navigate") == "navigate"
        and not request.url.path.startswith(_ELSEWHERE)
    )
