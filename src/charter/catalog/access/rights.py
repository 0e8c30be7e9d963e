"""Who may what: what is not allowed here is refused. Pure."""

from __future__ import annotations

from collections.abc import Collection

from charter.catalog.access.caller import Caller, Kind, Scope
from charter.catalog.words import key

_READING = frozenset({Scope.READ, Scope.WRITE, Scope.ADMIN})


def may_read(caller: Caller) -> bool:
    """The whole catalog: it is open inside the organisation."""
    return caller.kind is Kind.PERSON or bool(caller.scopes & _READING)


def may_write(caller: Caller, team: str) -> bool:
    """The entries of that team."""
    if may_oversee(caller):
        return True
    if caller.kind is Kind.PERSON:
        return bool(team) and key(team) in caller.teams
    is_its = bool(caller.namespace) and caller.namespace == key(team)
    return Scope.WRITE in caller.scopes and is_its


def may_answer(caller: Caller, team: str) -> bool:
    """Say what becomes of a project that this team has in mind; a person also for no team."""
    return may_write(caller, team) or (caller.kind is Kind.PERSON and not team)


def may_oversee(caller: Caller) -> bool:
    """What only the OSPO may: every entry, and the step from innersource to opensource."""
    if caller.kind is Kind.TOKEN:
        return Scope.ADMIN in caller.scopes and not caller.namespace
    return caller.kind is Kind.PERSON and caller.is_ospo


def may_measure(caller: Caller) -> bool:
    """The figures of the service."""
    return may_oversee(caller) or Scope.METRICS in caller.scopes


def may_issue(caller: Caller, scopes: Collection[Scope], team: str) -> bool:
    """Make a token for oneself: it may never do what its owner may not.

    What oversees every entry or measures the service is made on the service's own machine.
    """
    if caller.kind is not Kind.PERSON or not scopes or not set(scopes) <= {Scope.READ, Scope.WRITE}:
        return False
    return may_write(caller, team) if team else Scope.WRITE not in scopes
