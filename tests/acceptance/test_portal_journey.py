"""From the first look to a program that registers, and out again: nothing in it is played."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from browsing import WIDE, missing, running_browser
from demo import play_demo
from loads import serving
from playwright.sync_api import Page, expect
from providers import CLIENT, CLIENT_SECRET
from real_provider import find_node, free_port, running
from test_catalog_commands import make

from charter.catalog.sqlite import open_catalog_file

WHY_NOT = missing() or (
    "" if find_node() else "npm's oidc-provider is not installed: scripts/setup-provider says why"
)
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "all is there")
ALL = ("/entries/payments/fx-rates", "/tokens", "/register", "/board", "/api/v1/entries")


@dataclass(frozen=True)
class Site:
    address: str
    issuer: str


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The demo behind `charter catalog serve`, whose people are known to a real provider."""
    file, port = tmp_path / "demo.sqlite3", free_port()
    with closing(open_catalog_file(file)) as catalog:
        play_demo(catalog)
    address = f"http://127.0.0.1:{port}"
    with running(address) as issuer:
        chosen = {
            "ADDRESS": address,
            "ANONYMOUS": "public",
            "ORGANISATION": "Acme",
            "OIDC_ISSUER": issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_SCOPE": "openid profile groups",
        }
        environment = {f"CHARTER_SERVICE_{name}": value for name, value in chosen.items()}
        with serving(str(file), tmp_path, port=port, **environment):
            yield Site(address, issuer)


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    """A tab of nobody; what our own pages complain about ends the test."""
    width, height = WIDE
    with running_browser() as browser:
        context = browser.new_context(
            viewport={"width": width, "height": height}, base_url=site.address
        )
        found, wrongs = context.new_page(), []

        def note(text: str) -> None:
            if found.url.startswith(site.address):
                wrongs.append(text)

        found.on("console", lambda said: note(said.text) if said.type == "error" else None)
        found.on("pageerror", lambda error: note(str(error)))
        found.wrongs = wrongs  # type: ignore[attr-defined]
        yield found
        context.close()


def program(folder: Path, address: str, token: str) -> Callable[..., str]:
    """`charter` in that folder, which must succeed; gives what it said."""

    def run(*words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "charter", *words],
            cwd=folder,
            env={**os.environ, "CHARTER_CATALOG": address, "CHARTER_CATALOG_TOKEN": token},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    return run


def sign_in(page: Page, site: Site, login: str) -> None:
    page.get_by_role("link", name="Sign in").first.click()
    expect(page).to_have_url(re.compile(re.escape(site.issuer)))
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("any")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Continue").click()  # that the catalog may know who they are
    expect(page.locator(".me")).to_have_text("ada")


def refuses(page: Page, *paths: str, **headers: str) -> None:
    """None of them is shown to this browser; it may be led to where one signs in."""
    for path in paths:
        answer = page.request.get(path, headers=headers, max_redirects=0)
        assert answer.status in (302, 303, 401, 404), path
        assert "fx-rates" not in answer.text()


def register_by_form(page: Page) -> None:
    page.get_by_role("link", name="Register").first.click()
    form = page.locator("form.card").first
    form.get_by_label("Address of the repository").fill("https://github.acme.example/payments/till")
    form.get_by_label("Name").fill("till")
    form.get_by_label("Team").fill("payments")
    form.get_by_label("What does it do?").fill("Tills of the shops")
    form.get_by_label("Maintainers").fill("Ada Lovelace @ada")
    form.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("till")
    expect(page.locator(".history li").first).to_contain_text("ada")


def make_token(page: Page) -> str:
    """What the page shows this once."""
    page.locator(".me").click()
    page.get_by_label("What is it for?").fill("my laptop")
    page.get_by_label("May it write?").select_option("payments")
    page.get_by_role("button", name="Make a token").click()
    token: str = page.locator("#made code").inner_text().strip()
    assert re.fullmatch(r"chr_[\w-]{43}", token)
    return token


def test_a_person_looks_signs_in_registers_makes_a_token_and_leaves(
    page: Page, site: Site, tmp_path: Path
):
    # nobody sees what is published; the rest looks as if it were not there
    page.goto("/")
    page.locator("#q").press_sequentially("query")
    expect(page.locator("#found")).to_contain_text("for “query”")
    page.get_by_role("link", name="query-parser").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("query-parser")
    assert not page.wrongs  # type: ignore[attr-defined]
    refuses(page, *ALL)

    # in, by the provider's own pages
    sign_in(page, site, "ada:payments")

    # search, filter, open
    page.goto("/")
    page.locator("#q").press_sequentially("pdf")
    expect(page.locator("#found")).to_have_text(re.compile("for “pdf”"))
    before = page.locator(".rows .row").count()
    page.get_by_role("link", name=re.compile("^logistics")).first.click()
    expect(page).to_have_url(re.compile("q=pdf&team=logistics"))
    expect(page.locator(".rows .row")).to_have_count(1)
    assert before > 1
    page.locator(".rows h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("parcel-labels")

    register_by_form(page)

    # a token, and a program that uses it
    token = make_token(page)
    charter = program(tmp_path, site.address, token)
    assert "till" in charter("search", "tills")
    place = make(tmp_path / "ours", name="ledger-tool", description="Reads the ledgers")
    remote = "git@github.acme.example:payments/ledger-tool.git"
    subprocess.run(["git", "-C", place, "remote", "add", "origin", remote], check=True)
    assert "ledger-tool" in charter("register", "ours")
    page.goto("/?q=ledgers")
    page.get_by_role("link", name="ledger-tool").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ledger-tool")
    make(tmp_path / "theirs", name="sorter", team="logistics", description="Sorts parcels")
    assert "logistics" in charter("register", "theirs", code=1)  # another team's

    # out, at both; what was open is refused, the token is its own until it is revoked
    session = {each["name"]: each["value"] for each in page.context.cookies(site.address)}
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name=re.compile("sign me out", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile(r"/signed-out"))
    assert not page.wrongs  # type: ignore[attr-defined]
    refuses(page, *ALL)
    refuses(page, *ALL, cookie=f"charter-session={session['charter-session']}")
    assert "till" in charter("search", "tills")
