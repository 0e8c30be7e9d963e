"""No body is longer than what a route can want, whatever its headers promise."""

from __future__ import annotations

from fastapi.exceptions import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charter.web.problems import Problem

LARGEST = 2 * 1024 * 1024
TOO_LARGE = f"the request is larger than {LARGEST // 1024} KiB."


class BodyLimit:
    """Refuses at the announced length, and at the counted one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        if told.isdigit() and int(told) > LARGEST:
            raise Problem(413, TOO_LARGE)
        taken = 0

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > LARGEST:
                    raise HTTPException(413)  # FastAPI takes any other for a bad body
            return message

        await self._app(scope, receiving, send)
