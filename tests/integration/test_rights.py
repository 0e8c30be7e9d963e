"""Every route, and everybody who may ask: a new route without a line here fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import iter_route_contexts
from services import SECRET, Serving, served
from starlette.testclient import TestClient

from charter.catalog.access.sessions import Person, Sessions
from charter.catalog.sqlite import open_catalog_file
from charter.web.sign_in.forgery import token_for

SITE = "https://catalog.acme.example"
CALLERS = ("nobody", "reader", "foreign token", "other member", "member", "ospo")
ENTRY = "/api/v1/entries/{namespace}/{name}"
OPEN = (200,) * 6
READS = (401, 200, 200, 200, 200, 200)
WRITES = (401, 403, 403, 403, 200, 200)
AWAY = (503,) * 6  # it would lead to the provider, which is not there
TABLE = {
    "GET /healthz": OPEN,
    "GET /readyz": OPEN,
    "GET /sign-in": AWAY,
    "GET /sign-in/callback": (400,) * 6,
    "GET /signed-out": OPEN,
    "POST /sign-out": (401, 303, 303, 303, 303, 303),
    "POST /webhooks/{forge}": (401,) * 6,  # its signature opens it, and nothing else
    "GET /metrics": (401, 403, 403, 403, 403, 200),
    "GET /": READS,
    "GET /entries/{team}/{name}": READS,
    "GET /entries/{team}/{name}/look-alikes": READS,
    "POST /entries/{team}/{name}/confirm": (401, 403, 403, 403, 303, 303),
    "POST /entries/{team}/{name}/archive": (401, 403, 403, 403, 303, 303),
    "GET /static/{name}": (404,) * 6,
    "GET /teams": READS,
    "GET /teams/{team}": READS,
    "GET /board": READS,
    "GET /duplicates": READS,
    "POST /duplicates": (401, 403, 403, 403, 303, 303),
    "GET /start": READS,
    "GET /about": OPEN,
    "GET /register": (401, 403, 200, 200, 200, 200),
    "POST /register": (401, 403, 422, 422, 303, 303),
    "GET /tokens": (401, 403, 403, 200, 200, 200),
    "POST /tokens": (401, 403, 403, 403, 200, 200),
    "POST /tokens/{number}/revoke": (401, 403, 403, 404, 404, 404),
    "GET /theme": (303,) * 6,
    "GET /api/v1/openapi.json": READS,
    "GET /api/v1/entries": READS,
    f"GET {ENTRY}": READS,
    f"GET {ENTRY}/readme": READS,
    f"GET {ENTRY}/history": READS,
    f"GET {ENTRY}/look-alikes": READS,
    f"PUT {ENTRY}": WRITES,
    f"POST {ENTRY}/confirm": WRITES,
    f"POST {ENTRY}/archive": WRITES,
    f"DELETE {ENTRY}": (401, 403, 403, 403, 204, 204),
    "POST /api/v1/registrations": WRITES,
    "GET /api/v1/similar": READS,
    "GET /api/v1/names": READS,
    "GET /api/v1/teams": READS,
    "GET /api/v1/answers": READS,
    "POST /api/v1/answers": (401, 403, 403, 403, 201, 201),
    "GET /api/v1/public/entries": READS,
    "GET /api/v1/public/entries/{namespace}/{name}": (401, 404, 404, 404, 404, 404),
}
ISSUER = "http://127.0.0.1:1"  # nobody is there
ANSWERS = """name: ledger
team: payments
visibility: innersource
description: Keeps the books
"""
BODIES = {
    f"PUT {ENTRY}": {"description": "Keeps the books", "url": "https://git.acme.example/p/ledger"},
    f"POST {ENTRY}/archive": {"because": "nobody uses it"},
    "POST /api/v1/answers": {
        "decision": "reuse",
        "team": "payments",
        "name": "bookkeeper",
        "about": "payments/ledger",
    },
    "POST /api/v1/registrations": {
        "remote": "https://git.acme.example/p/ledger",
        "files": {".copier-answers.yml": ANSWERS},
    },
}

FORMS = {
    "POST /register": {
        "url": "https://git.acme.example/p/ledger",
        "name": "ledger",
        "team": "payments",
        "description": "Keeps the books",
        "maintainers": "Ada Lovelace @ada, Bob Noyce @bob",
    },
    "POST /tokens": {"label": "ci", "team": "payments", "days": "30"},
    "POST /duplicates": {"choice": "reuse payments/ledger", "team": "payments"},
    "POST /entries/{team}/{name}/confirm": {"label": "-"},
    "POST /entries/{team}/{name}/archive": {"because": "nobody uses it"},
    "POST /tokens/{number}/revoke": {"label": "-"},
}


@pytest.fixture
def serving(tmp_path) -> Iterator[Serving]:
    catalog = open_catalog_file(tmp_path / "catalog.sqlite3")
    found = served(catalog, address=SITE, oidc_issuer=ISSUER, oidc_client_id="catalog")
    told = found.admin.put("/api/v1/entries/payments/ledger", json=BODIES[f"PUT {ENTRY}"])
    assert told.status_code == 201, told.text
    yield found
    catalog.close()


def client(serving: Serving, caller: str) -> TestClient:
    if caller == "nobody":
        return serving.nobody
    if caller == "reader":
        return serving.reader
    if caller == "foreign token":
        return serving.writer("search")
    groups = {"other member": "search", "member": "Payments", "ospo": "ospo"}[caller]
    secret = Sessions(serving.catalog.database).begin(
        Person(f"{ISSUER}|{caller}", caller, (groups,))
    )
    found = TestClient(serving.app, base_url=SITE, raise_server_exceptions=False)
    found.cookies.set("__Host-charter-session", secret)
    found.headers.update({"origin": SITE, "x-csrf-token": token_for(secret, SECRET)})
    return found


def test_every_route_has_a_line(serving: Serving):
    routes = {
        f"{method} {route.path}"
        for route in iter_route_contexts(serving.app.routes)
        for method in route.methods or ()
        if method != "HEAD"
    }
    assert routes == set(TABLE)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("route", TABLE)
def test_everybody_may_what_the_table_says_and_nothing_else(
    serving: Serving, route: str, caller: str
):
    method, path = route.split()
    place = path.format(
        namespace="payments", team="payments", name="ledger", number=1, forge="github"
    )
    query = (
        {"q": "ledger", "name": "ledger", "like": "ledger", "description": "books"}
        if method == "GET"
        else None
    )
    browser = client(serving, caller)
    browser.follow_redirects = False
    form = FORMS.get(route) and {**FORMS[route], "csrf": browser.headers.get("x-csrf-token", "")}
    answer = browser.request(method, place, params=query, json=BODIES.get(route), data=form)
    assert answer.status_code == TABLE[route][CALLERS.index(caller)], answer.text
    if answer.status_code in (401, 403, 422):
        assert len(serving.catalog.list_entries()) == 1
