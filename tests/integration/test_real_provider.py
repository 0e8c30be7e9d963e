"""The whole way in and out, with a real OpenID provider and a real server."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from providers import CLIENT, CLIENT_SECRET
from real_provider import find_node, free_port, running, through
from services import SECRET, listening, served

from charter.catalog.sqlite import open_catalog_file
from charter.catalog.store import Catalog
from charter.web.sign_in.forgery import token_for


@dataclass
class Journey:
    site: str
    issuer: str
    browser: httpx.Client
    catalog: Catalog

    def begin(self, login: str) -> httpx.Response:
        """As far as the provider's redirect back, which is not followed."""
        first = self.browser.get(f"{self.site}/sign-in?next=/api/v1/teams")
        return through(self.browser, first, login, until=f"{self.site}/sign-in/callback")

    def sign_in(self, login: str) -> httpx.Response:
        return self.browser.get(self.begin(login).headers["location"])

    def form(self, **fields: str) -> dict[str, dict[str, str]]:
        csrf = token_for(self.browser.cookies["charter-session"], SECRET)
        return {"data": {"csrf": csrf, **fields}, "headers": {"origin": self.site}}


@pytest.fixture
def journey(tmp_path) -> Iterator[Journey]:
    if find_node() is None:
        pytest.skip("npm's oidc-provider is not installed: scripts/setup-provider says why")
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    catalog = open_catalog_file(tmp_path / "catalog.sqlite3")
    with running(site) as issuer, httpx.Client() as browser:
        options = {
            "address": site,
            "oidc_issuer": issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": CLIENT_SECRET,
            "oidc_scope": "openid profile groups",
        }
        with listening(served(catalog, **options).app, port):
            yield Journey(site, issuer, browser, catalog)


def test_in_with_groups_and_out_again_at_both(journey: Journey):
    browser, site = journey.browser, journey.site
    assert browser.get(f"{site}/api/v1/teams").status_code == 401
    back = journey.sign_in("ada:payments,search")
    assert (back.status_code, back.headers["location"]) == (303, "/api/v1/teams")
    assert browser.get(f"{site}/api/v1/teams").status_code == 200
    held = browser.cookies["charter-session"]
    out = browser.post(f"{site}/sign-out", **journey.form())
    place = re.search(r'content="0; url=([^"]+)"', out.text)
    assert place, out.text
    ended = through(browser, browser.get(html.unescape(place[1])), "", until=f"{site}/signed-out")
    assert ended.headers["location"].startswith(f"{site}/signed-out")
    browser.cookies.set("charter-session", held)
    assert browser.get(f"{site}/api/v1/teams").status_code == 401


def test_a_code_is_taken_once(journey: Journey):
    back = journey.begin("ada").headers["location"]
    pending = journey.browser.cookies["charter-sign-in"]
    assert journey.browser.get(back).status_code == 303
    journey.browser.cookies.clear()
    journey.browser.cookies.set("charter-sign-in", pending)
    again = journey.browser.get(back)
    assert again.status_code == 400
    assert "charter-session" not in journey.browser.cookies


def test_a_code_without_its_verifier_is_worth_nothing(journey: Journey):
    stolen = journey.begin("ada").headers["location"]
    code = re.search("code=([^&]+)", stolen)
    assert code
    eve = httpx.Client()
    with eve:
        asked = eve.get(f"{journey.site}/sign-in").headers["location"]
        state = re.search("state=([^&]+)", asked)
        assert state
        answer = eve.get(f"{journey.site}/sign-in/callback?code={code[1]}&state={state[1]}")
    assert answer.status_code == 400


def test_who_says_no_at_the_provider_is_not_signed_in(journey: Journey):
    page = journey.browser.get(f"{journey.site}/sign-in", follow_redirects=True)
    abort = re.search(r'href="([^"]+/abort)"', page.text)
    assert abort
    answer = journey.browser.get(abort[1])
    while answer.is_redirect:
        answer = journey.browser.get(answer.headers["location"])
    assert answer.status_code == 400
    assert "not signed in" in answer.text


def test_it_vouches_anew_without_a_question_while_somebody_is_signed_in_there(journey: Journey):
    browser, site = journey.browser, journey.site
    journey.sign_in("ada:payments")
    held = browser.cookies["charter-session"]
    ago = (datetime.now(UTC) - timedelta(minutes=16)).isoformat(timespec="seconds")
    old = {"begun": ago, "groups": "[]"}
    database = journey.catalog.database
    sql = "update session set begun = :begun, member_of = :groups"
    database.write(lambda: database.rows(sql, old))
    page = browser.get(f"{site}/teams", headers={"accept": "text/html"})
    asked = browser.get(page.headers["location"])
    assert "code=" in asked.headers["location"], "no form in between"
    back = browser.get(asked.headers["location"])
    assert back.headers["location"] == "/teams"
    assert browser.cookies["charter-session"] == held
    (row,) = database.rows("select begun, member_of from session")
    assert row["begun"] > ago
    assert row["member_of"] == '["payments"]'


def test_who_is_signed_out_at_the_provider_signs_in_anew(journey: Journey):
    browser, site = journey.browser, journey.site
    journey.sign_in("ada:payments")
    held = browser.cookies["charter-session"]
    ago = (datetime.now(UTC) - timedelta(minutes=16)).isoformat(timespec="seconds")
    database = journey.catalog.database
    database.write(lambda: database.rows("update session set begun = :at", {"at": ago}))
    # another browser that holds the session: the provider does not know it
    with httpx.Client(cookies={"charter-session": held}) as stranger:
        page = stranger.get(f"{site}/teams", headers={"accept": "text/html"})
        asked = stranger.get(page.headers["location"])
        assert "error=login_required" in asked.headers["location"]
        back = stranger.get(asked.headers["location"])
    assert back.headers["location"] == "/sign-in?next=%2Fteams"
    assert browser.get(f"{site}/api/v1/teams").status_code == 401
