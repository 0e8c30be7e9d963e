"""A laptop without a provider: whoever started the service signs in by a ticket, nobody else."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3
from demo import csrf_of
from services import SECRET
from starlette.testclient import TestClient

from charter.catalog.access.sessions import Person
from charter.catalog.entry import Entry
from charter.catalog.store import Catalog
from charter.cli.sign_in_address import announcing
from charter.model import Project, Visibility
from charter.web.app import make_app
from charter.web.options import Options
from charter.web.own_machine import is_own_machine
from charter.web.sign_in.local import Starter
from charter.web.sign_in.tickets import Tickets

SITE = Options.address
HTML = {"accept": "text/html", "origin": SITE}


@pytest.fixture
def printed() -> list[str]:
    """What stands on the terminal."""
    return []


@pytest.fixture
def app(catalog: Catalog, printed: list[str]):
    starter = Starter(Person("local|ada", "Ada", ("Payments",)), printed.append)
    rates = {"caller_rate": "1000000/minute", "address_rate": "1000000/minute"}
    return make_app(Options(database="", secret=SECRET, **rates), catalog, starter)


def browser_of(app) -> TestClient:
    return TestClient(app, base_url=SITE, headers=HTML, follow_redirects=False)


@pytest.fixture
def ada(app) -> TestClient:
    """A browser that was signed in by what the command printed."""
    browser = browser_of(app)
    place = urlsplit(app.state.desk.new_address())
    assert browser.get(f"{place.path}?{place.query}").headers["location"] == "/"
    return browser


def test_who_started_it_is_a_member_of_their_team(ada: TestClient, catalog: Catalog):
    for team in ("payments", "search"):
        project = Project("it", "It", "", Visibility.INNERSOURCE, team, ())
        catalog.register(Entry(project))
    assert "Ada" in ada.get("/").text
    form = {"csrf": csrf_of(ada)}
    assert ada.post("/entries/payments/it/confirm", data=form).status_code == 303
    assert ada.post("/entries/search/it/confirm", data=form).status_code == 403
    assert ada.post("/entries/payments/it/confirm").status_code == 403


def test_a_ticket_signs_one_browser_in(app, ada: TestClient):
    place = app.state.desk.new_address().removeprefix(SITE)
    assert ada.get(place).headers["location"] == "/"  # signed in already: nothing is used up
    assert browser_of(app).get(place).status_code == 303
    late = browser_of(app).get(place)
    assert late.status_code == 401
    assert "set-cookie" not in late.headers
    assert "used up" in late.text


def test_a_ticket_is_good_for_an_hour_and_the_newest_sixteen_are():
    now = [0.0]
    tickets = Tickets(lambda: now[0])
    first, *others = [tickets.new() for _ in range(17)]
    assert [tickets.take(each) for each in (first, others[0], others[0])] == [False, True, False]
    now[0] = 3600.0
    assert not tickets.take(others[1])


def test_a_page_of_our_own_has_another_printed_and_no_other_site(app, printed: list[str]):
    nobody = browser_of(app)
    assert nobody.get("/entries/a/b").headers["location"] == "/sign-in"
    assert "Print a new address there" in nobody.get("/sign-in").text
    assert nobody.post("/sign-in", headers={"origin": "https://evil.example"}).status_code == 403
    assert printed == []
    page = nobody.post("/sign-in")
    (address,) = printed
    assert urlsplit(address).query not in page.text
    assert nobody.get(address.removeprefix(SITE)).headers["location"] == "/"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost:9000", 200),
        ("[::1]:8765", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("evil.example@127.0.0.1", 421),
        ("127.0.0.1:x", 200),  # what follows the name leads nowhere
        ("[", 421),
        ("", 421),
    ],
)
def test_it_answers_to_the_names_of_its_machine_only(ada: TestClient, host: str, status: int):
    assert ada.get("/about", headers={"host": host}).status_code == status
    assert ada.get("/healthz", headers={"host": host}).status_code == status


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "via"])
def test_who_comes_through_a_proxy_is_not_signed_in(app, name: str, printed: list[str]):
    place = app.state.desk.new_address().removeprefix(SITE)
    passed_on = {name: "10.0.0.1"}
    assert browser_of(app).get(place, headers=passed_on).status_code == 401
    assert browser_of(app).post("/sign-in", headers=passed_on).status_code == 403
    assert printed == []


def test_sign_out_everywhere_ends_all_of_it(app, ada: TestClient):
    other = browser_of(app)
    other.get(app.state.desk.new_address().removeprefix(SITE))
    form = {"csrf": csrf_of(ada), "everywhere": "yes"}
    assert ada.post("/sign-out", data=form).headers["location"] == "/signed-out"
    assert other.get("/teams").headers["location"] == "/sign-in"
    assert ada.get("/teams").headers["location"] == "/sign-in"
    assert ada.get("/signed-out").status_code == 200


def test_somebody_elses_session_on_the_same_catalog_opens_nothing(app):
    browser = browser_of(app)
    secret = app.state.desk.sessions.begin(Person("https://id.acme.example|1", "Eve", ("ospo",)))
    browser.cookies.set("charter-session", secret)
    assert browser.get("/teams").headers["location"] == "/sign-in"


@pytest.mark.parametrize(
    ("host", "flaw"),
    [
        ("0.0.0.0", {}),
        ("192.0.2.1", {}),
        ("::", {}),
        ("127.0.0.1", {"address": "https://catalog.acme.example"}),
        ("127.0.0.1", {"trusted_proxies": ("10.0.0.1",)}),
        ("127.0.0.1", {"oidc_issuer": "https://id.acme.example"}),
    ],
)
def test_it_is_offered_where_nobody_else_can_come(host: str, flaw: dict):
    assert is_own_machine(Options(""), "127.0.0.1")
    assert not is_own_machine(Options("", **flaw), host)


def test_the_command_prints_what_signs_in(catalog_address: str, tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-m", "charter", "catalog", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "CHARTER_CATALOG": catalog_address},
    )
    assert process.stdout
    try:
        address = re.findall(r"http://127\.0\.0\.1:\d+/sign-in/local\S+", process.stdout.readline())
        answer = urllib3.request("GET", address[0], redirect=False)
    finally:
        process.send_signal(signal.SIGINT)
        _, log = process.communicate(timeout=20)
    assert (answer.status, process.returncode) == (303, 0)
    assert "ticket" not in log


@pytest.mark.parametrize("more", [["--host", "0.0.0.0"], ["--workers", "2"]])
def test_open_says_where_it_does_not_go(catalog_address: str, more: list[str]):
    done = subprocess.run(
        [sys.executable, "-m", "charter", "catalog", "serve", "--open", *more],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "CHARTER_CATALOG": catalog_address,
            "CHARTER_SERVICE_SECRET": SECRET,
        },
    )
    assert done.returncode == 2
    assert "--open signs you in on your own machine only" in done.stderr


def test_what_opens_the_browser_is_for_nobody_elses_eyes(tmp_path: Path, capsys, monkeypatch):
    said = tmp_path / "said"
    said.touch()
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {said}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    folder = tmp_path / "state"
    with announcing(folder, opens=True) as announce:
        announce("http://127.0.0.1:1/sign-in/local?ticket=t&x")
        (page,) = folder.iterdir()
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert "ticket=t&amp;x" in page.read_text()
        end = time.monotonic() + 20
        while not said.read_text():
            assert time.monotonic() < end, "no browser was opened"
            time.sleep(0.02)
    assert list(folder.iterdir()) == []
    assert said.read_text() == f"{page.as_uri()}\n"
    assert "ticket=t&x" in capsys.readouterr().out
