"""Where people sign in and out: what the routes of it work with."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from charter.catalog.access.caller import Caller
from charter.catalog.access.sessions import Sessions
from charter.database import Database
from charter.web.options import Options
from charter.web.sign_in.claims import GroupRules, caller_of
from charter.web.sign_in.cookies import Cookies
from charter.web.sign_in.forgery import token_for
from charter.web.sign_in.provider import Client, Provider


@dataclass(frozen=True)
class Desk:
    """It stands in `app.state.desk` where the options name a provider."""

    provider: Provider
    sessions: Sessions
    cookies: Cookies
    rules: GroupRules
    options: Options

    def caller(self, request: Request) -> Caller | None:
        """Whose browser sent it; None where it holds no session, or one that is over.

        What every form on a page for this browser carries in its field `csrf` stands then in
        `request.state.csrf`.
        """
        secret = self.cookies.session(request)
        session = self.sessions.find(secret) if secret else None
        if session is None:
            return None
        request.state.csrf = token_for(secret, self.options.secret)
        return caller_of(session.person, self.rules)


CALLBACK = "/sign-in/callback"


def desk_of(options: Options, database: Database) -> Desk:
    """The desk that the options describe."""
    client = Client(
        options.oidc_issuer,
        options.oidc_client_id,
        options.oidc_client_secret,
        options.address + CALLBACK,
        options.oidc_scope,
    )
    rules = GroupRules(
        options.oidc_groups_claim,
        options.oidc_groups_prefix,
        options.ospo_group,
        options.admin_group,
    )
    return Desk(Provider(client), Sessions(database), Cookies(options), rules, options)
