"""People sign in and out; a provider that lies, and a site that pretends, get nowhere."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import APIRouter
from joserfc.jwk import RSAKey
from providers import ADA, CLIENT, CLIENT_SECRET, Lying, elliptic, lying, signed_with, unsigned
from services import Serving, served
from starlette.testclient import TestClient

from charter.catalog.access.sessions import Person, Sessions
from charter.catalog.sqlite import open_catalog_file
from charter.web.app import make_app
from charter.web.sign_in.forgery import token_for
from charter.web.who import Who

SITE = "https://catalog.acme.example"


@pytest.fixture
def provider() -> Iterator[Lying]:
    with lying() as found:
        yield found


@pytest.fixture
def serving(provider: Lying, tmp_path) -> Iterator[Serving]:
    catalog = open_catalog_file(tmp_path / "catalog.sqlite3")
    options = {
        "address": SITE,
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": CLIENT_SECRET,
        "admin_group": "admins",
    }
    found = served(catalog, **options)
    router = APIRouter()

    @router.get("/me")
    def me(caller: Who) -> list[str]:
        return [caller.subject, caller.name, *sorted(caller.teams)]

    @router.post("/change")
    def change() -> str:
        return "changed"

    found.app.include_router(router)
    yield found
    catalog.close()


@pytest.fixture
def browser(serving: Serving) -> TestClient:
    return TestClient(serving.app, base_url=SITE, follow_redirects=False)


def asked(browser: TestClient, onward: str = "/me") -> dict[str, str]:
    """Begin to sign in; gives what the provider is asked."""
    answer = browser.get("/sign-in", params={"next": onward})
    assert answer.status_code == 303, answer.text
    return {
        name: each[0] for name, each in parse_qs(urlsplit(answer.headers["location"]).query).items()
    }


def signed_in(browser: TestClient, provider: Lying, onward: str = "/me"):
    """Sign in; gives the answer to what the provider sends back."""
    query = asked(browser, onward)
    provider.nonce = query["nonce"]
    return browser.get("/sign-in/callback", params={"state": query["state"], "code": "c"})


def test_a_person_signs_in_and_goes_on_where_they_wanted(browser: TestClient, provider: Lying):
    answer = signed_in(browser, provider, "/me?q=a%20b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me?q=a%20b")
    assert browser.get("/me").json() == [f"{provider.issuer}|1", "Ada", "payments"]
    (form,) = provider.forms
    assert form["redirect_uri"] == [f"{SITE}/sign-in/callback"]
    assert len(form["code_verifier"][0]) >= 43


def test_the_code_is_bound_by_pkce_state_and_nonce(browser: TestClient):
    first, second = asked(browser), asked(browser)
    assert first["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(
    browser: TestClient, provider: Lying
):
    told = [
        each
        for each in signed_in(browser, provider).headers.get_list("set-cookie")
        if "session" in each
    ]
    (cookie,) = told
    assert cookie.startswith("__Host-charter-session=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


OTHER = RSAKey.generate_key(2048, {"kid": "k"})
LIES = {
    "another nonce": {"nonce": "other"},
    "no nonce": {"nonce": None},
    "another audience": {"aud": "other"},
    "another audience beside": {"aud": [CLIENT, "other"]},
    "for another party": {"azp": "other"},
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "nobody": {"sub": None},
    "an empty name": {"sub": ""},
    "a number": {"sub": 1},
    "expired": {"exp": 1},
    "expires never": {"exp": None},
    "not yet valid": {"nbf": 99999999999},
    "made tomorrow": {"iat": 99999999999},
    "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


def refused(browser: TestClient, provider: Lying) -> None:
    answer = signed_in(browser, provider)
    assert answer.status_code == 400
    assert "not signed in" in answer.text
    assert not [each for each in answer.headers.get_list("set-cookie") if "session" in each]
    assert browser.get("/me").status_code == 401


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_claims_that_are_not_for_us_sign_nobody_in(browser: TestClient, provider: Lying, lie):
    provider.claims |= lie
    refused(browser, provider)


def test_a_key_that_is_not_the_providers_signs_nobody_in(browser: TestClient, provider: Lying):
    provider.published = [OTHER]
    refused(browser, provider)


@pytest.mark.parametrize(
    "spoil",
    [
        unsigned,
        lambda it: it[:-8] + "AAAAAAAA",
        lambda it: it.rpartition(".")[0] + ".",
        lambda _: "x",
    ],
    ids=["alg none", "another signature", "no signature", "no token"],
)
def test_a_token_that_nobody_signed_signs_nobody_in(browser: TestClient, provider: Lying, spoil):
    provider.spoil = spoil
    refused(browser, provider)


def test_the_public_key_is_no_shared_secret(browser: TestClient, provider: Lying):
    public = provider.key.as_pem(private=False)
    provider.spoil = lambda it: signed_with(public, it)
    refused(browser, provider)


def test_elliptic_curves_are_taken_as_well(browser: TestClient, provider: Lying):
    provider.key, provider.algorithm = elliptic(), "ES256"
    assert signed_in(browser, provider).status_code == 303


def test_clocks_may_differ_by_some_seconds(browser: TestClient, provider: Lying):
    provider.claims |= {"iat": int(time.time()) + 30, "exp": int(time.time()) - 30}
    assert signed_in(browser, provider).status_code == 303


def test_a_key_that_came_since_is_found(browser: TestClient, provider: Lying, serving: Serving):
    assert signed_in(browser, provider).status_code == 303
    serving.app.state.desk.provider._keys_at -= 60
    provider.key = RSAKey.generate_key(2048, {"kid": "k"})
    assert signed_in(browser, provider).status_code == 303


@pytest.mark.parametrize("state", ["", "other", "ä", None])
def test_what_this_browser_did_not_begin_is_not_finished(
    browser: TestClient, provider: Lying, state
):
    query = asked(browser)
    provider.nonce = query["nonce"]
    params = {"code": "c", **({"state": state} if state is not None else {})}
    answer = browser.get("/sign-in/callback", params=params)
    assert answer.status_code == 400
    assert not provider.forms, "the code is not even sent"


def test_another_browser_cannot_finish_it(serving: Serving, browser: TestClient, provider: Lying):
    query = asked(browser)
    provider.nonce = query["nonce"]
    victim = TestClient(serving.app, base_url=SITE, follow_redirects=False)
    back = {"state": query["state"], "code": "c"}
    assert victim.get("/sign-in/callback", params=back).status_code == 400
    forged = {"__Host-charter-sign-in": "eyJhIjoxfQ.x.y"}
    victim.cookies.update(forged)
    assert victim.get("/sign-in/callback", params=back).status_code == 400


def test_it_is_finished_once(browser: TestClient, provider: Lying):
    query = asked(browser)
    provider.nonce = query["nonce"]
    back = {"state": query["state"], "code": "c"}
    assert browser.get("/sign-in/callback", params=back).status_code == 303
    assert browser.get("/sign-in/callback", params=back).status_code == 400


def test_an_answer_of_another_provider_is_refused(browser: TestClient, provider: Lying):
    query = asked(browser)
    provider.nonce = query["nonce"]
    back = {"state": query["state"], "code": "c", "iss": "https://evil.example"}
    assert browser.get("/sign-in/callback", params=back).status_code == 400


def test_what_the_provider_says_never_becomes_markup(browser: TestClient, provider: Lying):
    query = asked(browser)
    back = {"state": query["state"], "error": "<script>", "error_description": "<img src=x>"}
    answer = browser.get("/sign-in/callback", params=back)
    assert answer.status_code == 400
    assert "<script>" not in answer.text
    assert "<img" not in answer.text


def test_a_code_that_the_provider_does_not_take_signs_nobody_in(
    browser: TestClient, provider: Lying
):
    provider.token_status = 400
    refused(browser, provider)


def test_groups_may_be_told_apart_but_only_of_the_same_person(browser: TestClient, provider: Lying):
    provider.claims = {"sub": "1", "name": "Ada"}
    provider.userinfo = {"sub": "1", "groups": ["Search"]}
    signed_in(browser, provider)
    assert browser.get("/me").json()[2:] == ["search"]


def test_groups_of_somebody_else_are_refused(browser: TestClient, provider: Lying):
    provider.claims = {"sub": "1", "name": "Ada"}
    provider.userinfo = {"sub": "2", "groups": ["ospo"]}
    refused(browser, provider)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://evil.example/authorize"},
        {"authorization_endpoint": "https://a.example/\r\nSet-Cookie: x=y"},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "https://["},
    ],
    ids=str,
)
def test_a_provider_that_is_not_one_is_told_as_away(browser: TestClient, provider: Lying, metadata):
    provider.metadata = metadata
    answer = browser.get("/sign-in")
    assert answer.status_code == 503
    assert "Nobody can sign in right now" in answer.text
    assert "evil" not in answer.text


def test_a_provider_that_is_away_leaves_programs_alone(tmp_path):
    catalog = open_catalog_file(tmp_path / "catalog.sqlite3")
    serving = served(catalog, oidc_issuer="http://127.0.0.1:1", oidc_client_id=CLIENT)
    assert serving.nobody.get("/sign-in", params={"next": "/x"}).status_code == 503
    assert serving.reader.get("/healthz").status_code == 200
    catalog.close()


ELSEWHERE = [
    *("//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "evil"),
    *(
        "/\t/evil.example",
        "/x\r\nSet-Cookie: a=b",
        "/\u2215evil",
        "",
        "/sign-out",
        "/sign-in?next=/",
    ),
    *("\\\\evil.example", " /x", "/" + "x" * 3000, "///evil.example", "http:/evil.example"),
]


@pytest.mark.parametrize("onward", ELSEWHERE, ids=repr)
def test_signing_in_leads_nowhere_else(browser: TestClient, provider: Lying, onward: str):
    answer = signed_in(browser, provider, onward)
    assert answer.headers["location"] == "/"
    assert "a" not in browser.cookies


def test_a_session_that_somebody_planted_is_not_taken_over(
    serving: Serving, browser: TestClient, provider: Lying
):
    sessions = Sessions(serving.catalog.database)
    planted = sessions.begin(Person("x|evil", "Eve"))
    browser.cookies.set("__Host-charter-session", planted, "catalog.acme.example")
    signed_in(browser, provider)
    assert browser.cookies["__Host-charter-session"] != planted
    assert sessions.find(planted) is None
    browser.cookies.clear()
    browser.cookies.set(
        "__Host-charter-session",
        "chosen-by-an-attacker-chosen-by-an-attacker1",
        "catalog.acme.example",
    )
    signed_in(browser, provider)
    assert sessions.find("chosen-by-an-attacker-chosen-by-an-attacker1") is None


def csrf(browser: TestClient, serving: Serving) -> str:
    secret = serving.app.state.service.options.secret
    return token_for(browser.cookies["__Host-charter-session"], secret)


OWN = {"origin": SITE}


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        (OWN, True),
        ({"referer": f"{SITE}/x"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://evil.example", "referer": SITE}, False),
        ({"origin": f"{SITE}.evil.example"}, False),
        ({"origin": "http://catalog.acme.example"}, False),
        ({"origin": f"{SITE}:444"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"referer": f"https://evil.example/{SITE}"}, False),
    ],
    ids=str,
)
def test_only_a_page_of_our_own_changes_something(
    browser: TestClient, serving: Serving, provider: Lying, headers, may
):
    signed_in(browser, provider)
    form = {"csrf": csrf(browser, serving)}
    answer = browser.post("/change", data=form, headers=headers)
    assert answer.status_code == (200 if may else 403)


def test_every_change_needs_the_token_of_its_session(
    browser: TestClient, serving: Serving, provider: Lying
):
    signed_in(browser, provider)
    first = csrf(browser, serving)
    signed_in(browser, provider)
    for form in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": first}, {"csrf": "ä"}):
        answer = browser.post("/change", data=form, headers=OWN)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:charter:problem:forgery")
    good = csrf(browser, serving)
    assert browser.post("/change", data={"csrf": [good, "x"]}, headers=OWN).status_code == 403
    assert browser.post("/change", data={"csrf": good}, headers=OWN).status_code == 200
    assert browser.post("/change", headers={**OWN, "x-csrf-token": good}).status_code == 200
    assert browser.post("/change", json={"csrf": good}, headers=OWN).status_code == 403
    for method in ("PUT", "PATCH", "DELETE", "PROPFIND"):
        assert browser.request(method, "/change", headers=OWN).status_code == 403


def test_a_program_with_a_token_needs_none(serving: Serving):
    assert serving.writer().post("/change").status_code == 200


def test_a_form_that_is_too_large_is_refused_as_one(
    browser: TestClient, serving: Serving, provider: Lying
):
    signed_in(browser, provider)
    pieces = (b"x" * 65536 for _ in range(40))
    told = {**OWN, "content-type": "application/x-www-form-urlencoded"}
    assert browser.post("/change", content=pieces, headers=told).status_code == 413


def test_sign_out_ends_the_session_here_and_at_the_provider(
    browser: TestClient, serving: Serving, provider: Lying
):
    provider.metadata = {"end_session_endpoint": f"{provider.issuer}/end"}
    signed_in(browser, provider)
    held = browser.cookies["__Host-charter-session"]
    assert browser.post("/sign-out", headers=OWN).status_code == 403
    answer = browser.post("/sign-out", data={"csrf": csrf(browser, serving)}, headers=OWN)
    assert (
        f"url={provider.issuer}/end?client_id=catalog&amp;post_logout_redirect_uri=" in answer.text
    )
    assert "id_token_hint=" in answer.text
    browser.cookies.set("__Host-charter-session", held, "catalog.acme.example")
    assert browser.get("/me").status_code == 401
    assert browser.get("/signed-out").status_code == 200


def test_who_signs_out_everywhere_is_signed_out_in_other_browsers_alone_of_theirs(
    browser: TestClient, provider: Lying, serving: Serving
):
    left, anothers = (
        TestClient(serving.app, base_url=SITE, follow_redirects=False) for _ in range(2)
    )
    signed_in(browser, provider)
    signed_in(left, provider)
    provider.claims = {**ADA, "sub": "2"}
    signed_in(anothers, provider)
    assert "Sign out everywhere" in browser.get("/tokens").text
    form = {"csrf": csrf(browser, serving), "everywhere": "yes"}
    assert browser.post("/sign-out", data=form, headers=OWN).status_code in (200, 303)
    assert [each.get("/me").status_code for each in (browser, left, anothers)] == [401, 401, 200]


def test_sign_out_ends_here_where_the_provider_has_no_place_for_it(
    browser: TestClient, serving: Serving, provider: Lying
):
    signed_in(browser, provider)
    answer = browser.post("/sign-out", data={"csrf": csrf(browser, serving)}, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")


def test_a_browser_of_nobody_is_led_to_the_sign_in_from_wherever_it_knocks(browser: TestClient):
    page = {"accept": "text/html"}
    for path, onward in (("/me?q=a%20b", "%2Fme%3Fq%3Da%2520b"), ("//evil.example", "%2F")):
        answer = browser.get(f"{SITE}{path}", headers=page)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={onward}")
    assert browser.post("/me", headers=page).status_code == 401


def test_who_runs_the_service_sees_its_figures_and_is_no_ospo(browser: TestClient, provider: Lying):
    provider.claims = {**ADA, "groups": ["admins"]}
    signed_in(browser, provider)
    assert browser.get("/metrics").status_code == 200
    assert browser.get("/me").json()[2:] == []


def test_plain_http_is_for_this_machine_and_its_cookies_say_so(serving: Serving, provider: Lying):
    here = "http://127.0.0.1:8765"
    options = replace(serving.app.state.service.options, address=here)
    app = make_app(options, serving.catalog)
    browser = TestClient(app, base_url=here, follow_redirects=False)
    signed_in(browser, provider)
    assert browser.cookies["charter-session"]


def test_my_tokens_are_shown_once_work_and_are_mine_to_revoke(
    browser: TestClient, serving: Serving, provider: Lying
):
    signed_in(browser, provider)
    form = {"csrf": csrf(browser, serving), "label": "<b>ci</b>", "team": "payments", "days": "30"}
    made = browser.post("/tokens", data=form, headers=OWN)
    token = re.search(r"chr_[\w-]{43}", made.text)
    assert token, made.text
    assert "<b>ci" not in made.text
    assert made.headers["cache-control"] == "no-store"
    assert token[0] not in browser.get("/tokens").text
    program = {"authorization": f"Bearer {token[0]}"}
    assert serving.nobody.get("/api/v1/teams", headers=program).status_code == 200
    provider.claims = {**ADA, "sub": "2"}
    other = TestClient(serving.app, base_url=SITE, follow_redirects=False)
    signed_in(other, provider)
    assert "ci" not in other.get("/tokens").text.partition("<main")[2].partition("Make one")[0]
    foreign = {"csrf": csrf(other, serving)}
    assert other.post("/tokens/1/revoke", data=foreign, headers=OWN).status_code == 404
    assert serving.nobody.get("/api/v1/teams", headers=program).status_code == 200
    own = {"csrf": form["csrf"]}
    assert browser.post("/tokens/1/revoke", data=own, headers=OWN).status_code == 303
    assert serving.nobody.get("/api/v1/teams", headers=program).status_code == 401


def aged(serving: Serving, **time: float) -> None:
    """Every session was vouched for that long ago, though somebody came meanwhile."""
    begun = (datetime.now(UTC) - timedelta(**time)).isoformat(timespec="seconds")
    database = serving.catalog.database
    database.write(lambda: database.rows("update session set begun = :begun", {"begun": begun}))


def renewing(browser: TestClient, provider: Lying, path: str = "/teams?q=a%20b"):
    """Open a page, be sent to the provider, and bring back what it says."""
    answer = browser.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 303, answer.text
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["prompt"] == ["none"]
    provider.nonce = query["nonce"][0]
    return lambda **told: browser.get(
        "/sign-in/callback", params={"state": query["state"][0], **told}
    )


def test_who_opens_a_page_is_vouched_for_anew_and_leaves_a_team(
    browser: TestClient, provider: Lying, serving: Serving
):
    signed_in(browser, provider)
    held, form = browser.cookies["__Host-charter-session"], csrf(browser, serving)
    assert browser.get("/teams", headers={"accept": "text/html"}).status_code == 200
    aged(serving, minutes=16)
    provider.claims = {**ADA, "groups": ["search"]}
    answer = renewing(browser, provider)(code="c")
    assert (answer.status_code, answer.headers["location"]) == (303, "/teams?q=a%20b")
    assert browser.cookies["__Host-charter-session"] == held
    assert csrf(browser, serving) == form
    assert browser.get("/me").json()[2:] == ["search"]
    assert browser.get("/teams", headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("error", ["login_required", "interaction_required", "access_denied"])
def test_whom_the_provider_does_not_vouch_for_any_more_signs_in_anew(
    browser: TestClient, provider: Lying, serving: Serving, error: str
):
    signed_in(browser, provider)
    aged(serving, minutes=16)
    held = browser.cookies["__Host-charter-session"]
    answer = renewing(browser, provider)(error=error)
    assert answer.headers["location"] == "/sign-in?next=%2Fteams%3Fq%3Da%2520b"
    browser.cookies.set("__Host-charter-session", held)
    assert browser.get("/me").status_code == 401


def test_a_provider_that_cannot_say_now_leaves_the_session_and_is_not_asked_at_once(
    browser: TestClient, provider: Lying, serving: Serving
):
    signed_in(browser, provider)
    aged(serving, minutes=16)
    answer = renewing(browser, provider, "/teams")(error="temporarily_unavailable")
    assert answer.headers["location"] == "/teams"
    assert browser.get("/teams", headers={"accept": "text/html"}).status_code == 200
    aged(serving, hours=3)
    assert browser.get("/me").status_code == 401, "nobody has vouched for two hours"


def test_another_person_at_the_provider_takes_nobodys_session_over(
    browser: TestClient, provider: Lying, serving: Serving
):
    signed_in(browser, provider)
    held = browser.cookies["__Host-charter-session"]
    aged(serving, minutes=16)
    provider.claims = {**ADA, "sub": "2", "name": "Eve"}
    renewing(browser, provider)(code="c")
    assert browser.get("/me").json()[1] == "Eve"
    other = TestClient(serving.app, base_url=SITE, cookies={"__Host-charter-session": held})
    assert other.get("/me").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"hx-request": "true"},
        {"accept": "application/json"},
        {"sec-fetch-mode": "cors"},
    ],
)
def test_what_a_page_asks_for_is_not_sent_elsewhere(
    browser: TestClient, provider: Lying, serving: Serving, headers: dict[str, str]
):
    signed_in(browser, provider)
    aged(serving, minutes=16)
    answer = browser.get("/teams", headers={"accept": "text/html", **headers})
    assert answer.status_code == 200


def test_a_page_that_is_open_gives_way_to_the_sign_in(browser: TestClient):
    answer = browser.get("/?q=pdf", headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/sign-in?next=%2F%3Fq%3Dpdf"


def test_sessions_of_another_provider_are_none(
    browser: TestClient, provider: Lying, serving: Serving
):
    signed_in(browser, provider)
    database = serving.catalog.database
    database.write(lambda: database.rows("update session set subject = 'local|ada'", {}))
    assert browser.get("/me").status_code == 401


def test_a_token_rests_while_its_owner_is_not_in_the_team(
    browser: TestClient, provider: Lying, serving: Serving
):
    def opens() -> tuple[int, int]:
        one, two = (
            serving.nobody.get("/api/v1/teams", headers={"authorization": f"Bearer {each}"})
            for each in tokens
        )
        return one.status_code, two.status_code

    signed_in(browser, provider)
    tokens = []
    for team in ("payments", ""):
        form = {"csrf": csrf(browser, serving), "label": "ci", "team": team, "days": "366"}
        page = browser.post("/tokens", data=form, headers=OWN).text
        tokens += re.findall(r"chr_[\w-]{43}", page)[:1]
    assert opens() == (200, 200)
    browser.post("/sign-out", data={"csrf": csrf(browser, serving)}, headers=OWN)
    assert opens() == (200, 200)
    provider.claims = {**ADA, "groups": ["search"]}
    signed_in(browser, provider)
    assert opens() == (401, 200)
    provider.claims = {**ADA, "groups": ["Payments", "search"]}
    signed_in(browser, provider)
    assert opens() == (200, 200)
    database = serving.catalog.database
    old = {"at": (datetime.now(UTC) - timedelta(days=31)).isoformat(timespec="seconds")}
    database.write(lambda: database.rows("update token set created = :at", old))
    assert opens() == (200, 200)
    aged(serving, days=31)
    assert opens() == (401, 401)
    signed_in(browser, provider)
    assert opens() == (200, 200)
