"""What a provider says of somebody becomes a person, and a person a caller. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charter.catalog.access.caller import Caller, Kind, Scope
from charter.catalog.access.sessions import Person
from charter.catalog.words import key
from charter.plain_text import one_line

_LONGEST_NAME = 100
_LONGEST_GROUP = 200
_MOST_GROUPS = 1000
_NAMES = ("name", "preferred_username", "nickname", "email")


@dataclass(frozen=True)
class GroupRules:
    """How groups of the provider become teams of the catalog.

    `claim` may lie deeper: `realm_access.roles`. Only groups that begin with `prefix` are teams,
    called by what follows it. `ospo` and `admin` are groups as the provider calls them.
    """

    claim: str = "groups"
    prefix: str = ""
    ospo: str = "ospo"
    admin: str = ""


def has_groups(claims: Mapping[str, Any], rules: GroupRules) -> bool:
    """Whether the claim is there at all, be it empty."""
    return _found(claims, rules.claim) is not None


def person_of(claims: Mapping[str, Any], rules: GroupRules) -> Person:
    """Whom the claims tell of; `iss` and `sub` have been verified, nothing else is relied upon."""
    told = _found(claims, rules.claim)
    listed = told if isinstance(told, list) else [told]
    groups = [each for each in listed if isinstance(each, str) and 0 < len(each) <= _LONGEST_GROUP]
    texts = (one_line(each) for name in _NAMES if isinstance(each := claims.get(name), str))
    name = next(filter(None, texts), one_line(str(claims["sub"])))
    subject = f"{claims['iss']}|{claims['sub']}"
    return Person(subject, name[:_LONGEST_NAME], tuple(groups[:_MOST_GROUPS]))


def caller_of(person: Person, rules: GroupRules) -> Caller:
    """What that person is to the catalog by the rules that hold now."""
    groups = set(person.groups)
    special = {rules.ospo, rules.admin}
    teams = (
        one_line(group.removeprefix(rules.prefix)).strip("/")
        for group in groups - special
        if group.startswith(rules.prefix)
    )
    return Caller(
        Kind.PERSON,
        subject=person.subject,
        name=person.name,
        teams=frozenset(key(team) for team in teams if team),
        is_ospo=bool(rules.ospo) and rules.ospo in groups,
        scopes=frozenset({Scope.METRICS} if rules.admin and rules.admin in groups else ()),
    )


def _found(claims: Mapping[str, Any], path: str) -> Any:
    if path in claims:
        return claims[path]  # names that are URLs hold dots themselves
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
