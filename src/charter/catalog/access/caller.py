"""Who asks: nobody, a token, or a person. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """By what a caller is known."""

    NOBODY = "nobody"
    TOKEN = "token"  # noqa: S105 - a word, not one
    PERSON = "person"


class Scope(StrEnum):
    """What a token is for."""

    READ = "read"
    WRITE = "write"  # the entries of its namespace, which it also reads
    ADMIN = "admin"  # what the OSPO may: every entry
    METRICS = "metrics"  # the figures of the service, and nothing of the catalog


@dataclass(frozen=True)
class Caller:
    """Who asks. Made only by whoever has proven it: by default it is nobody.

    `subject` never changes and is never given to another: the number of a token, or issuer and
    subject of a person. `teams` and `namespace` are keys (`words.key`): the teams of a person, the
    one team that a token is limited to.
    """

    kind: Kind = Kind.NOBODY
    subject: str = ""
    name: str = ""
    teams: frozenset[str] = frozenset()
    is_ospo: bool = False
    scopes: frozenset[Scope] = frozenset()
    namespace: str = ""

    @property
    def actor(self) -> str:
        """What the history calls them."""
        return f"{self.kind.value}:{self.name or self.subject}" if self.is_known else ""

    @property
    def sender(self) -> str:
        """Whose messages are numbered together; a token that takes another's place goes on."""
        own = self.namespace if self.kind is Kind.TOKEN else self.subject
        return f"{self.kind.value}:{own}"

    @property
    def is_known(self) -> bool:
        return self.kind is not Kind.NOBODY


NOBODY = Caller()
