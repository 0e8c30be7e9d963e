"""People at the portal: with a mouse, a keyboard, a phone, a screen reader, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browsing import (
    AXE,
    PAGES,
    PHONE,
    Site,
    found_by_axe,
    missing,
    opened,
    running_browser,
    running_site,
)
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "there is one")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as found:
        yield found


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    with opened(browser, site) as found:
        yield found
        assert not found.wrongs


def test_what_is_typed_is_found_at_once_and_the_address_keeps_it(page: Page):
    page.goto("/")
    page.evaluate("window.stays = true")
    page.locator("#q").press_sequentially("pdf")
    expect(page.locator("#found")).to_have_text(re.compile("3 projects for “pdf”"))
    expect(page).to_have_url(re.compile(r"/\?q=pdf$"))
    assert page.evaluate("window.stays")  # nothing was loaded anew
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("link", name=re.compile("^logistics")).first.click()
    expect(page).to_have_url(re.compile("q=pdf&team=logistics"))
    expect(page.locator(".rows .row")).to_have_count(1)
    page.locator("#q").fill("labels")  # the filter stays while one types on
    expect(page).to_have_url(re.compile("q=labels&team=logistics"))
    page.get_by_role("link", name="parcel-labels").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("parcel-labels")
    page.go_back()
    expect(page.locator("#q")).to_have_value("labels")


def test_an_entry_is_used_and_its_command_copied(page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(PAGES["entry"])
    expect(page.locator(".banner h2")).to_have_text("InnerSource: open to everyone inside Acme")
    page.get_by_role("button", name="Copy: Clone by HTTPS").click()
    expect(page.locator("[data-copy]").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "git clone https://github.acme.example/payments/invoice-renderer.git"
    )


def test_what_is_like_an_entry_appears_on_its_page(page: Page):
    page.goto(PAGES["entry"])
    near = page.get_by_role("region", name="Near to it")
    expect(near.get_by_role("listitem")).to_have_count(5)
    expect(page.locator("#near")).to_have_count(1)
    near.get_by_role("link", name="invoice-pdf").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("invoice-pdf")


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_an_entry_stays_whole_where_what_is_like_it_does_not_come(page: Page, status: int):
    page.route("**/look-alikes", lambda route: route.fulfill(status=status, body="no"))
    with page.expect_response("**/look-alikes"):
        page.goto(PAGES["entry"])
    expect(page.locator("#near.htmx-request")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("invoice-renderer")
    page.unroute("**/look-alikes")
    page.get_by_role("link", name="What is like it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is like invoice-renderer")
    page.wrongs.clear()  # the browser says that it was refused


def test_a_member_confirms_what_is_their_teams(page: Page):
    page.goto("/entries/payments/fx-rates")
    page.get_by_role("button", name="Confirm it is alive").click()
    expect(page.locator(".vouched")).to_have_text("confirmed just now")
    expect(page.locator(".history li").first).to_contain_text(
        "Ada Lovelace confirmed that it is alive"
    )


def test_a_member_archives_what_is_their_teams_without_a_script(browser: Browser, site: Site):
    with opened(browser, site, java_script_enabled=False) as page:
        page.goto("/entries/payments/fx-rates")
        page.get_by_text("Archive it …").click()
        page.get_by_label("Why should nobody build").fill("the bank's own does it")
        page.get_by_role("button", name="Archive it").click()
        expect(page.locator(".warning")).to_contain_text("The bank's own does it.")
        page.get_by_role("button", name="Take it out of the archive").click()
        expect(page.locator(".warning")).to_have_count(0)
        expect(page.locator(".history li").nth(1)).to_contain_text("Ada Lovelace archived it")


def test_a_search_without_a_network_says_so_and_goes_on_with_it(page: Page):
    page.goto("/")
    away = page.locator("#away")
    expect(away).to_be_hidden()
    page.context.set_offline(True)
    page.locator("#q").press_sequentially("pdf")
    expect(away).to_contain_text("could not be reached")
    page.context.set_offline(False)
    away.get_by_role("button", name="Try again").click()
    expect(page.locator("#found")).to_have_text(re.compile("3 projects for “pdf”"))
    expect(away).to_be_hidden()
    page.wrongs.clear()  # the browser says that there was no network


@pytest.mark.parametrize(
    ("status", "said"),
    [(429, "Go on in 7 seconds"), (503, "its database does not answer"), (500, "went wrong")],
)
def test_a_search_that_is_refused_says_why(page: Page, status: int, said: str):
    page.goto("/")
    page.route("**/?q=*", lambda route: route.fulfill(status=status, headers={"retry-after": "7"}))
    page.locator("#q").press_sequentially("pdf")
    expect(page.get_by_role("alert")).to_contain_text(said)
    page.unroute("**/?q=*")
    page.locator("#q").press("Enter")
    expect(page.locator("#found")).to_have_text(re.compile("3 projects for “pdf”"))
    expect(page.locator("#away")).to_be_hidden()
    page.wrongs.clear()


def test_a_search_leads_to_the_sign_in_when_the_session_is_over(page: Page, site: Site):
    page.goto("/")
    page.context.clear_cookies()
    page.locator("#q").press_sequentially("pdf")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody can sign in right now")
    page.wrongs.clear()


def test_a_project_is_registered(page: Page):
    page.goto("/register")
    form = page.locator("form.card").first
    form.get_by_label("Address of the repository").fill("https://github.acme.example/payments/till")
    form.get_by_label("Name").fill("till")
    form.get_by_label("What does it do?").fill("Tills of the shops")
    form.get_by_label("Maintainers").fill("Ada")
    form.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert")).to_contain_text("Each one is written as: Name @handle")
    form.get_by_label("Maintainers").fill("Ada Lovelace @ada")  # the rest is still there
    page.wrongs.clear()  # the browser says that the form was refused
    form.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("till")


def test_a_keyboard_is_enough(page: Page):
    page.goto("/board")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.goto("/teams")
    page.keyboard.press("Tab")
    for _ in range(2):
        page.keyboard.press("Tab")  # past the seal, to the catalog
    page.keyboard.press("Enter")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("rate limit")
    expect(page.locator("#found")).to_contain_text("for “rate limit”")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.rows h2 a')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("rate-limiter")
    page.goto("/?q=pdf")
    page.locator("h2 a").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_everything_works_without_a_script(browser: Browser, site: Site):
    with opened(browser, site, java_script_enabled=False) as page:
        page.goto("/")
        page.locator("#q").fill("pdf")
        page.get_by_role("button", name="Search").click()
        expect(page.locator("#found")).to_have_text("3 projects for “pdf”")
        page.locator("aside a", has_text="logistics").click()
        expect(page.locator(".rows .row")).to_have_count(1)
        page.get_by_role("link", name="Drop the filter logistics").click()
        expect(page.locator(".rows .row")).to_have_count(3)
        page.get_by_role("link", name="name", exact=True).click()
        expect(page).to_have_url(re.compile("sort=name"))
        page.get_by_role("button", name=re.compile("^Theme")).click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(page).to_have_url(re.compile("q=pdf&sort=name"))
        page.goto(PAGES["entry"])
        page.get_by_role("link", name="What is like it").click()
        expect(page.locator("#near li")).to_have_count(5)
        page.goto("/start")
        page.get_by_label("What shall it do?").fill("renders invoices")
        page.get_by_role("button", name="Show what is near to it").click()
        expect(page.locator("pre code")).to_contain_text("charter new --visibility innersource")
        assert not page.locator("[data-copy]").first.is_visible()
        assert not page.wrongs


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_every_page_whole(browser: Browser, site: Site, name: str):
    with opened(browser, site, PHONE) as page:
        page.goto(PAGES[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        small = page.evaluate(
            "[...document.querySelectorAll('button, .button, nav[aria-label=Main] a')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 24).length"
        )
        assert small == 0  # a finger hits it


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, site: Site, name: str):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: scripts/setup-judges says why")
    with opened(browser, site, bypass_csp=True) as page:
        page.goto(PAGES[name], wait_until="networkidle")
        assert found_by_axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_nobody_else_and_breaks_no_rule_of_its_own(
    browser: Browser, site: Site, name: str
):
    with opened(browser, site) as page:
        page.goto(PAGES[name], wait_until="networkidle")
        wrongs = [wrong for wrong in page.wrongs if "404" not in wrong]
        assert not wrongs
