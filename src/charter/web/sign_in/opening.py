"""Which way people sign in here: at a provider, from the terminal of their machine, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.access.sessions import Sessions
from charter.catalog.access.tokens import Token
from charter.database import Database
from charter.web.options import Options
from charter.web.sign_in import local_routes, routes
from charter.web.sign_in.desk import Desk, desk_of, is_still_theirs, rules_of
from charter.web.sign_in.forgery import Forgery
from charter.web.sign_in.local import LocalDesk, OwnHosts, Starter, local_desk_of
from charter.web.sign_in.renewal import Renewal


@dataclass(frozen=True)
class Opening:
    """The desk and what stands around it; layers before the door see every request first."""

    desk: Desk | LocalDesk
    router: APIRouter
    open_paths: tuple[str, ...]
    refuse_page: Callable[[Request], Response]
    before_door: tuple[Middleware, ...]
    behind_door: tuple[Middleware, ...]


def opening_of(options: Options, database: Database, starter: Starter | None) -> Opening | None:
    """None where no browser can sign in; a provider goes before a `starter`."""
    if options.oidc_issuer:
        desk = desk_of(options, database)
        behind_door = (_guard(options, desk), Middleware(Renewal, desk=desk))
        return Opening(desk, routes.router, routes.OPEN, routes.refuse_page, (), behind_door)
    if starter is None:
        return None
    local = local_desk_of(options, database, starter)
    return Opening(
        local,
        local_routes.router,
        local_routes.OPEN,
        local_routes.refuse_page,
        (Middleware(OwnHosts),),
        (_guard(options, local),),
    )


def holding(
    opening: Opening | None, options: Options, database: Database
) -> Callable[[Token], bool]:
    """What tells whether a token is still its owner's to have, sign-in or not."""
    if opening is not None:
        return opening.desk.holds
    return partial(is_still_theirs, sessions=Sessions(database), rules=rules_of(options))


def _guard(options: Options, desk: Desk | LocalDesk) -> Middleware:
    """What a session changes comes from a page of its own."""
    return Middleware(Forgery, cookies=desk.cookies, address=options.address, secret=options.secret)
