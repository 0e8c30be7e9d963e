"""Sessions of people: begun at sign-in, found again by a hash, ended by time or by sign-out.

What has ended stays for a month, as the last that a provider said of somebody.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from charter.catalog.access.secret import hash_of, new_secret
from charter.catalog.times import as_text, utc_now
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
    """One browser of one person; times are ISO 8601 in UTC.

    `begun` is when the provider vouched for the person last.
    """

    person: Person
    begun: str
    seen: str
    expires: str
    id_token: str = ""  # the provider asks for it when somebody signs out there


@dataclass(frozen=True)
class Lifetime:
    """How long a session holds when nobody comes, without the provider's word, and at the longest.

    `remembered`: how long the last word about somebody is kept when their sessions are over.
    """

    idle: timedelta = timedelta(hours=2)
    vouched: timedelta = timedelta(hours=2)
    whole: timedelta = timedelta(hours=12)
    remembered: timedelta = timedelta(days=30)


class Sessions:
    """The sessions of one catalog; raises CatalogError when the database fails."""

    def __init__(self, database: Database, lifetime: Lifetime | None = None) -> None:
        self._database = database
        self._lifetime = lifetime or Lifetime()

    def begin(self, person: Person, *, id_token: str = "", instead_of: str = "") -> str:
        """A new session; gives what the browser is to hold, and is never seen again here.

        `instead_of` is what the browser held before: that session ends, whose ever it was.
        Sessions that are over are forgotten on the way: after a month, and of the same person now.
        """
        secret = new_secret()
        now = datetime.now(UTC)
        row = {
            "hash": hash_of(secret),
            **_vouched(person, id_token),
            "begun": as_text(now),
            "seen": as_text(now),
            "expires": as_text(now + self._lifetime.whole),
        }
        columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        sql = f"insert into session ({columns}) values ({places})"  # noqa: S608
        over = {
            **self._limits(now),
            "old": as_text(now - self._lifetime.remembered),
            "subject": person.subject,
        }

        def work() -> None:
            self._database.rows(_END, {"hash": hash_of(instead_of), "now": as_text(now)})
            self._database.rows(_FORGET, over)
            self._database.rows(sql, row)

        self._database.write(work)
        return secret

    def find(self, secret: str) -> Session | None:
        """The session that the browser holds; None where it is none, or is over."""
        if not _FORM.fullmatch(secret):
            return None
        now = datetime.now(UTC)
        parameters = {"hash": hash_of(secret), **self._limits(now)}
        found = self._database.rows(_FIND, parameters)
        if not found:
            return None
        if found[0]["seen"] < as_text(now - self._lifetime.idle / _SEEN_STEPS):
            sql = "update session set seen = :now where hash = :hash"
            self._database.write(lambda: self._database.rows(sql, parameters))
        return _session_of(found[0])

    def renew(self, secret: str, person: Person, *, id_token: str = "") -> bool:
        """The provider vouches for the person once more; false where the session is not theirs."""
        now = datetime.now(UTC)
        parameters = {
            **self._limits(now),
            "hash": hash_of(secret),
            **_vouched(person, id_token),
        }
        sql = f"{_RENEW} and {_HOLDS} returning hash"
        return bool(self._database.write(lambda: self._database.rows(sql, parameters)))

    def last_word(self, subject: str) -> Session | None:
        """The session in which somebody was vouched for last, over or not; None: too long ago."""
        sql = "select * from session where subject = :subject order by begun desc limit 1"
        found = self._database.rows(sql, {"subject": subject})
        return _session_of(found[0]) if found else None

    def end(self, secret: str) -> None:
        """Let it open nothing any more, at once."""
        ended = {"hash": hash_of(secret), "now": utc_now()}
        self._database.write(lambda: self._database.rows(_END, ended))

    def end_all_of(self, subject: str) -> int:
        """Sign somebody out everywhere; gives how many sessions that were."""
        ended = {"subject": subject, "now": utc_now()}
        return self._database.write(lambda: len(self._database.rows(_END_ALL, ended)))

    def _limits(self, now: datetime) -> dict[str, str]:
        """Parameters of what decides whether a session holds."""
        return {
            "now": as_text(now),
            "idle": as_text(now - self._lifetime.idle),
            "vouched": as_text(now - self._lifetime.vouched),
        }


_HOLDS = "expires > :now and seen > :idle and begun > :vouched"
_FIND = f"select * from session where hash = :hash and {_HOLDS}"  # noqa: S608
_ENDED = "update session set expires = :now, id_token = '' where expires > :now"
_END = f"{_ENDED} and hash = :hash"
_END_ALL = f"{_ENDED} and subject = :subject returning hash"
_RENEW = (
    "update session set begun = :now, seen = :now, name = :name, member_of = :member_of,"
    " id_token = :id_token where hash = :hash and subject = :subject"
)
_FORGET = f"delete from session where not ({_HOLDS}) and (begun <= :old or subject = :subject)"  # noqa: S608


def _vouched(person: Person, id_token: str) -> dict[str, str]:
    """The columns of what the provider says."""
    return {
        "subject": person.subject,
        "name": person.name,
        "member_of": json.dumps(person.groups, ensure_ascii=False),
        "id_token": id_token,
    }


def _session_of(row: Row) -> Session:
    person = Person(row["subject"], row["name"], tuple(json.loads(row["member_of"])))
    return Session(person, row["begun"], row["seen"], row["expires"], row["id_token"])
