"""How long the provider's word about somebody counts, for sessions and for tokens. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from charter.catalog.access.rights import may_write
from charter.catalog.access.sessions import Lifetime, Session
from charter.catalog.access.tokens import Token
from charter.catalog.times import as_text
from charter.web.sign_in.claims import GroupRules, caller_of

_DUE = timedelta(minutes=15)


def is_due(session: Session, now: datetime) -> bool:
    """Whether the provider is to be asked about somebody again."""
    return session.begun <= as_text(now - _DUE)


def still_holds(token: Token, last: Session | None, rules: GroupRules, now: datetime) -> bool:
    """Its owner was heard of within a month, and may by the last word write what it writes.

    A token counts as a word itself, for whoever makes one is signed in. What nobody owns was made
    by those who run the service.
    """
    if not token.owner:
        return True
    heard = max(token.created, last.begun if last else "")
    if heard <= as_text(now - Lifetime.remembered):
        return False
    if last is None or not token.namespace:
        return True
    return may_write(caller_of(last.person, rules), token.namespace)
