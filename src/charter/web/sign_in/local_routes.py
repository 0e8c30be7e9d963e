"""`/sign-in` on one's own machine: by the address that the command prints, once for each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.web.portal.answering import page, viewer_of
from charter.web.portal.pages import Viewer
from charter.web.problems import Problem
from charter.web.sign_in import pages
from charter.web.sign_in.forgery import is_own, origin_of
from charter.web.sign_in.local import TICKET, LocalDesk, came_through_a_proxy
from charter.web.sign_in.routes import Everywhere
from charter.web.sign_in.wanted import is_by_htmx, leave_by_htmx

OPEN = ("/sign-in", TICKET, "/signed-out")
router = APIRouter(include_in_schema=False)


def desk(request: Request) -> LocalDesk:
    """Where whoever started the command signs in."""
    found: LocalDesk = request.app.state.desk
    return found


AtDesk = Annotated[LocalDesk, Depends(desk)]


@router.get("/sign-in")
def begin(request: Request) -> Response:
    """Where the address is that signs in, and how to get another."""
    return _asked(request)


@router.post("/sign-in")
def another(request: Request, desk: AtDesk) -> Response:
    """Print another address on the terminal: who reads it there may come in."""
    if came_through_a_proxy(request) or not is_own(
        request.headers, origin_of(desk.options.address)
    ):
        raise Problem(403, "this was not sent by a page of this catalog.", kind="forgery")
    desk.starter.tell(desk.new_address())
    return _asked(request, is_printed=True)


@router.get(TICKET)
def finish(request: Request, desk: AtDesk, ticket: str = "") -> Response:
    """Sign this browser in; a ticket that was used, is old or is none leads on to a new one."""
    if desk.caller(request) is not None:
        return RedirectResponse("/", 303)  # the same address opened again
    if came_through_a_proxy(request) or not desk.tickets.take(ticket):
        return _asked(request, was_refused=True, status=401)
    secret = desk.sessions.begin(desk.starter.person, instead_of=desk.cookies.session(request))
    answer = RedirectResponse("/", 303)
    desk.cookies.keep_session(answer, secret)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, desk: AtDesk, everywhere: Everywhere = "") -> Response:
    """End the session, or all of theirs."""
    desk.sessions.end(desk.cookies.session(request))
    if everywhere:
        desk.sessions.end_all_of(desk.starter.person.subject)
    answer = RedirectResponse("/signed-out", 303)
    desk.cookies.drop_session(answer)
    return answer


@router.get("/signed-out")
def signed_out(request: Request) -> Response:
    """Where sign-out ends."""
    return pages.told(
        request,
        "You are signed out",
        "The catalog knows this browser no more. It goes on until you stop it in the terminal.",
        link="/sign-in",
        name="Sign in again",
    )


def refuse_page(request: Request) -> Response:
    """For a browser of nobody: where it can sign in."""
    if is_by_htmx(request):
        return leave_by_htmx("/sign-in")
    if request.method != "GET":
        return _asked(request, status=401)
    return RedirectResponse("/sign-in", 303)


def _asked(request: Request, *, status: int = 200, **told: bool) -> Response:
    nobody = Viewer(theme=viewer_of(request).theme)
    shown = {"is_printed": False, "was_refused": False, **told}
    answer = page(request, "terminal.html", status=status, viewer=nobody, **shown)
    answer.headers["cache-control"] = "no-store"
    return answer
