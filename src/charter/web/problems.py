"""What went wrong, as problem+json (RFC 9457): plain words, and nothing of our insides."""

from __future__ import annotations

import http
import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
_PREFIX = "urn:charter:problem:"  # resolves to nothing on purpose: it is compared, not opened
_KINDS = {
    400: "bad-request",
    401: "sign-in",
    403: "forbidden",
    404: "not-found",
    405: "method",
    406: "not-acceptable",
    409: "taken",
    412: "changed-meanwhile",
    413: "too-large",
    415: "media-type",
    421: "other-name",
    422: "invalid",
    428: "precondition-required",
    429: "too-many",
    500: "bug",
    503: "away",
}


class Problem(Exception):  # noqa: N818 - it is the name of the standard
    """An answer that is no: `detail` and `hint` are shown to whoever asked."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str = "",
        hint: str = "",
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.kind = kind or _KINDS.get(status, "")
        self.hint = hint
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def sign_in() -> Problem:
    """For nobody, wherever they knock: what exists and what does not look the same."""
    return Problem(
        401,
        "this is only for members of the organisation.",
        hint="Sign in, or send a token: Authorization: Bearer chr_…",
        headers={"WWW-Authenticate": 'Bearer realm="charter"'},
    )


def document_of(problem: Problem, request_id: str) -> dict[str, Any]:
    """The members of the answer, always in this order."""
    title = http.HTTPStatus(problem.status).phrase
    document = {
        "type": f"{_PREFIX}{problem.kind}" if problem.kind else "about:blank",
        "title": title,
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.hint:
        document["hint"] = problem.hint
    return {**document, **problem.more, "request_id": request_id}


def response_of(problem: Problem, request_id: str) -> Response:
    """The whole answer."""
    text = json.dumps(document_of(problem, request_id), ensure_ascii=False)
    return Response(text, problem.status, problem.headers, media_type=MEDIA_TYPE)
