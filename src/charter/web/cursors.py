"""Where a list goes on: signed, and of no use for another question."""

from __future__ import annotations

import json
from typing import Any

from itsdangerous import BadData, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from charter.web.problems import Problem


class Cursors:
    """Signs with the service's secret, so that nobody makes one of their own."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def write(self, question: str, place: Any) -> str:
        """The cursor of that place in the answer to `question`."""
        # not URLSafeSerializer: it tries first whether zlib would make it shorter, which is slow
        text = base64_encode(json.dumps(place, separators=(",", ":")))
        return self._signer(question).sign(text).decode()

    def read(self, question: str, cursor: str) -> Any:
        """The place; raises a Problem where it is no cursor of this question."""
        try:
            return json.loads(base64_decode(self._signer(question).unsign(cursor)))
        except (BadData, ValueError) as wrong:
            raise Problem(
                422, "this cursor is of another question.", hint="Begin without one."
            ) from wrong

    def _signer(self, question: str) -> Signer:
        return Signer(self._secret, salt=f"cursor {question}")
