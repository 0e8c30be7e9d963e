"""Without a provider, on one's own machine: who started the command signs in by a ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from charter.catalog.access.caller import Caller, Kind
from charter.catalog.access.sessions import Lifetime, Person, Sessions
from charter.catalog.access.tokens import Token
from charter.catalog.words import key
from charter.database import Database
from charter.web.options import LOCAL, Options
from charter.web.problems import Problem
from charter.web.sign_in.cookies import Cookies
from charter.web.sign_in.desk import is_still_theirs, rules_of
from charter.web.sign_in.forgery import token_for
from charter.web.sign_in.tickets import Tickets

TICKET = "/sign-in/local"
TEAM_HINT = "Run `charter settings set answers.team TEAM`, then start the service again."
# what a proxy adds: whoever comes through one may sit anywhere
_PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True)
class Starter:
    """Who started the command: the groups are the teams; `tell` shows a text on the terminal."""

    person: Person
    tell: Callable[[str], None]


@dataclass(frozen=True)
class LocalDesk:
    """It stands in `app.state.desk` where nobody but who started the command may sign in."""

    starter: Starter
    sessions: Sessions
    cookies: Cookies
    options: Options
    tickets: Tickets = field(default_factory=Tickets)

    def caller(self, request: Request) -> Caller | None:
        """As `Desk.caller`; the teams are those of the settings that the command began with."""
        secret = self.cookies.session(request)
        session = self.sessions.find(secret) if secret else None
        person = self.starter.person
        if session is None or session.person.subject != person.subject:
            return None
        request.state.csrf = token_for(secret, self.options.secret)
        teams = frozenset(filter(None, map(key, person.groups)))
        return Caller(Kind.PERSON, subject=person.subject, name=person.name, teams=teams)

    def holds(self, token: Token) -> bool:
        """As `Desk.holds`; those of whoever started it are for the teams that they have now."""
        person = self.starter.person
        if token.owner == person.subject:
            return not token.namespace or token.namespace in map(key, person.groups)
        return is_still_theirs(token, self.sessions, rules_of(self.options))

    def new_address(self) -> str:
        """What signs one browser in, once."""
        return f"{self.options.address}{TICKET}?ticket={self.tickets.new()}"


def local_desk_of(options: Options, database: Database, starter: Starter) -> LocalDesk:
    """The desk for whoever started the command."""
    whole = Lifetime.whole  # there is no provider whose word could be old
    sessions = Sessions(database, Lifetime(vouched=whole))
    return LocalDesk(starter, sessions, Cookies(options), options)


def came_through_a_proxy(request: Request) -> bool:
    """Whether the request says so itself."""
    return any(name in request.headers for name in _PASSED_ON)


class OwnHosts:
    """Only by the names of this machine: a site whose name leads here (DNS rebinding) gets nothing.

    A browser takes such a site for the owner of everything that is read by its name.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_local(Headers(scope=scope).getlist("host")):
            raise Problem(
                421,
                "this catalog is for one machine, and answers to no other name than its own.",
                hint=f"Open it at one of {', '.join(LOCAL)}.",
            )
        await self._app(scope, receive, send)


def _is_local(told: list[str]) -> bool:
    if len(told) != 1:
        return False
    try:
        place = urlsplit(f"//{told[0]}")
    except ValueError:
        return False
    return place.hostname in LOCAL and place.username is None and not place.path
