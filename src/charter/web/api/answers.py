"""Which problems a route may answer with, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from charter.web.api.given import Problem
from charter.web.problems import MEDIA_TYPE

Answers = dict[int | str, dict[str, Any]]


def _problem(what: str) -> dict[str, Any]:
    schema = Problem.model_json_schema()
    return {"description": what, "content": {MEDIA_TYPE: {"schema": schema}}}


READING: Answers = {
    401: _problem("Nobody, or a token that opens nothing."),
    403: _problem("Somebody who may not."),
    413: _problem("Larger than anything can be."),
    422: _problem("The request is not as it must be."),
    429: _problem("Too many requests; `Retry-After` says when to go on."),
    500: _problem("A bug."),
    503: _problem("The database is away; `Retry-After` says when to try again."),
}
ABSENT: Answers = {404: _problem("There is no such entry.")}
WRITING: Answers = {
    400: _problem("The body is no JSON."),
    409: _problem("The name or the address is another entry's."),
    412: _problem("The entry has changed meanwhile."),
}
