"""A browser on one's own machine, before the terminal has signed it in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import AXE, PHONE, Site, found_by_axe, free_port, missing, opened, running_browser
from playwright.sync_api import Browser, expect
from services import SECRET, listening

from charter.catalog.access.sessions import Person
from charter.catalog.sqlite import open_catalog_file
from charter.web.app import make_app
from charter.web.options import Options
from charter.web.sign_in.local import Starter

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "there is one")
USED_UP = "/sign-in/local?ticket=used"


@pytest.fixture
def printed() -> list[str]:
    """What stands on the terminal."""
    return []


@pytest.fixture
def site(tmp_path: Path, printed: list[str]) -> Iterator[Site]:
    catalog = open_catalog_file(tmp_path / "catalog.sqlite3")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    starter = Starter(Person("local|ada", "Ada", ("payments",)), printed.append)
    app = make_app(Options(database="", secret=SECRET, address=address), catalog, starter)
    with listening(app, port):
        yield Site(address, "nobody")
    catalog.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


def test_the_terminal_signs_a_browser_in(browser: Browser, site: Site, printed: list[str]):
    with opened(browser, site, PHONE) as page:
        page.goto("/board")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("Sign in from the terminal")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        page.get_by_role("button", name="Print a new address there").click()
        expect(heading).to_have_text("Now look at the terminal")
        assert urlsplit(printed[0]).query not in page.content()
        page.goto(printed[0])
        expect(page.locator("#q")).to_be_visible()
        expect(page.locator(".who")).to_contain_text("Ada")
        assert not page.wrongs


@pytest.mark.parametrize("path", ["/sign-in", USED_UP])
def test_axe_finds_nothing(browser: Browser, site: Site, path: str):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: scripts/setup-judges says why")
    with opened(browser, site, bypass_csp=True) as page:
        page.goto(path)
        assert found_by_axe(page) == []
        page.get_by_role("button", name="Print a new address there").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Now look at the terminal")
        assert found_by_axe(page) == []
