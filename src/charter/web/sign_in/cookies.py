"""The two cookies: one holds a session, one a sign-in that has begun. Sent by https only.

On plain http, which the options allow on this machine only, they go without what https makes
possible: there `__Host-` and Secure would keep some browsers from sending them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from charter.web.options import Options

_SESSION = "charter-session"
_PENDING = "charter-sign-in"
_PENDING_SECONDS = 600


@dataclass(frozen=True)
class Pending:
    """A sign-in that this browser has begun; only what comes back to it fits."""

    state: str
    nonce: str
    verifier: str
    next: str
    is_silent: bool = False


class Cookies:
    """What the browser is given to hold, and what it brings back."""

    def __init__(self, options: Options) -> None:
        self._is_secure = options.is_secure
        self._signer = URLSafeTimedSerializer(
            options.secret, salt="charter sign-in", signer_kwargs={"digest_method": sha256}
        )

    def session(self, request: Request) -> str:
        """What opens the session; empty where the browser holds none."""
        return request.cookies.get(self._name(_SESSION), "")

    def keep_session(self, response: Response, secret: str) -> None:
        self._set(response, _SESSION, secret)

    def drop_session(self, response: Response) -> None:
        self._drop(response, _SESSION)

    def pending(self, request: Request) -> Pending | None:
        """The sign-in that this browser began; None where it is old or not as it was."""
        try:
            told = self._signer.loads(
                request.cookies.get(self._name(_PENDING), ""), max_age=_PENDING_SECONDS
            )
            return Pending(**json.loads(told))
        except (BadData, ValueError, TypeError):
            return None

    def keep_pending(self, response: Response, pending: Pending) -> None:
        text = self._signer.dumps(json.dumps(asdict(pending)))
        self._set(response, _PENDING, str(text), seconds=_PENDING_SECONDS)

    def drop_pending(self, response: Response) -> None:
        self._drop(response, _PENDING)

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self._is_secure else name

    def _set(
        self, response: Response, name: str, value: str, *, seconds: int | None = None
    ) -> None:
        response.set_cookie(
            self._name(name),
            value,
            max_age=seconds,
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax",
        )

    def _drop(self, response: Response, name: str) -> None:
        self._set(response, name, "", seconds=0)
