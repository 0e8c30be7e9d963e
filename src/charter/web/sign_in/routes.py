"""`/sign-in`, what comes back from the provider, `/sign-out`."""

from __future__ import annotations

import hmac
import logging
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.errors import CharterError
from charter.plain_text import one_line
from charter.web.sign_in import pages
from charter.web.sign_in.claims import has_groups, person_of
from charter.web.sign_in.cookies import Pending
from charter.web.sign_in.desk import CALLBACK, Desk
from charter.web.sign_in.fetch import ProviderAwayError
from charter.web.sign_in.local_path import local_path
from charter.web.sign_in.provider import RefusedError
from charter.web.sign_in.wanted import is_by_htmx, leave_by_htmx, wanted_of

OPEN = ("/sign-in", CALLBACK, "/signed-out")
_LONGEST_CODE = 4096
# what a provider answers where it would have to ask (OpenID Connect Core, 3.1.2.6)
_ASKS_THEM = (
    "login_required",
    "interaction_required",
    "consent_required",
    "account_selection_required",
    "access_denied",
)
_log = logging.getLogger("charter.web")
router = APIRouter(include_in_schema=False)


def desk(request: Request) -> Desk:
    """Where people sign in here."""
    found: Desk = request.app.state.desk
    return found


AtDesk = Annotated[Desk, Depends(desk)]
Everywhere = Annotated[str, Form(max_length=10)]  # whatever it says: every browser of theirs


@router.get("/sign-in")
def begin(request: Request, desk: AtDesk) -> Response:
    """Send the browser to the provider; it comes back to `next`, a page of this service."""
    onward = local_path(request.query_params.get("next", ""))
    try:
        return desk.ask(onward)
    except ProviderAwayError as away:
        return _away(request, away, onward)


@router.get(CALLBACK)
def finish(request: Request, desk: AtDesk) -> Response:
    """The provider sends the browser back: whoever it vouches for is signed in."""
    pending = desk.cookies.pending(request)
    onward = pending.next if pending else "/"
    try:
        answer = _signed_in(request, desk, pending)
    except ProviderAwayError as away:
        is_silent = pending is not None and pending.is_silent
        answer = RedirectResponse(onward, 303) if is_silent else _away(request, away, onward)
    except RefusedError as refused:
        _log.warning("nobody signed in", extra={"reason": one_line(refused.message)})
        answer = _again(request, refused.message, onward)
    desk.cookies.drop_pending(answer)
    return answer


def _signed_in(request: Request, desk: Desk, pending: Pending | None) -> Response:
    told = request.query_params
    if pending is None or not hmac.compare_digest(
        told.get("state", "").encode(), pending.state.encode()
    ):
        raise RefusedError("this browser has begun no such sign-in, or more than ten minutes ago.")
    if told.get("iss", desk.provider.client.issuer) != desk.provider.client.issuer:
        raise RefusedError("another provider answered than was asked.")
    if pending.is_silent and "error" in told:
        return _not_vouched(request, desk, pending.next)
    code = told.get("code", "")
    if "error" in told or not 0 < len(code) <= _LONGEST_CODE:
        raise RefusedError("the provider did not sign you in.")
    proof = desk.provider.exchange(code, nonce=pending.nonce, verifier=pending.verifier)
    claims = proof.claims
    if not has_groups(claims, desk.rules):
        claims = {**desk.provider.user_claims(proof), **claims}
    person, held = person_of(claims, desk.rules), desk.cookies.session(request)
    answer = RedirectResponse(pending.next, 303)
    if pending.is_silent and desk.sessions.renew(held, person, id_token=proof.id_token):
        return answer  # as it was, so that forms in other tabs are still its own
    secret = desk.sessions.begin(person, id_token=proof.id_token, instead_of=held)
    desk.cookies.keep_session(answer, secret)
    return answer


def _not_vouched(request: Request, desk: Desk, onward: str) -> Response:
    """The provider did not vouch for somebody once more, without asking them anything."""
    if request.query_params["error"] not in _ASKS_THEM:
        return RedirectResponse(onward, 303)  # it cannot now, or never: the session ends in time
    desk.sessions.end(desk.cookies.session(request))
    answer = RedirectResponse(_way_in(onward), 303)
    desk.cookies.drop_session(answer)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, desk: AtDesk, everywhere: Everywhere = "") -> Response:
    """End the session here, then at the provider where it has a place for that."""
    secret = desk.cookies.session(request)
    session = desk.sessions.find(secret)
    desk.sessions.end(secret)
    if everywhere and session:
        desk.sessions.end_all_of(session.person.subject)
    id_token = session.id_token if session else ""
    place = desk.provider.sign_out_url(id_token=id_token, back=f"{desk.options.address}/signed-out")
    answer: Response = RedirectResponse("/signed-out", 303)
    if place:
        answer = pages.leading(
            request,
            "You are signed out of the catalog",
            "Now your provider is asked to sign you out as well.",
            link=place,
            name="Sign out at the provider",
        )
    desk.cookies.drop_session(answer)
    return answer


@router.get("/signed-out")
def signed_out(request: Request) -> Response:
    """Where sign-out ends."""
    return pages.told(
        request,
        "You are signed out",
        "The catalog knows this browser no more.",
        link="/sign-in",
        name="Sign in again",
    )


def refuse_page(request: Request) -> Response:
    """For a browser of nobody, the same wherever it knocks: sign in, then go on there."""
    way_in = _way_in(wanted_of(request) if request.method == "GET" else "/")
    if is_by_htmx(request):
        return leave_by_htmx(way_in)
    if request.method != "GET":
        return _again(request, "you are not signed in, or not any more.", "/", status=401)
    return RedirectResponse(way_in, 303)


def _way_in(onward: str) -> str:
    return f"/sign-in?{urlencode({'next': onward})}"


def _away(request: Request, away: CharterError, onward: str) -> Response:
    _log.error("the OpenID provider is away", extra={"reason": one_line(away.message)})
    return pages.told(
        request,
        "Nobody can sign in right now",
        "The sign-in service of your organisation does not answer the catalog as it should. "
        "Whoever runs the catalog finds the reason in its log; API tokens work all the same.",
        link=_way_in(onward),
        name="Try again",
        status=503,
    )


def _again(request: Request, reason: str, onward: str, status: int = 400) -> Response:
    return pages.told(
        request,
        "You are not signed in",
        f"{reason[:1].upper()}{reason[1:]}",
        link=_way_in(onward),
        name="Sign in",
        status=status,
    )
