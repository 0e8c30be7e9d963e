"""Nothing is changed for a person because another site told their browser to."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

from fastapi.exceptions import HTTPException
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from charter.catalog.access.caller import Kind
from charter.web.body import TOO_LARGE
from charter.web.problems import Problem
from charter.web.sign_in.cookies import Cookies

FIELD = "csrf"
HEADER = "x-csrf-token"
_HARMLESS = ("GET", "HEAD", "OPTIONS")
_FORM = "application/x-www-form-urlencoded"


class Forgery:
    """Behind the door: what a session changes must come from a page of its own.

    Every route is behind it, the ones of the API as well: who brings a cookie brings the token that
    belongs to it, in a form's field or in a header. Who brings an API token needs none.
    """

    def __init__(self, app: ASGIApp, *, cookies: Cookies, address: str, secret: str) -> None:
        self._app = app
        self._cookies = cookies
        self._origin = origin_of(address)
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _changes_for_a_person(scope):
            headers = Headers(scope=scope)
            if not is_own(headers, self._origin):
                raise _refused()
            sent = headers.get(HEADER, "")
            if not sent and headers.get("content-type", "").partition(";")[0].strip() == _FORM:
                body = await _read(receive)
                sent = _field(body)
                receive = _again(body, receive)
            expected = token_for(self._cookies.session(Request(scope)), self._secret)
            if not hmac.compare_digest(sent.encode(), expected.encode()):
                raise _refused()
        await self._app(scope, receive, send)


def token_for(session: str, secret: str) -> str:
    """The token of the forms of one session: nobody makes it who has not both."""
    digest: bytes = hmac.digest(secret.encode(), b"csrf:" + session.encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")


def is_own(headers: Headers, origin: str) -> bool:
    """Whether a page of `origin` sent it; where the browser does not say, it is none."""
    if (told := headers.getlist("origin")) or (told := headers.getlist("referer")):
        return [origin_of(each) for each in told] == [origin]
    return headers.get("sec-fetch-site") == "same-origin"


def origin_of(address: str) -> str:
    """Scheme, host and port as a browser writes them; empty where it is none."""
    try:
        place = urlsplit(address)
        port = place.port
    except ValueError:
        return ""
    if not place.scheme or not place.hostname:
        return ""
    host = f"[{place.hostname}]" if ":" in place.hostname else place.hostname
    usual = {"http": 80, "https": 443}.get(place.scheme)
    return f"{place.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def _changes_for_a_person(scope: Scope) -> bool:
    return scope["method"] not in _HARMLESS and scope["state"]["caller"].kind is Kind.PERSON


def _refused() -> Problem:
    return Problem(
        403,
        "this was not sent by a page of the catalog that you have open.",
        kind="forgery",
        hint="Open the page anew and send it again.",
    )


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        try:
            message = await receive()
        except HTTPException as large:
            raise Problem(large.status_code, TOO_LARGE) from large
        if message["type"] != "http.request":
            return bytes(body)
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever comes after it."""
    waiting = [body]

    async def receiving() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receiving


def _field(body: bytes) -> str:
    try:
        found = parse_qs(body.decode("ascii"), max_num_fields=200).get(FIELD, [])
    except ValueError:
        return ""
    return found[0] if len(found) == 1 else ""
