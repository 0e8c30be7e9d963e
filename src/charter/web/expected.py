"""Failures that can be expected become problems; whatever else is raised is a bug, told as one."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.access.change import ForbiddenError
from charter.catalog.identity import TakenError
from charter.errors import CharterError, UnfitError
from charter.plain_text import one_line
from charter.web.body import TOO_LARGE
from charter.web.problems import Problem, response_of

_log = logging.getLogger("charter.web")
_DETAILS = {
    400: "the request cannot be read.",
    404: "there is nothing here.",
    405: "this cannot be done here.",
    413: TOO_LARGE,
}
_MOST_ERRORS = 20


def install(app: FastAPI) -> None:
    """Every failure of a route goes through one of these."""
    for kind, becomes in (
        (Problem, lambda failure: failure),
        (CharterError, problem_of),
        (RequestValidationError, _invalid),
        (HTTPException, _http),
    ):
        app.add_exception_handler(kind, _answering(becomes))


def problem_of(failure: CharterError) -> Problem:
    """What may be told of it: the words of a failing database name files and servers."""
    if isinstance(failure, ForbiddenError):
        return Problem(403, failure.message, hint=failure.hint)
    if isinstance(failure, TakenError):
        return Problem(409, failure.message, hint=failure.hint)
    if isinstance(failure, UnfitError):
        return Problem(422, failure.message, hint=failure.hint)
    _log.error("the catalog failed", extra={"reason": failure.message})
    return Problem(
        503, "the catalog cannot be reached now.", hint="Try again.", headers={"Retry-After": "5"}
    )


def _answering(becomes: Any) -> Any:
    async def answer(request: Request, failure: Exception) -> Response:
        return response_of(becomes(failure), request.state.request_id)

    return answer


def _invalid(failure: RequestValidationError) -> Problem:
    """Where and what, without the value: it is as long as somebody made it, or a secret."""
    errors = [
        {"at": "/" + "/".join(map(_place, each["loc"])), "problem": str(each["msg"])}
        for each in failure.errors()[:_MOST_ERRORS]
    ]
    return Problem(422, "the request is not as it must be.", more={"errors": errors})


def _place(part: Any) -> str:
    return one_line(str(part))[:80].replace("~", "~0").replace("/", "~1")


def _http(failure: HTTPException) -> Problem:
    detail = _DETAILS.get(failure.status_code, "this is not possible.")
    return Problem(failure.status_code, detail, headers=failure.headers)
