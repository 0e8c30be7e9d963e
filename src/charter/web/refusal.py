"""An answer that is no: a page for a person with a browser, problem+json for every program."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import Response

from charter.web.portal.error_page import error_page, wants_page
from charter.web.problems import Problem, response_of

_log = logging.getLogger("charter.web")


def refusal_of(problem: Problem, request: Request) -> Response:
    """The answer in the form that whoever asked can read."""
    if wants_page(request):
        try:
            return error_page(request, problem)
        except Exception:  # noqa: BLE001 - what went wrong may go wrong for this page, too
            _log.exception("no page for a problem")
    return response_of(problem, request.state.request_id)
