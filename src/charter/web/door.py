"""The door: finds out who comes, and lets nobody further than to what is open to all."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from charter.catalog.access.caller import NOBODY, Caller
from charter.errors import CharterError
from charter.web.expected import problem_of
from charter.web.problems import Problem, sign_in
from charter.web.service import Service
from charter.web.sign_in.wanted import is_by_htmx


class Door:
    """In front of every route and every mounted application, whoever forgot to ask."""

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # there are none here
            return
        if scope["type"] == "http":
            request = Request(scope)
            caller = await self._caller(request)
            scope["state"]["caller"] = caller
            self._count(request, caller)
            if not caller.is_known and not self._service.is_open(scope["path"]):
                page = self._service.refuse_page
                if page is None or not _wants_page(request):
                    raise sign_in()
                await page(request)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _caller(self, request: Request) -> Caller:
        try:
            return await run_in_threadpool(self._identified, request)
        except Problem:
            self._service.rates.count_address(request)  # who guesses is not let guess for long
            raise
        except CharterError as failure:
            raise problem_of(failure) from failure

    def _identified(self, request: Request) -> Caller:
        found = (identify(request) for identify in self._service.identify)
        return next((caller for caller in found if caller is not None), NOBODY)

    def _count(self, request: Request, caller: Caller) -> None:
        if caller.is_known:
            self._service.rates.count_caller(caller)
        elif request.url.path not in self._service.uncounted:
            self._service.rates.count_address(request)


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "") or is_by_htmx(request)
