"""What went wrong, as a page that leads on: for people; programs get problem+json."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from charter.web.portal.answering import caller_of, page, site_of, viewer_of
from charter.web.problems import Problem

_TITLES = {
    401: "Sign in to see this",
    403: "This is not yours to do",
    404: "There is nothing here",
    405: "This cannot be done here",
    409: "The name is taken",
    413: "That is too much at once",
    421: "Not by this name",
    422: "The catalog cannot read that",
    429: "Too much, too quickly",
    500: "This is our mistake",
    503: "The catalog is away",
}


def wants_page(request: Request) -> bool:
    """Whether a person with a browser asks; what is below /api is for programs."""
    path, accepted = request.url.path, request.headers.get("accept", "")
    return "text/html" in accepted and not path.startswith(("/api/", "/export/"))


def error_page(request: Request, problem: Problem) -> Response:
    """The page for it, with the same status and headers."""
    answer = page(
        request,
        "error.html",
        status=problem.status,
        here="",
        number=problem.status,
        title=_TITLES.get(problem.status, "This is not possible"),
        detail=f"{problem.detail[0].upper()}{problem.detail[1:]}",
        hint=problem.hint if problem.status != 401 else "",  # noqa: PLR2004 - that is for programs
        ways=_ways(request, problem),
        request_id=getattr(request.state, "request_id", ""),
    )
    answer.headers.update({**problem.headers, "cache-control": "no-store"})
    del answer.headers["etag"]
    return answer


def _ways(request: Request, problem: Problem) -> list[tuple[str, str]]:
    """Where to go from here."""
    if problem.status == 401:  # noqa: PLR2004 - sign in
        return [("Sign in", "/sign-in")] if viewer_of(request).may_sign_in else []
    if problem.status >= 500:  # noqa: PLR2004 - ours
        return [("Try it again", request.url.path)]
    is_member = caller_of(request).is_known
    if not is_member and not site_of(request).is_public_view:
        return []
    words = request.url.path.rstrip("/").rpartition("/")[2][:80].replace("-", " ")
    found = [("To the catalog", "/")]
    if problem.status == 404 and words:  # noqa: PLR2004 - perhaps it has another name
        from urllib.parse import urlencode  # noqa: PLC0415

        found.insert(0, (f"Search the catalog for “{words}”", f"/?{urlencode({'q': words})}"))
    return found
