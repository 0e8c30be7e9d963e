"""HEAD is answered as GET, without the body: every page and everything that is read."""

from __future__ import annotations

from starlette.types import Message, Scope

# what a GET uses up there, a HEAD must not: those who only look at links send it
_USED_UP = ("/sign-in/",)


def as_get(scope: Scope) -> Scope:
    """What goes further in: a GET for a HEAD, whose length and headers are the same."""
    if scope["method"] != "HEAD" or scope["path"].startswith(_USED_UP):
        return scope
    return {**scope, "method": "GET"}


def without_body(scope: Scope, message: Message) -> Message:
    """What goes out for a HEAD."""
    if scope["method"] == "HEAD" and message["type"] == "http.response.body":
        return {**message, "body": b""}
    return message
