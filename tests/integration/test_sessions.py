"""Sessions of people, in each kind of database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from charter.catalog.access.caller import Scope
from charter.catalog.access.sessions import Lifetime, Person, Sessions
from charter.catalog.access.tokens import Tokens, Wish
from charter.catalog.store import Catalog
from charter.errors import CatalogError

ADA = Person("https://id.acme.example|1", "Ada", ("payments",))
BOB = Person("https://id.acme.example|2", "Bob")


def count(catalog: Catalog) -> int:
    """How many rows there are, of sessions that are over as well."""
    return len(catalog.database.rows("select 1 from session"))


@pytest.fixture
def sessions(catalog: Catalog) -> Sessions:
    return Sessions(catalog.database)


def test_a_session_is_found_by_what_the_browser_holds_and_by_nothing_else(
    sessions: Sessions, catalog: Catalog
):
    secret = sessions.begin(ADA, id_token="x.y.z")
    found = sessions.find(secret)
    assert found
    assert (found.person, found.id_token) == (ADA, "x.y.z")
    (row,) = catalog.database.rows("select * from session")
    assert secret not in row.values()
    for wrong in ("", row["hash"], secret[:-1], secret + "x", "%", "' or 1=1 --"):
        assert sessions.find(wrong) is None


def test_sign_out_ends_it(sessions: Sessions):
    secret, other = sessions.begin(ADA), sessions.begin(ADA)
    sessions.end(secret)
    assert sessions.find(secret) is None
    assert sessions.find(other)
    assert sessions.end_all_of(ADA.subject) == 1
    assert sessions.find(other) is None


def test_signing_in_ends_what_the_browser_held_before(sessions: Sessions):
    first = sessions.begin(ADA)
    second = sessions.begin(ADA, instead_of=first)
    assert first != second
    assert sessions.find(first) is None
    assert sessions.find(second)


@pytest.mark.parametrize(
    "lifetime",
    [
        Lifetime(idle=timedelta(0)),
        Lifetime(whole=timedelta(0)),
        Lifetime(vouched=timedelta(0)),
    ],
    ids=["nobody came", "too old", "nobody vouches any more"],
)
def test_a_session_ends_by_time(sessions: Sessions, catalog: Catalog, lifetime: Lifetime):
    short = Sessions(catalog.database, lifetime)
    assert short.find(short.begin(ADA)) is None
    sessions.begin(BOB)
    assert count(catalog) == 2, "it is the last word about her"
    if not lifetime.whole:
        sessions.begin(ADA)
        assert count(catalog) == 2, "her old one is forgotten"


def test_the_last_word_about_somebody_is_kept_for_a_month(sessions: Sessions, catalog: Catalog):
    assert sessions.last_word(ADA.subject) is None
    secret = sessions.begin(ADA, id_token="x.y.z")
    sessions.end(secret)
    sessions.begin(BOB)
    last = sessions.last_word(ADA.subject)
    assert last
    assert (last.person, last.id_token) == (ADA, "")
    Sessions(catalog.database, Lifetime(remembered=timedelta(0))).begin(BOB)
    assert sessions.last_word(ADA.subject) is None


def test_who_is_vouched_for_once_more_keeps_the_session_with_new_groups(
    sessions: Sessions, catalog: Catalog
):
    secret, other = sessions.begin(ADA), sessions.begin(BOB)
    elsewhere = replace(ADA, groups=("search",))
    assert sessions.renew(secret, elsewhere, id_token="new")
    found = sessions.find(secret)
    assert found
    assert (found.person, found.id_token) == (elsewhere, "new")
    assert not sessions.renew(other, elsewhere), "it is somebody else's"
    kept = sessions.find(other)
    assert kept
    assert kept.person == BOB
    sessions.end(secret)
    assert not sessions.renew(secret, ADA), "it is over"
    assert not Sessions(catalog.database, Lifetime(vouched=timedelta(0))).renew(other, BOB)


def test_who_comes_again_stays(sessions: Sessions, catalog: Catalog):
    secret = sessions.begin(ADA)
    begun = catalog.database.rows("select seen from session")[0]["seen"]
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
    catalog.database.write(
        lambda: catalog.database.rows("update session set seen = :at", {"at": hour_ago})
    )
    assert sessions.find(secret)
    assert catalog.database.rows("select seen from session")[0]["seen"] >= begun


def test_a_token_is_its_owners_and_not_of_who_is_called_alike(catalog: Catalog):
    tokens = Tokens(catalog.database)
    _, hers = tokens.create(Wish("ci", (Scope.READ,)), "person:Ada", owner=ADA.subject)
    tokens.create(Wish("ci", (Scope.READ,)), "person:Ada", owner="https://id.acme.example|2")
    assert tokens.list_tokens(owner=ADA.subject) == (hers,)
    assert len(tokens.list_tokens()) == 2
    with pytest.raises(CatalogError, match="no token"):
        tokens.revoke(hers.id, owner="https://id.acme.example|2")
    assert tokens.revoke(hers.id, owner=ADA.subject)
