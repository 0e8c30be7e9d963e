"""What went wrong, as a page that leads on: for people; programs get problem+json."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from charter.web.portal.answering import caller_of, page, site_of, viewer_of
from charter.web.problems import Problem

_TITLES = {
    401: "Sign in to see this",
    403: "This is not yours to do",
    404: "There is nothing here",
    405: "This is no page",
    409: "The name is taken",
    413: "That is too much at once",
    421: "Not by this name",
    422: "The catalog cannot read that",
    429: "Too much, too quickly",
    500: "This is our mistake",
    503: "The catalog is away",
}
# for people: the words of the problem are for whoever has a request before them
_HINTS = {
    401: "",
    405: "Forms are sent to this address; nothing is there to look at.",
    500: "Whoever runs the service finds in its log what happened, by the number below.",
    503: "It is its database that does not answer. Mostly that is over within a minute.",
}
_PASSING = (429, 500, 503)  # the same may go well a little later
_NO_DOOR = (
    "Whoever runs it connects the organisation's provider. For yourself alone, on your machine,"
    " `charter catalog serve --open` signs you in."
)
_WITHOUT_SIGN_IN = (
    "No browser can sign in here",
    "The catalog is only for members of the organisation, and knows no place where they sign in.",
    _NO_DOOR,
)


def wants_page(request: Request) -> bool:
    """Whether a person with a browser asks; what is below /api is for programs."""
    path, accepted = request.url.path, request.headers.get("accept", "")
    return "text/html" in accepted and not path.startswith(("/api/", "/export/"))


def error_page(request: Request, problem: Problem) -> Response:
    """The page for it, with the same status and headers."""
    title, detail, hint = _told(request, problem)
    answer = page(
        request,
        "error.html",
        status=problem.status,
        here="",
        number=problem.status,
        title=title,
        detail=f"{detail[0].upper()}{detail[1:]}",
        hint=hint,
        ways=_ways(request, problem),
        request_id=getattr(request.state, "request_id", "") if problem.status in _PASSING else "",
    )
    answer.headers.update({**problem.headers, "cache-control": "no-store"})
    del answer.headers["etag"]
    return answer


def _told(request: Request, problem: Problem) -> tuple[str, str, str]:
    """Title, what is wrong, what to do."""
    status = problem.status
    if status == 401 and not viewer_of(request).may_sign_in:  # noqa: PLR2004 - sign in
        return _WITHOUT_SIGN_IN
    hint = _HINTS.get(status, problem.hint)
    if status >= 500 and request.method != "GET":  # noqa: PLR2004 - ours
        hint += " Go back and look whether what you sent has arrived, before you send it again."
    return _TITLES.get(status, "This is not possible"), problem.detail, hint


def _ways(request: Request, problem: Problem) -> list[tuple[str, str]]:
    """Where to go from here, the likeliest first."""
    if problem.status == 401:  # noqa: PLR2004 - sign in
        return [("Sign in", "/sign-in")] if viewer_of(request).may_sign_in else []
    if problem.status in _PASSING:
        return [_again(request)]
    is_member = caller_of(request).is_known
    if not is_member and not site_of(request).is_public_view:
        return []
    words = request.url.path.rstrip("/").rpartition("/")[2][:80].replace("-", " ")
    found = [("To the catalog", "/")]
    if problem.status == 404 and words:  # noqa: PLR2004 - perhaps it has another name
        found.insert(0, (f"Search the catalog for “{words}”", f"/?{urlencode({'q': words})}"))
    return found


def _again(request: Request) -> tuple[str, str]:
    if request.method == "GET":
        return "Try it again", _local(request.url.path, request.url.query)
    back = urlsplit(request.headers.get("referer", ""))
    is_own = back.netloc == request.url.netloc
    return "Go back", _local(back.path, back.query) if is_own else "/"


def _local(path: str, query: str) -> str:
    """A path of this service and of no other: two slashes would be one."""
    safe = f"/{path.lstrip('/')}".replace("\\", "%5C")
    return f"{safe}?{query}" if query else safe
