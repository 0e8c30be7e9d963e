"""Tokens of programs: made, shown once, known again by their hash, expired, revoked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from charter.catalog.access.caller import Caller, Kind, Scope
from charter.catalog.access.secret import hash_of, new_secret
from charter.catalog.times import as_text, utc_now
from charter.catalog.words import key
from charter.database import Database, Row
from charter.errors import CatalogError, UsageError
from charter.plain_text import one_line

MARK = "chr_"  # by it secret scanners and people know one
_FORM = re.compile(r"chr_[A-Za-z0-9_-]{43}")  # 32 random bytes
_LONGEST_LABEL = 60
_OFTEN = timedelta(minutes=10)  # when it was used last is not worth a write more often than that
_COLUMNS = "id, label, scopes, namespace, created, creator, owner, expires, used, revoked"


@dataclass(frozen=True)
class Token:
    """A token as it may be shown; times are ISO 8601 in UTC, `revoked` and `used` may be empty."""

    id: int
    label: str
    scopes: tuple[Scope, ...]
    namespace: str
    created: str
    creator: str
    expires: str
    used: str = ""
    owner: str = ""  # the subject of the person whose it is: names are not unique
    revoked: str = ""

    def is_valid(self, now: str) -> bool:
        """Whether it opens anything at that time."""
        return not self.revoked and now < self.expires


@dataclass(frozen=True)
class Wish:
    """A token that somebody wants; `days` from now it expires."""

    label: str
    scopes: tuple[Scope, ...]
    namespace: str = ""
    days: int = 90


_THERE = "select 1 from token where id = :id and (:owner = '' or owner = :owner)"


class Tokens:
    """The tokens of one catalog; raises CatalogError when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, wish: Wish, creator: str, *, owner: str = "") -> tuple[str, Token]:
        """A new token, and what is known of it; the token is given this once.

        Raises UsageError where a token like that would open too much, or nothing.
        """
        _check(wish)
        secret = MARK + new_secret()
        now = datetime.now(UTC)
        row = {
            "hash": hash_of(secret),
            "label": one_line(wish.label),
            "scopes": " ".join(sorted(set(wish.scopes))),
            "namespace": key(wish.namespace),
            "created": as_text(now),
            "creator": one_line(creator),
            "owner": owner,
            "expires": as_text(now + timedelta(days=wish.days)),
        }
        columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        sql = f"insert into token ({columns}) values ({places}) returning {_COLUMNS}"  # noqa: S608
        made = self._database.write(lambda: self._database.rows(sql, row))
        return secret, _token_of(made[0])

    def list_tokens(self, *, owner: str = "") -> tuple[Token, ...]:
        """All tokens, the newest first; those of one person where `owner` names their subject."""
        found = self._database.rows(
            f"select {_COLUMNS} from token where :owner = '' or owner = :owner"  # noqa: S608
            " order by id desc",
            {"owner": owner},
        )
        return tuple(map(_token_of, found))

    def revoke(self, number: int, *, owner: str = "") -> bool:
        """Let it open nothing any more, at once; whether it did before. Raises CatalogError.

        Where `owner` names a person, the tokens of others are not there.
        """
        parameters = {"id": number, "now": utc_now(), "owner": owner}

        def work() -> bool:
            if not self._database.rows(_THERE, parameters):
                raise CatalogError(
                    f"there is no token {number}.", hint="charter catalog token list shows all."
                )
            sql = "update token set revoked = :now where id = :id and revoked = '' returning id"
            return bool(self._database.rows(sql, parameters))

        return self._database.write(work)

    def find(self, secret: str) -> Token | None:
        """The token that this opens; None where it is none, is expired or was revoked.

        It is looked up by its hash, so that how long that takes tells nothing of another token.
        """
        if not _FORM.fullmatch(secret):
            return None
        found = self._database.rows(
            f"select {_COLUMNS} from token where hash = :hash",  # noqa: S608
            {"hash": hash_of(secret)},
        )
        now = datetime.now(UTC)
        if not found or not (token := _token_of(found[0])).is_valid(as_text(now)):
            return None
        if token.used < as_text(now - _OFTEN):
            sql = "update token set used = :now where id = :id"
            parameters = {"now": as_text(now), "id": token.id}
            self._database.write(lambda: self._database.rows(sql, parameters))
        return token


def caller_of(token: Token) -> Caller:
    """Who comes with it."""
    return Caller(
        Kind.TOKEN,
        subject=str(token.id),
        name=token.label,
        scopes=frozenset(token.scopes),
        namespace=token.namespace,
    )


def scopes_of(names: Iterable[str]) -> tuple[Scope, ...]:
    """The scopes of these names; raises UsageError naming what is none."""
    try:
        return tuple(Scope(name) for name in names)
    except ValueError as wrong:
        raise UsageError(
            f"{wrong}.".replace("Scope", "scope"), hint=f"Known are: {', '.join(Scope)}."
        ) from wrong


def _check(wish: Wish) -> None:
    if not one_line(wish.label) or len(wish.label) > _LONGEST_LABEL:
        raise UsageError(f"a token's label has 1 to {_LONGEST_LABEL} characters.")
    if not wish.scopes:
        raise UsageError("a token without any scope opens nothing.")
    if Scope.WRITE in wish.scopes and not wish.namespace:
        raise UsageError(
            "a token that writes is limited to the entries of one team.",
            hint="Name it: --namespace TEAM; the scope admin is for every entry.",
        )
    if Scope.ADMIN in wish.scopes and wish.namespace:
        raise UsageError("a token with the scope admin cannot be limited to one team.")


def _token_of(row: Row) -> Token:
    return Token(
        id=row["id"],
        label=one_line(row["label"]),
        scopes=tuple(Scope(name) for name in row["scopes"].split()),
        namespace=row["namespace"],
        created=row["created"],
        creator=one_line(row["creator"]),
        expires=row["expires"],
        used=row["used"],
        revoked=row["revoked"],
        owner=row["owner"],
    )
