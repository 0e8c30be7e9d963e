"""A real browser before the portal: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo import PROVIDER, play_demo
from playwright.sync_api import Browser, Page, sync_playwright
from services import listening, served

from charter.catalog.access.sessions import Person
from charter.catalog.sqlite import open_catalog_file

CHROMIUM = "/usr/bin/chromium"
# as root there is no sandbox; the rest keeps it from talking to its makers
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, PHONE = (1280, 900), (360, 740)
AXE = Path(__file__).parents[1] / "judges" / "node_modules" / "axe-core" / "axe.min.js"
# what a member of payments can open; the first is for everybody's first look
PAGES = {
    "search": "/",
    "found": "/?q=invoice",
    "nothing": "/?q=invoise&team=payments",
    "entry": "/entries/payments/invoice-renderer",
    "look-alikes": "/entries/payments/invoice-renderer/look-alikes",
    "siloed": "/entries/platform/legacy-batch",
    "candidate": "/entries/identity/passkey-kit",
    "published": "/entries/search/query-parser",
    "stale": "/entries/logistics/customs-codes",
    "teams": "/teams",
    "team": "/teams/payments",
    "board": "/board",
    "duplicates": "/duplicates",
    "start": "/start?description=Renders+invoices+as+PDF&name=bill-maker&team=payments",
    "register": "/register",
    "tokens": "/tokens",
    "about": "/about",
    "absent": "/entries/payments/no-such-thing",
}


@dataclass(frozen=True)
class Site:
    """A running portal, and what the browser of a signed-in member of payments holds."""

    address: str
    session: str


def missing() -> str:
    """Why there is no browser; empty where there is one."""
    return "" if shutil.which(CHROMIUM) else f"no {CHROMIUM}: scripts/setup-browser says why"


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """The demo behind a real socket."""
    catalog = open_catalog_file(folder / "demo.sqlite3")
    play_demo(catalog)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    site = served(
        catalog, address=address, organisation="Acme", ospo="ospo@acme.example", **PROVIDER
    )
    person = Person("https://id.acme.example|1", "Ada Lovelace", ("payments",))
    session = site.app.state.desk.sessions.begin(person)
    with listening(site.app, port):
        yield Site(address, session)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, site: Site, size: tuple[int, int] = WIDE, **options: Any
) -> Iterator[Page]:
    """An empty tab of a signed-in member; whatever is wrong on a page is kept in `page.wrongs`."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, base_url=site.address, **options
    )
    context.add_cookies([{"name": "charter-session", "value": site.session, "url": site.address}])
    page = context.new_page()
    wrongs: list[str] = []
    page.on("console", lambda said: wrongs.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((site.address, "data:"))
            else wrongs.append(f"asked {asked.url}")
        ),
    )
    page.wrongs = wrongs  # type: ignore[attr-defined]
    yield page
    context.close()


def found_by_axe(page: Page) -> list[str]:
    """What axe has against the page as it stands: light, dark, and on a phone."""
    page.add_script_tag(path=AXE)
    wrong = []
    for theme, (width, height) in (("light", WIDE), ("dark", WIDE), ("dark", PHONE)):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        said = page.evaluate("axe.run()")
        assert len(said["passes"]) > 15  # it has looked
        wrong += [
            f"{theme} {width}: {each['id']}: {node['html'][:200]} {node['failureSummary']}"
            for each in said["violations"]
            for node in each["nodes"]
        ]
    return wrong
