"""A crawl as nobody over every route: no byte of what is inside comes out."""

from __future__ import annotations

import asyncio
import itertools
import re
from typing import Any

import httpx
import pytest
from services import Serving, served

from charter.catalog.document import entry_of
from charter.catalog.store import Catalog

SENTINEL = "zzinside"
INSIDE = {
    "innersource": {"visibility": "innersource"},
    "candidate": {"visibility": "opensource"},
    "siloed": {
        "visibility": "opensource",
        "publication_date": "2020-01-01",
        "siloed": f"{SENTINEL}why",
    },
    "future": {"visibility": "opensource", "publication_date": "2999-01-01"},
}
METHODS = ("GET", "PAGE", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")


def told(kind: str, number: int, **facts: Any) -> dict[str, Any]:
    """An entry each of whose texts would be known again."""
    mark = f"{SENTINEL}{kind}{number}"
    return {
        "team": f"{mark}team",
        "name": f"{mark}name",
        "title": f"{mark}title",
        "description": f"parsers {mark}description",
        "maintainers": [{"name": mark, "handle": mark, "email": f"{mark}@acme.example"}],
        "forge": mark,
        "url": f"https://{mark}.acme.example/x",
        "license": mark,
        "topics": [mark, "parsers"],
        "governance_level": mark,
        "lifecycle": mark,
        "language": mark,
        "template": mark,
        "version": mark,
        "links": [{"url": f"https://{mark}.acme.example/l", "title": mark, "kind": "docs"}],
        "chat": mark,
        "wanted": [mark],
        "responds": mark,
        "readme": mark,
        **facts,
    }


def public(number: int) -> dict[str, Any]:
    """A published one; what of it is not for the public is marked as well."""
    return {
        **told("public", number, visibility="opensource", publication_date="2020-01-01"),
        "team": "charts",
        "name": f"chart-{number}",
        "title": "Charts",
        "description": "Parsers and charts",
        "maintainers": [{"name": "Ada", "handle": "ada", "email": f"{SENTINEL}@acme.example"}],
        "forge": "github",
        "url": f"https://github.com/charts/chart-{number}",
        "license": "MIT",
        "topics": ["parsers"],
        "lifecycle": "production",
        "language": "Rust",
        "wanted": ["docs"],
        "responds": "in a week",
    }


def fill(catalog: Catalog, *, inside: int) -> None:
    for number in range(3):
        catalog.register(entry_of(public(number)))
    for kind, number in itertools.product(INSIDE, range(inside)):
        catalog.register(entry_of(told(kind, number, **INSIDE[kind])))
    for entry in catalog.list_entries():
        if entry.project.name == f"{SENTINEL}candidate0name":
            catalog.archive(entry, f"{SENTINEL}because")


def routes(app: Any) -> list[str]:
    """Every path of the router table and of the OpenAPI document."""
    found = set(app.openapi()["paths"])
    for route in app.routes:
        if (router := getattr(route, "original_router", None)) is None:
            found.add(route.path)
        else:
            found |= {route.include_context.path_for(each) for each in router.routes}
    assert {"/healthz", "/metrics", "/api/v1/openapi.json", "/api/v1/similar"} <= found
    return sorted(found)


def addresses(app: Any) -> list[str]:
    """Each path with names of inside, of outside, and of nothing; and questions that could tell."""
    pairs = [(f"{SENTINEL}{kind}0team", f"{SENTINEL}{kind}0name") for kind in INSIDE] + [
        ("charts", "chart-0"),
        ("charts", "absent"),
        ("-", "absent"),
    ]
    questions = [
        "",
        "?q=parsers",
        "?q=zz",
        f"?q={SENTINEL}innersource0description",
        f"?topic={SENTINEL}candidate0",
        f"?team={SENTINEL}innersource0team",
        f"?language={SENTINEL}siloed0&license=x",
        "?name=chart&description=parsers&like=chart-0",
        f"?url=https://{SENTINEL}innersource0.acme.example/x",
        "?limit=1",
    ]
    found = []
    for path in routes(app):
        names = pairs if "{" in path else [("", "")]
        for namespace, name in names:
            filled = path.replace("{namespace}", namespace).replace("{name}", name)
            filled = re.sub(r"\{[^}]*\}", name, filled)
            found += [filled + question for question in questions]
    return found


def answers(serving: Serving) -> dict[tuple[str, str], httpx.Response]:
    """As programs ask (every method) and as browsers do (GET, called PAGE here)."""
    asked = [
        (method, address)
        for address in addresses(serving.app)
        for method in (METHODS if "?" not in address else ("GET", "PAGE"))
    ]

    async def crawl() -> dict[tuple[str, str], httpx.Response]:
        transport = httpx.ASGITransport(serving.app, raise_app_exceptions=False)
        plain = {"accept-encoding": "identity"}  # the length of what is packed varies by chance
        async with httpx.AsyncClient(
            transport=transport, base_url="http://service", headers=plain
        ) as client:

            async def ask(how: str, where: str) -> httpx.Response:
                if how == "PAGE":
                    return await client.get(where, headers={"accept": "text/html"})
                return await client.request(how, where)

            return {each: await ask(*each) for each in asked}

    return asyncio.run(crawl())


def outside(answer: Any) -> Any:
    """All that somebody outside gets but the request's own number."""
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    body = answer.text.replace(answer.headers["x-request-id"], "")
    return answer.status_code, headers, body


@pytest.mark.parametrize("anonymous", ["nothing", "public"])
def test_nobody_sees_no_byte_of_what_is_inside(catalog: Catalog, anonymous: str):
    serving = served(catalog, anonymous=anonymous)
    fill(catalog, inside=2)
    crowded = answers(serving)
    for (method, address), answer in crowded.items():
        said = f"{answer.text} {answer.headers}"
        inside = set(re.findall(SENTINEL + r"\w*", said))
        leaked = inside - set(re.findall(SENTINEL + r"\w*", address))
        assert not leaked, (method, address)


@pytest.mark.parametrize("anonymous", ["nothing", "public"])
def test_for_nobody_it_makes_no_difference_what_is_inside(catalog: Catalog, anonymous: str):
    """The same answers, byte for byte, counts and headers, with nothing inside and with much."""
    serving = served(catalog, anonymous=anonymous)
    fill(catalog, inside=0)
    empty = {key: outside(answer) for key, answer in answers(serving).items()}
    fill(catalog, inside=2)
    crowded = {key: outside(answer) for key, answer in answers(serving).items()}
    assert [each for each in crowded if crowded[each] != empty[each]] == []


def test_where_nothing_is_public_every_door_is_the_same(catalog: Catalog):
    serving = served(catalog)
    fill(catalog, inside=1)
    open_to_all = ("/healthz", "/readyz", "/static/", "/about", "/theme", "/webhooks/")
    for (_, address), answer in answers(serving).items():
        if not address.startswith(open_to_all):
            assert answer.status_code == 401, address


def test_what_is_public_is_listed_searched_and_read(catalog: Catalog):
    serving = served(catalog, anonymous="public")
    fill(catalog, inside=1)
    nobody = serving.nobody
    first = nobody.get("/api/v1/public/entries", params={"q": "parsers CHART", "limit": 2}).json()
    assert [each["name"] for each in first["entries"]] == ["chart-0", "chart-1"]
    rest = nobody.get(
        "/api/v1/public/entries", params={"q": "parsers CHART", "limit": 2, "cursor": first["next"]}
    ).json()
    assert ([each["name"] for each in rest["entries"]], rest["next"]) == (["chart-2"], None)
    for question in (
        {"language": "rust"},
        {"license": "mit"},
        {"topic": "parsers"},
        {"team": "Charts"},
    ):
        assert len(nobody.get("/api/v1/public/entries", params=question).json()["entries"]) == 3
    assert nobody.get("/api/v1/public/entries", params={"q": "p_rsers"}).json()["entries"] == []
    entry = nobody.get("/api/v1/public/entries/charts/chart-0").json()
    assert entry["maintainers"] == [{"name": "Ada", "handle": "ada"}]
    assert set(entry) == {
        *("team", "name", "title", "description", "maintainers", "forge", "url", "license"),
        *("topics", "language", "lifecycle", "wanted", "responds", "published", "is_archived"),
    }


def test_a_cursor_of_the_public_side_opens_nothing_inside(catalog: Catalog):
    serving = served(catalog, anonymous="public")
    fill(catalog, inside=1)
    page = serving.nobody.get("/api/v1/public/entries", params={"limit": 1}).json()
    inside = serving.reader.get("/api/v1/entries", params={"limit": 1}).json()
    for cursor in (inside["next"], page["next"] + "x"):
        answer = serving.nobody.get("/api/v1/public/entries", params={"limit": 1, "cursor": cursor})
        assert answer.status_code == 422
