"""SAP's own portal page, unmodified, in a real browser: it shows our export, and nothing in that acts.

Its code is not ours to ship: CHARTER_SAP_PORTAL names a checkout of SAP/project-portal-for-innersource.
"""

from __future__ import annotations

import functools
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which

import pytest
from exchanges import AWKWARD, PLAIN, PUBLISHED, SCRIPT, SILO, hostile
from playwright.sync_api import sync_playwright

from charter.catalog.address import contributing_address
from charter.catalog.exchange.sap_portal import is_shown, repo_of, repos_json

PORTAL = os.environ.get("CHARTER_SAP_PORTAL", "")
ENTRIES = (
    PLAIN,
    replace(PUBLISHED, id=8, language="", score=0),
    replace(SILO, id=9),
    *(replace(hostile(text), id=100 + number) for number, text in enumerate(AWKWARD)),
)
SHOWN = [entry for entry in ENTRIES if is_shown(entry)]


@contextmanager
def serving(folder: Path, repos: str) -> Iterator[str]:
    class Pages(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.partition("?")[0] != "/repos.json":
                super().do_GET()
                return
            body = repos.encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Pages, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser():
    if not (Path(PORTAL) / "scripts" / "index.js").exists() or not PORTAL:
        pytest.skip("CHARTER_SAP_PORTAL names no checkout of SAP/project-portal-for-innersource")
    if not which("chromium"):
        pytest.skip("there is no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox"]
        )
        yield opened
        opened.close()


@pytest.fixture
def show(browser):
    """Opens the page with these repos.json; gives the page, and what went wrong in it."""
    pages, stack = [], []

    def opened(repos: str, fragment: str = ""):
        server = serving(Path(PORTAL), repos)
        address = server.__enter__()
        stack.append(server)
        page = browser.new_page()
        pages.append(page)
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append("a dialog"), dialog.dismiss()))
        page.goto(f"{address}/index.html{fragment}")
        page.wait_for_function("document.getElementById('count').innerText !== ''")
        return page, wrong

    yield opened
    for page in pages:
        page.close()
    for server in stack:
        server.__exit__(None, None, None)


def hover_everywhere(page):
    for mark in page.locator(".tooltipped").all():
        if mark.is_visible():
            mark.dispatch_event("mouseenter")
    page.wait_for_timeout(400)


def test_it_shows_each_entry_and_leads_to_its_guide(show):
    page, wrong = show("".join(repos_json(ENTRIES)))
    assert page.locator("#count").inner_text() == str(len(SHOWN))
    buttons = page.locator("#cards .card-action a")
    assert [it.get_attribute("href") for it in buttons.all()] == [
        repo_of(entry, 1)["_InnerSourceMetadata"]["docs"] for entry in SHOWN
    ]
    assert buttons.first.get_attribute("href") == contributing_address(PLAIN)
    assert wrong == []


def test_every_sorting_filter_search_and_view_works(show):
    page, wrong = show("".join(repos_json(ENTRIES)))
    for by in ("score", "name", "full_name", "stargazers_count", "watchers_count"):
        page.evaluate("by => sort(by)", by)
        assert page.locator("#cards .card").count() == len(SHOWN)
    page.evaluate("search('invoices')")
    assert page.locator("#cards .card").count() == 2
    page.evaluate("filter('Python')")
    assert page.locator("#cards .card").count() == 1
    page.evaluate("filter('N/A')")
    assert page.locator("#cards .card").count() >= 1
    page.evaluate("filter('All')")
    page.evaluate("display('list')")
    assert page.locator("#rows tr").count() == len(SHOWN)
    assert wrong == []


def test_the_details_of_an_entry_open(show):
    page, wrong = show("".join(repos_json(ENTRIES)))
    page.locator("#cards .card-title").first.click()
    details = page.locator("#modal-details").inner_text()
    for word in ("Renders invoices", "pdf", "bug fixes", "742", "May 6th 2026"):
        assert word in details
    assert page.locator("#modal-details .thisWeek .text").inner_text() == "5"
    assert wrong == []


def test_nothing_that_an_entry_says_acts(show):
    page, wrong = show("".join(repos_json(ENTRIES)))
    hover_everywhere(page)
    for entry in [it for it in SHOWN if it.project.title in (SCRIPT, PLAIN.project.title)]:
        page.evaluate("id => showModal(id)", entry.id)
        hover_everywhere(page)
    page.evaluate("display('list')")
    hover_everywhere(page)
    assert page.evaluate("window.broken") is None
    links = page.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert not [link for link in links if link and not link.startswith(("http://", "https://"))]
    assert wrong == []


@pytest.mark.parametrize("harm", [{"language": SCRIPT}, {"id": "'+(window.broken='yes')+'"}])
def test_the_page_would_carry_out_what_we_take_out(show, harm):
    """Else the test above would prove nothing."""
    page, _ = show(json.dumps([{**repo_of(PLAIN, 1), **harm}]))
    hover_everywhere(page)
    page.locator("#cards .card-title").first.click()
    page.wait_for_timeout(400)
    assert page.evaluate("window.broken") == "yes"


def test_an_empty_catalog_is_an_empty_page(show):
    page, wrong = show("".join(repos_json([])))
    assert page.locator("#count").inner_text() == "0"
    assert page.locator("#cards .card").count() == 0
    assert wrong == []
