"""Where people sign in and out: what the routes of it work with."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.catalog.access.caller import Caller
from charter.catalog.access.sessions import Sessions
from charter.catalog.access.tokens import Token
from charter.database import Database
from charter.web.options import Options
from charter.web.sign_in.claims import GroupRules, caller_of
from charter.web.sign_in.cookies import Cookies, Pending
from charter.web.sign_in.forgery import token_for
from charter.web.sign_in.membership import is_due, still_holds
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
        if session is None or not session.person.subject.startswith(f"{self.options.oidc_issuer}|"):
            return None
        request.state.csrf = token_for(secret, self.options.secret)
        request.state.renewal_due = is_due(session, datetime.now(UTC))
        return caller_of(session.person, self.rules)

    def holds(self, token: Token) -> bool:
        """Whether it is still its owner's to have."""
        return is_still_theirs(token, self.sessions, self.rules)

    def ask(self, onward: str, *, is_silent: bool = False) -> Response:
        """Send the browser to the provider, to come back to `onward`; raises ProviderAwayError.

        Where it `is_silent` the provider asks the person nothing: it vouches for them, or says why
        it does not.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        place = self.provider.authorization_url(
            state=state, nonce=nonce, verifier=verifier, is_silent=is_silent
        )
        answer = RedirectResponse(place, 303)
        self.cookies.keep_pending(answer, Pending(state, nonce, verifier, onward, is_silent))
        return answer


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
    rules = rules_of(options)
    return Desk(Provider(client), Sessions(database), Cookies(options), rules, options)


def is_still_theirs(token: Token, sessions: Sessions, rules: GroupRules) -> bool:
    """Whether a token is still its owner's to have, by the last word about them."""
    last = sessions.last_word(token.owner) if token.owner else None
    return still_holds(token, last, rules, datetime.now(UTC))


def rules_of(options: Options) -> GroupRules:
    """How the provider's groups are read here."""
    return GroupRules(
        options.oidc_groups_claim,
        options.oidc_groups_prefix,
        options.ospo_group,
        options.admin_group,
    )
