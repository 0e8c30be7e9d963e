"""Who comes with a token: `Authorization: Bearer chr_…`."""

from __future__ import annotations

from starlette.requests import Request

from charter.catalog.access.caller import Caller
from charter.catalog.access.tokens import Tokens
from charter.web.problems import Problem
from charter.web.service import Identify


def by_token(tokens: Tokens) -> Identify:
    """Knows callers by their tokens; a wrong one is refused, not taken for nobody."""

    def identify(request: Request) -> Caller | None:
        told = request.headers.getlist("authorization")
        if not told:
            return None
        scheme, _, secret = told[0].partition(" ")
        caller = tokens.caller(secret.strip()) if scheme.lower() == "bearer" else None
        if caller is None or len(told) > 1:
            raise Problem(
                401,
                "this token opens nothing here: it is unknown, has expired or was revoked.",
                hint="charter catalog token create makes a new one.",
                headers={"WWW-Authenticate": 'Bearer realm="charter", error="invalid_token"'},
            )
        return caller

    return identify
