"""The service asks no host that somebody names, whatever they name it in; nor where a redirect leads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from demo import csrf_of, signed_in
from forges import KEY, SECRET, body_of, github_headers, github_push, gitlab_headers, gitlab_push
from providers import CLIENT, CLIENT_SECRET, lying
from services import served
from starlette.testclient import TestClient

from charter.catalog.store import Catalog

SITE = "https://catalog.acme.example"


@contextmanager
def listening(location: str = "") -> Iterator[tuple[str, list[str]]]:
    """Its address, and what it was asked; it leads everybody on to `location`."""
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(302 if location else 200)
            if location:
                self.send_header("location", location)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture
def inside() -> Iterator[tuple[str, list[str]]]:
    """What only the service's own machine reaches."""
    with listening() as found:
        yield found


def test_no_text_of_anybody_makes_the_service_ask_a_host(
    catalog: Catalog, inside: tuple[str, list[str]]
):
    host, asked = inside
    serving = served(
        catalog,
        github_secret=SECRET,
        gitlab_secret=KEY,
        oidc_issuer="https://id.acme.example",
        oidc_client_id="catalog",
    )
    entry = {
        "title": host,
        "description": f"See {host}/description",
        "maintainers": [{"name": host, "handle": "ada"}],
        "url": f"{host}/payments/shop",
        "links": [{"url": f"{host}/docs", "title": host, "kind": "docs"}],
        "chat": host,
        "readme": f"![x]({host}/picture.png) <img src='{host}/img'> [x]({host}/link) {host}/bare",
    }
    writer = serving.writer()
    assert writer.put("/api/v1/entries/payments/shop", json=entry).status_code == 201
    told = {"remote": f"{host}/payments/other", "files": {"catalog-info.yaml": descriptor(host)}}
    assert writer.post("/api/v1/registrations", json=told).status_code == 201
    ada = signed_in(serving, "payments")
    form = {
        "csrf": csrf_of(ada),
        "url": f"{host}/payments/third",
        "descriptor": descriptor(host, "tool"),
    }
    assert ada.post("/register", data=form).status_code == 303
    for forge, document in (("github", github_push()), ("gitlab", gitlab_push())):
        body = body_of(_naming(document, host))
        signed = github_headers("push", body) if forge == "github" else gitlab_headers(body)
        heard = serving.nobody.post(f"/webhooks/{forge}", content=body, headers=signed)
        assert heard.status_code == 200, heard.text
    for path in (
        "/",
        f"/?q={host}",
        "/entries/payments/shop",
        f"/start?description={host}",
        f"/sign-in/callback?iss={host}&code=x&state=x",
        f"/api/v1/entries?url={host}/payments/shop",
        f"/api/v1/similar?name=x&description={host}",
        "/api/v1/entries/payments/shop/readme",
    ):
        assert ada.get(path, headers={"x-forwarded-host": host[7:]}).status_code < 500, path
    assert asked == []


def descriptor(host: str, name: str = "till") -> str:
    return (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n"
        f"  name: {name}\n"
        f"  description: Tills {host}/description\n  annotations:\n"
        f"    backstage.io/source-location: url:{host}/payments/till\n"
        f"    backstage.io/managed-by-location: url:{host}/location\n"
        "spec:\n  type: service\n  owner: payments\n  lifecycle: production\n"
        f"  definition:\n    $json: {host}/json\n"
    )


def _naming(document: object, host: str) -> object:
    """The message with every address in it on that host."""
    if isinstance(document, dict):
        return {name: _naming(each, host) for name, each in document.items()}
    if isinstance(document, list):
        return [_naming(each, host) for each in document]
    if isinstance(document, str) and document.startswith("http"):
        return f"{host}/payments/shop"
    return document


@pytest.mark.parametrize("asked_at", ["token_endpoint", "userinfo_endpoint", "jwks_uri"])
def test_a_provider_leads_the_service_nowhere_else(
    catalog: Catalog, inside: tuple[str, list[str]], asked_at: str
):
    host, asked = inside
    with lying() as provider, listening(f"{host}/secret") as (redirecting, _):
        provider.claims = {"sub": "1", "name": "Ada"}  # its groups have to be asked for
        provider.metadata = {"userinfo_endpoint": f"{provider.issuer}/me"}
        provider.metadata |= {asked_at: f"{redirecting}/x"}
        options = {
            "address": SITE,
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": CLIENT_SECRET,
        }
        app = served(catalog, **options).app
        browser = TestClient(app, base_url=SITE, follow_redirects=False)
        location = browser.get("/sign-in").headers["location"]
        query = dict(part.split("=") for part in location.partition("?")[2].split("&"))
        provider.nonce = query["nonce"]
        back = {"state": query["state"], "code": "c"}
        assert browser.get("/sign-in/callback", params=back).status_code in (400, 503)
    assert asked == []
