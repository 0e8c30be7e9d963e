"""Who comes with a token: `Authorization: Bearer chr_…`."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from charter.catalog.access.caller import Caller
from charter.catalog.access.tokens import Token, Tokens, caller_of
from charter.web.problems import Problem
from charter.web.service import Identify

_HEADERS = {"WWW-Authenticate": 'Bearer realm="charter", error="invalid_token"'}


def by_token(tokens: Tokens, holds: Callable[[Token], bool]) -> Identify:
    """Knows callers by their tokens; a wrong one is refused, not taken for nobody.

    `holds` tells whether a token that is good in itself is still its owner's to have.
    """

    def identify(request: Request) -> Caller | None:
        told = request.headers.getlist("authorization")
        if not told:
            return None
        scheme, _, secret = told[0].partition(" ")
        token = tokens.find(secret.strip()) if scheme.lower() == "bearer" else None
        if token is None or len(told) > 1:
            raise Problem(
                401,
                "this token opens nothing here: it is unknown, has expired or was revoked.",
                hint="charter catalog token create makes a new one.",
                headers=_HEADERS,
            )
        if not holds(token):
            raise Problem(
                401,
                "this token rests: whoever made it has left its team, or did not sign in for a"
                " month.",
                hint="Once its owner signs in as a member of that team, it works again.",
                headers=_HEADERS,
            )
        return caller_of(token)

    return identify
