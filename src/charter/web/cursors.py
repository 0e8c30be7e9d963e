"""Where a list goes on: signed, and of no use for another question."""

from __future__ import annotations

from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from charter.web.problems import Problem


class Cursors:
    """Signs with the service's secret, so that nobody makes one of their own."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def write(self, question: str, place: Any) -> str:
        """The cursor of that place in the answer to `question`."""
        return str(self._signer(question).dumps(place))

    def read(self, question: str, cursor: str) -> Any:
        """The place; raises a Problem where it is no cursor of this question."""
        try:
            return self._signer(question).loads(cursor)
        except BadData as wrong:
            raise Problem(
                422, "this cursor is of another question.", hint="Begin without one."
            ) from wrong

    def _signer(self, question: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._secret, salt=f"cursor {question}")
