"""What stands around every request of the service."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import urllib3
from fastapi import APIRouter
from services import Serving, served

from charter.catalog.entry import Entry
from charter.catalog.store import Catalog
from charter.errors import CatalogError
from charter.model import Project, Visibility


@pytest.fixture
def serving(catalog: Catalog) -> Serving:
    return served(catalog)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_for_everybody(serving: Serving, path: str):
    assert serving.nobody.get(path).text == "ok\n"


@pytest.mark.parametrize("path", ["/", "/metrics", "/api/v1/openapi.json", "/absent", "/healthz/x"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PROPFIND"])
def test_nobody_gets_one_answer_wherever_they_knock(serving: Serving, path: str, method: str):
    answer = serving.nobody.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    if method != "HEAD":
        told = answer.json()
        assert told.pop("request_id") == answer.headers["x-request-id"]
        assert told == {
            "type": "urn:charter:problem:sign-in",
            "title": "Unauthorized",
            "status": 401,
            "detail": "this is only for members of the organisation.",
            "hint": "Sign in, or send a token: Authorization: Bearer chr_…",
        }


def test_every_answer_protects_and_has_an_id(serving: Serving):
    for path in ("/healthz", "/absent"):
        headers = serving.nobody.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert re.fullmatch("[0-9a-f]{16}", headers["x-request-id"])
        assert "strict-transport-security" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/about",
        "/teams",
        "/static/portal.js",
        "/entries/payments/invoice",
        "/entries/payments/absent",
        "/register",
        "/api/v1/entries",
        "/api/v1/entries/payments/invoice",
        "/api/v1/entries?limit=x",
        "/api/v1/openapi.json",
        "/export/backstage.yaml",
        "/api/v1/registrations",
        "/healthz",
    ],
)
def test_a_head_is_the_get_without_its_body(serving: Serving, path: str):
    project = Project("invoice", "", "It", Visibility.INNERSOURCE, "payments", ())
    serving.catalog.register(Entry(project))
    reader = serving.reader
    for accept in ("text/html", "*/*"):
        headers = {"accept": accept, "x-request-id": "the-same-one"}
        got, head = (reader.request(way, path, headers=headers) for way in ("GET", "HEAD"))
        assert head.content == b""
        assert (head.status_code, head.headers) == (got.status_code, got.headers)


def test_a_head_is_told_as_one_in_the_log(serving: Serving, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("INFO", "charter.web"):
        serving.reader.head("/about")
    told = vars(caplog.records[-1])
    assert (told["method"], told["route"], told["bytes"]) == ("HEAD", "/about", 0)


def test_by_https_only_https_is_asked_for_ever_after(catalog: Catalog):
    serving = served(catalog, address="https://catalog.acme.example")
    assert "max-age" in serving.nobody.get("/healthz").headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("told", "is_taken"),
    [("a-trace-of-the-proxy", True), ("short", False), ("x" * 65, False), ('a"b<script>', False)],
)
def test_an_id_is_taken_over_where_it_can_do_no_harm(serving: Serving, told: str, is_taken: bool):
    given = serving.nobody.get("/healthz", headers={"x-request-id": told}).headers["x-request-id"]
    assert (given == told) is is_taken


def test_what_is_not_there_and_what_cannot_be_done_are_problems(serving: Serving):
    absent = serving.reader.get("/absent")
    assert (absent.status_code, absent.json()["type"]) == (404, "urn:charter:problem:not-found")
    wrong = serving.reader.delete("/healthz")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")
    assert wrong.json()["detail"] == "this cannot be done here."


def test_a_bug_tells_nothing_but_its_id(serving: Serving, caplog: pytest.LogCaptureFixture):
    router = APIRouter()

    @router.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("/srv/secret/path")

    serving.app.include_router(router)
    answer = serving.reader.get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    record = next(each for each in caplog.records if each.message == "a bug")
    assert record.request_id == answer.json()["request_id"]


def test_a_database_that_is_away_is_told_without_its_address(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
):
    def away(*_: object) -> None:
        raise CatalogError("the catalog postgresql://charter@db.acme.example/x cannot be reached.")

    client = serving.reader
    monkeypatch.setattr(type(serving.catalog.database), "rows", away)
    for answer in (serving.nobody.get("/readyz"), client.get("/absent")):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "acme" not in answer.text
    assert serving.nobody.get("/healthz").status_code == 200


def test_a_body_that_is_too_large_is_refused_announced_or_not(serving: Serving):
    router = APIRouter()

    @router.post("/taking")
    def taking(body: dict[str, str]) -> int:
        return len(body)

    serving.app.include_router(router)
    large = b'{"a": "' + b"x" * (2 * 1024 * 1024) + b'"}'
    json_type = {"content-type": "application/json"}
    announced = serving.reader.post("/taking", content=large, headers=json_type)
    pieces = (large[at : at + 65536] for at in range(0, len(large), 65536))
    counted = serving.reader.post("/taking", content=pieces, headers=json_type)
    assert [announced.status_code, counted.status_code] == [413, 413]
    assert counted.json()["detail"] == "the request is larger than 2048 KiB."


def test_what_is_sent_wrongly_is_named_but_not_repeated(serving: Serving):
    router = APIRouter()

    @router.get("/counting")
    def counting(limit: int) -> int:
        return limit

    serving.app.include_router(router)
    answer = serving.reader.get("/counting", params={"limit": "sentinel"})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["at"] == "/query/limit"
    assert "sentinel" not in answer.text


def test_figures_are_for_tokens_that_are_for_them(serving: Serving):
    assert serving.reader.get("/metrics").status_code == 403
    figures = serving.client("metrics").get("/metrics").text
    assert 'charter_requests_total{method="GET",route="/metrics",status="403"} 1.0' in figures
    assert serving.client("metrics").get("/absent").status_code == 404


def test_each_request_is_a_line_without_what_was_searched_for(
    serving: Serving, caplog: pytest.LogCaptureFixture
):
    caplog.set_level("INFO", "charter.web")
    serving.reader.get("/absent?q=private")
    record = caplog.records[-1]
    assert (record.message, record.method, record.path, record.status, record.caller) == (
        *("request", "GET", "/absent", 404, "token:test"),
    )
    assert not [each for each in caplog.records if "private" in str(vars(each))]


def test_who_asks_too_often_is_told_when_to_go_on(catalog: Catalog):
    serving = served(catalog, caller_rate="3/minute", address_rate="2/minute")
    reader, other = serving.reader, serving.reader
    assert [reader.get("/api/v1/teams").status_code for _ in range(4)] == [200, 200, 200, 429]
    last = reader.get("/api/v1/teams")
    assert 1 <= int(last.headers["retry-after"]) <= 60
    assert last.json()["type"] == "urn:charter:problem:too-many"
    assert other.get("/api/v1/teams").status_code == 200
    assert [serving.nobody.get("/absent").status_code for _ in range(3)] == [401, 401, 429]
    assert [serving.nobody.get("/healthz").status_code for _ in range(3)] == [200] * 3
    guess = {"authorization": "Bearer chr_" + "x" * 43}
    assert serving.nobody.get("/api/v1/teams", headers=guess).status_code == 429


def start(*words: str, **environment: str) -> tuple[subprocess.Popen[str], str]:
    """A process that serves, and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "charter", "catalog", "serve", "--port", "0", *words],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+", json.loads(line)["event"]):
            return process, found[0]
    raise AssertionError("the service did not start")


def test_the_command_serves_and_ends_when_told(catalog_address: str):
    process, address = start(CHARTER_CATALOG=catalog_address)
    assert urllib3.request("GET", f"{address}/readyz").status == 200
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    lines = [json.loads(line) for line in err.splitlines()]
    assert {"request", "Application shutdown complete."} <= {line["event"] for line in lines}


def test_the_command_says_what_is_wrong_before_it_serves(tmp_path: Path):
    def said(**environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "charter", "catalog", "serve", "--workers", "2"],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **environment},
        )
        assert done.returncode == 2
        return done.stderr

    assert "several workers need one secret" in said()
    assert "CHARTER_SERVICE_ADRESS" in said(CHARTER_SERVICE_ADRESS="x")
    away = {"CHARTER_CATALOG": "postgresql://x@127.0.0.1:1/x", "CHARTER_SERVICE_SECRET": "x" * 40}
    assert "cannot be reached" in said(**away)


def test_workers_serve_one_catalog(catalog_address: str):
    secret = {"CHARTER_CATALOG": catalog_address, "CHARTER_SERVICE_SECRET": "x" * 40}
    process, address = start("--workers", "2", **secret)
    patience = urllib3.Retry(total=60, backoff_factor=0.1, backoff_max=0.5)
    assert urllib3.request("GET", f"{address}/readyz", retries=patience).status == 200
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_without_the_extra_it_says_what_to_install(catalog_address: str):
    """Tokens are made all the same: they need the database only."""
    blocked = "import sys; sys.modules.update(fastapi=None, uvicorn=None, limits=None);"
    run = f"{blocked} from charter.__main__ import main; sys.exit(main(sys.argv[1:]))"

    def said(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", run, "catalog", *words],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "CHARTER_CATALOG": catalog_address},
        )

    refused = said("serve")
    assert refused.returncode == 2
    assert "the service needs fastapi, which is not installed" in refused.stderr
    assert "pip install 'repo-charter[service]'" in refused.stderr
    assert said("token", "create", "ci").returncode == 0
