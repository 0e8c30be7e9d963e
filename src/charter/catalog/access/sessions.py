"""Sessions of people: begun at sign-in, found again by a hash, ended by time or by sign-out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from charter.catalog.access.secret import hash_of, new_secret
from charter.catalog.times import as_text
from charter.database import Database, Row

_FORM = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes
_SEEN_STEPS = 12  # how many times in an idle period it is noted that somebody is still there


@dataclass(frozen=True)
class Person:
    """Whom an OpenID provider vouches for; `subject` is `issuer|sub`, and never changes."""

    subject: str
    name: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """One browser of one person; times are ISO 8601 in UTC."""

    person: Person
    begun: str
    seen: str
    expires: str
    id_token: str = ""  # the provider asks for it when somebody signs out there


@dataclass(frozen=True)
class Lifetime:
    """How long a session holds when nobody comes, and at the longest."""

    idle: timedelta = timedelta(hours=2)
    whole: timedelta = timedelta(hours=12)


class Sessions:
    """The sessions of one catalog; raises CatalogError when the database fails."""

    def __init__(self, database: Database, lifetime: Lifetime | None = None) -> None:
        self._database = database
        self._lifetime = lifetime or Lifetime()

    def begin(self, person: Person, *, id_token: str = "", instead_of: str = "") -> str:
        """A new session; gives what the browser is to hold, and is never seen again here.

        `instead_of` is what the browser held before: that session ends, whose ever it was.
        Sessions that are over are forgotten on the way.
        """
        secret = new_secret()
        now = datetime.now(UTC)
        row = {
            "hash": hash_of(secret),
            "subject": person.subject,
            "name": person.name,
            "member_of": json.dumps(person.groups, ensure_ascii=False),
            "id_token": id_token,
            "begun": as_text(now),
            "seen": as_text(now),
            "expires": as_text(now + self._lifetime.whole),
        }
        columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        sql = f"insert into session ({columns}) values ({places})"  # noqa: S608
        over = {"now": as_text(now), "idle": as_text(now - self._lifetime.idle)}

        def work() -> None:
            self._database.rows("delete from session where expires <= :now or seen <= :idle", over)
            self._database.rows(_END, {"hash": hash_of(instead_of)})
            self._database.rows(sql, row)

        self._database.write(work)
        return secret

    def find(self, secret: str) -> Session | None:
        """The session that the browser holds; None where it is none, or is over."""
        if not _FORM.fullmatch(secret):
            return None
        now = datetime.now(UTC)
        parameters = {
            "hash": hash_of(secret),
            "now": as_text(now),
            "idle": as_text(now - self._lifetime.idle),
        }
        found = self._database.rows(
            "select * from session where hash = :hash and expires > :now and seen > :idle",
            parameters,
        )
        if not found:
            return None
        if found[0]["seen"] < as_text(now - self._lifetime.idle / _SEEN_STEPS):
            sql = "update session set seen = :now where hash = :hash"
            self._database.write(lambda: self._database.rows(sql, parameters))
        return _session_of(found[0])

    def end(self, secret: str) -> None:
        """Let it open nothing any more, at once."""
        self._database.write(lambda: self._database.rows(_END, {"hash": hash_of(secret)}))

    def end_all_of(self, subject: str) -> int:
        """Sign somebody out everywhere; gives how many sessions that were."""
        sql = "delete from session where subject = :subject returning hash"
        return self._database.write(lambda: len(self._database.rows(sql, {"subject": subject})))


_END = "delete from session where hash = :hash"


def _session_of(row: Row) -> Session:
    person = Person(row["subject"], row["name"], tuple(json.loads(row["member_of"])))
    return Session(person, row["begun"], row["seen"], row["expires"], row["id_token"])
