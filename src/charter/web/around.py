"""Around every request: its id, protecting headers, a line in the log, what becomes of a bug."""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charter.web.heads import as_get, without_body
from charter.web.metrics import Metrics
from charter.web.problems import Problem
from charter.web.refusal import refusal_of

_log = logging.getLogger("charter.web")
_OWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
PROTECTING = {
    # a page says its own; nothing else needs more than nothing
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_TLS_ONLY = "max-age=31536000"


class Around:
    """The outermost layer: nothing inside can answer without it."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, is_secure: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._protecting = dict(PROTECTING)
        if is_secure:
            self._protecting["strict-transport-security"] = _TLS_ONLY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = request_id = _id_of(Headers(scope=scope))
        begun, answered = time.perf_counter(), {"status": 0, "bytes": 0}

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered["status"] = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in self._protecting.items():
                    headers.setdefault(name, value)
            message = without_body(scope, message)
            answered["bytes"] += len(message.get("body", b""))
            await send(message)

        inside = as_get(scope)
        try:
            await self._app(inside, receive, sending)
        except Problem as problem:  # of a layer between this one and the routes
            await refusal_of(problem, Request(scope))(scope, receive, sending)
        except Exception:
            _log.exception("a bug", extra={"request_id": request_id})
            if answered["status"]:
                raise  # half an answer is out: the connection ends
            await refusal_of(_BUG, Request(scope))(scope, receive, sending)
        finally:
            self._note(scope, inside, answered, time.perf_counter() - begun)

    def _note(self, scope: Scope, inside: Scope, answered: dict[str, int], seconds: float) -> None:
        route = getattr(inside.get("route"), "path", "")
        self._metrics.note(scope["method"], route, answered["status"], seconds)
        caller: Any = scope["state"].get("caller")
        _log.info(
            "request",
            extra={
                "request_id": scope["state"]["request_id"],
                "method": scope["method"],
                "path": scope["path"],  # without the query: what people search for is theirs
                "route": route,
                "status": answered["status"],
                "bytes": answered["bytes"],
                "ms": round(seconds * 1000, 1),
                "caller": caller.actor if caller else "",
                "address": (scope.get("client") or ("",))[0],
            },
        )


_BUG = Problem(
    500,
    "something went wrong that should not have: a bug of Charter.",
    hint="Whoever runs the service finds it in the log by this request_id.",
)


def _id_of(headers: Headers) -> str:
    told = headers.get("x-request-id", "")
    return told if _OWN_ID.fullmatch(told) else secrets.token_hex(8)
