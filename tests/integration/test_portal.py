"""The portal through the application: every page, for who may see it, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from catalogs import KINDS, new_address, open_again
from demo import PROVIDER, csrf_of, play_demo, signed_in
from fastapi import APIRouter
from services import Serving, served
from starlette.testclient import TestClient

from charter.catalog.entry import Entry, Link
from charter.catalog.reuse import Decision, ReuseAnswer
from charter.catalog.store import Catalog
from charter.model import Maintainer, Project, Visibility
from charter.web.options import Anonymous
from charter.web.problems import Problem

HTML = {"accept": "text/html"}
ENTRY = "/entries/payments/invoice-renderer"
PAGES = (
    "/",
    "/tokens",
    "/?q=pdf",
    ENTRY,
    f"{ENTRY}/look-alikes",
    "/teams",
    "/teams/payments",
    "/board",
    "/duplicates",
    "/start",
    "/about",
)
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(params=KINDS, scope="module")
def shown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serving]:
    """The demo, for tests that change nothing."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    catalog = open_again(new_address(request.param, tmp_path_factory.mktemp("demo"), server))
    play_demo(catalog)
    yield served(catalog, organisation="Acme", ospo="ospo@acme.example", **PROVIDER)
    catalog.close()


@pytest.fixture
def reader(shown: Serving) -> TestClient:
    """A member of payments, who only looks."""
    return signed_in(shown, "payments")


@pytest.fixture
def serving(catalog: Catalog) -> Serving:
    play_demo(catalog)
    return served(catalog, organisation="Acme", ospo="ospo@acme.example", **PROVIDER)


@pytest.fixture
def ada(serving: Serving) -> TestClient:
    """A member of payments."""
    return signed_in(serving, "payments")


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_allows_no_inline_code(reader: TestClient, path: str):
    answer = reader.get(path)
    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert "</html>" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+\s(style|on\w+)=|<style|<script(?![^>]* src=)", answer.text)


def test_a_search_marks_what_it_found_and_counts_what_narrows_it(reader: TestClient):
    page = reader.get("/?q=pdf").text
    assert "<mark>pdf</mark>" in page
    assert "3 projects" in page
    assert 'href="/?q=pdf&amp;team=logistics"' in page
    narrowed = reader.get("/?q=pdf&team=logistics").text
    assert "1 project" in narrowed
    assert ENTRY not in main_of(narrowed)


def test_without_words_the_liveliest_come_first_page_by_page(reader: TestClient):
    first, second = reader.get("/").text, reader.get("/?page=2").text
    names = [re.findall(r'<h2><a href="(/entries/[^"]+)"', page) for page in (first, second)]
    assert [len(page) for page in names] == [20, 20]
    assert not set(names[0]) & set(names[1])
    assert 'start="21"' in second


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=99999999", "visibility=nonsense", "sort=x", "q=%00"],
)
def test_a_strange_address_still_shows_a_page(reader: TestClient, query: str):
    assert reader.get(f"/?{query}").status_code == 200


def test_where_nothing_is_found_the_page_leads_on(reader: TestClient):
    page = main_of(reader.get("/?q=invoice&team=search").text)
    assert "Nothing says “invoice” under these filters" in page
    assert "Without the filter “search”" in page
    assert "Did you mean" in main_of(reader.get("/?q=ratelimiter&team=search").text)
    assert "/start?description=xylophone" in reader.get("/?q=xylophone").text


def test_an_entry_says_first_who_may_use_it(reader: TestClient):
    page = main_of(reader.get(ENTRY).text)
    assert "InnerSource: open to everyone inside Acme" in page
    assert "Nothing of it may leave Acme" in page
    for told in (
        "git clone https://github.acme.example/payments/invoice-renderer.git",
        "git clone git@github.acme.example:payments/invoice-renderer.git",
        "/issues",
        "How to contribute",
        "Good first issues",
        "#payments",
        "Template v1.",
        "commits in a year",
        "registered it",
    ):
        assert told in page


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/entries/platform/legacy-batch", "Siloed: known to be there"),
        ("/entries/identity/passkey-kit", "Open source candidate: not public yet"),
        ("/entries/search/query-parser", "Open source: public since"),
        ("/entries/billing/invoice-pdf", "Deprecated: its team asks you"),
        ("/entries/logistics/customs-codes", "Stale: it may be abandoned"),
    ],
)
def test_every_standing_has_its_banner(reader: TestClient, path: str, told: str):
    assert told in reader.get(path).text


def test_what_is_nobodys_has_a_page_too(ada: TestClient, serving: Serving):
    project = Project("orphan", "", "Lost", Visibility.INNERSOURCE, "", ())
    serving.catalog.register(Entry(project, siloed="no charter"))
    assert 'href="/entries/-/orphan"' in ada.get("/?q=orphan").text
    page = ada.get("/entries/-/orphan")
    assert page.status_code == 200
    assert "nobody yet" in page.text
    assert ada.get("/board").status_code == 200


def test_a_former_name_leads_to_the_present_one(ada: TestClient, serving: Serving):
    entry = serving.catalog.find("fx-rates", "payments")[0]
    renamed = replace(entry, project=replace(entry.project, name="currency-rates"))
    serving.catalog.register(renamed)
    answer = ada.get("/entries/payments/fx-rates")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "/entries/payments/currency-rates",
    )
    answer = ada.get("/entries/payments/fx-rates/look-alikes", headers=AFTER)
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "/entries/payments/currency-rates/look-alikes",
    )


AFTER = {"hx-request": "true", "hx-target": "near"}  # as the entry's page asks for the rest


def test_what_is_like_an_entry_comes_after_its_page_and_is_a_page_itself(reader: TestClient):
    first = main_of(reader.get(ENTRY).text)
    assert f'<a href="{ENTRY}/look-alikes">What is like it</a>' in first  # without a script
    assert f'hx-get="{ENTRY}/look-alikes" hx-trigger="load" hx-select="#near"' in first
    assert "invoice-pdf" not in first
    plain, after = (reader.get(f"{ENTRY}/look-alikes", headers=it) for it in ({}, AFTER))
    assert plain.text == after.text  # so no copy that a browser keeps is the wrong one
    told = main_of(plain.text)
    assert "<h1>What is like invoice-renderer</h1>" in told
    (near,) = re.findall(r'<section[^>]* id="near".*?</section>', told, re.DOTALL)
    names = re.findall(r'href="/entries/[^/"]+/([^/"]+)"', near)
    assert names[0] == "invoice-pdf"
    assert len(names) == 5
    assert "invoice-renderer" not in names
    assert "<mark>invoice</mark>" in near


def test_where_nothing_is_like_an_entry_a_page_says_so(ada: TestClient, serving: Serving):
    project = Project("☂", "", "☂", Visibility.INNERSOURCE, "payments", ())
    serving.catalog.register(Entry(project, siloed="no charter"))
    told = main_of(ada.get("/entries/payments/☂/look-alikes").text)
    assert "Nothing in the catalog is near to it." in told


def test_what_is_like_nothing_is_no_page(reader: TestClient):
    assert reader.get("/entries/payments/absent/look-alikes").status_code == 404


def test_the_board_tells_the_year_and_the_versions(reader: TestClient):
    page = main_of(reader.get("/board").text)
    assert re.search(r"siloed \d+ → 8, innersource \d+ → 44", page)
    assert "v1.4.0" in page
    assert "of 58 projects on the newest" in page


def test_start_shows_what_is_near_before_the_command(reader: TestClient):
    page = main_of(reader.get("/start", params={"description": "render invoices as pdf"}).text)
    assert page.index("invoice-renderer") < page.index("charter new")
    assert "--description &#39;render invoices as pdf&#39;" in page


def test_what_a_browser_has_is_not_sent_again(reader: TestClient):
    first = reader.get(ENTRY)
    again = reader.get(ENTRY, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["content-encoding"] == "gzip"


def test_files_beside_pages_are_named_by_their_content_and_kept(reader: TestClient):
    page = reader.get("/").text
    names = set(re.findall(r'"(/static/[^"]+)"', page))
    assert len(names) == 5
    for name in names:
        answer = reader.get(name)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    style = next(name for name in names if name.endswith(".css"))
    font = next(name for name in names if name.endswith(".woff2"))
    assert Path(font).name in reader.get(style).text
    assert reader.get("/static/portal.000000000000.css").status_code == 404


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://127.0.0.1:8765/?q=pdf", "/?q=pdf"),
        ("http://evil.example/x", "/"),
        ("http://127.0.0.1:8765//evil.example", "/"),
        ("", "/"),
    ],
)
def test_the_theme_is_kept_and_leads_back_to_this_site_only(
    reader: TestClient, referer: str, back: str
):
    answer = reader.get("/theme?to=dark", headers={"referer": referer})
    assert (answer.status_code, answer.headers["location"]) == (303, back)
    assert 'data-theme="dark"' in reader.get("/about").text
    reader.get("/theme?to=<script>")
    assert 'data-theme="dark"' in reader.get("/about").text


def test_errors_are_pages_for_people_and_problems_for_programs(reader: TestClient, shown: Serving):
    page = reader.get("/entries/payments/no-such-thing")
    assert page.status_code == 404
    assert "Search the catalog for “no such thing”" in page.text
    assert page.headers["cache-control"] == "no-store"
    program = shown.reader.get("/entries/payments/no-such-thing")
    assert program.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", [ENTRY, "/entries/a/b", "/board", "/nothing"])
def test_nobody_is_sent_to_sign_in_whatever_exists(shown: Serving, path: str):
    answer = shown.nobody.get(path, headers=HTML, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/sign-in?next={path.replace('/', '%2F')}",
    )
    assert not answer.content


def test_where_nobody_can_sign_in_a_page_says_so(catalog: Catalog):
    known, unknown = (
        served(catalog).nobody.get(path, headers=HTML) for path in ("/board", "/entries/a/b")
    )
    assert known.status_code == unknown.status_code == 401
    told = (re.sub("<code>[0-9a-f]{16}</code>", "", page.text) for page in (known, unknown))
    assert len(set(told)) == 1


def test_where_nobody_can_sign_in_a_page_says_what_to_do(catalog: Catalog):
    page = served(catalog).nobody.get("/board", headers=HTML).text
    assert "No browser can sign in here" in page
    assert "<code>charter catalog serve --open</code>" in page


def test_what_may_go_well_later_is_tried_again_where_it_was(ada: TestClient, serving: Serving):
    router = APIRouter()

    @router.api_route("/late", methods=["GET", "POST"])
    def late() -> None:
        raise Problem(429, "too many requests.", hint="Go on in 7 seconds.")

    serving.app.include_router(router)
    assert 'href="/late?q=a%20b&amp;c=d"' in ada.get("/late?q=a%20b&c=d").text
    form = {"csrf": csrf_of(ada)}
    for referer, way in (
        (f"{ada.base_url}/tokens?a=b", "/tokens?a=b"),
        ("https://evil.example/tokens", "/"),
        (f"{ada.base_url}//evil.example", "/evil.example"),
        ("", "/"),
    ):
        page = ada.post("/late", data=form, headers={"referer": referer}).text
        assert f'<a class="button" href="{way}">Go back</a>' in page


def test_a_database_that_is_away_is_said_on_a_page(ada: TestClient, serving: Serving):
    serving.catalog.close()
    answer = ada.get("/teams")
    if answer.status_code != 200:  # SQLite opens its file again
        assert answer.status_code == 503
        assert "The catalog is away" in answer.text
        assert "sqlite" not in answer.text.lower()


def test_who_may_confirms_with_one_click_and_nobody_else(ada: TestClient, serving: Serving):
    path = "/entries/payments/fx-rates"
    assert "Confirm it is alive" in ada.get(path).text
    assert ada.post(f"{path}/confirm").status_code == 403  # from another site
    assert ada.post(f"{path}/confirm", data={"csrf": "guessed"}).status_code == 403
    answer = ada.post(f"{path}/confirm", data={"csrf": csrf_of(ada)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#health")
    page = ada.get(path).text
    assert "confirmed just now" in page
    assert "<b>Ada Lovelace</b> confirmed that it is alive" in page
    other = "/entries/billing/usage-meter"
    assert "Confirm it is alive" not in ada.get(other).text
    assert ada.post(f"{other}/confirm", data={"csrf": csrf_of(ada)}).status_code == 403


def test_who_may_archives_by_form_and_takes_it_out_again(ada: TestClient, serving: Serving):
    path = "/entries/payments/fx-rates"
    assert f'action="{path}/archive"' in ada.get(path).text
    told = {"because": "fx <b>next</b>\ndoes it", "csrf": csrf_of(ada)}
    for wrong in ({**told, "csrf": "guessed"}, {"because": "x"}):
        assert ada.post(f"{path}/archive", data=wrong).status_code == 403
    for wrong in ("", " \n ", "x" * 301):
        assert ada.post(f"{path}/archive", data={**told, "because": wrong}).status_code == 422
    answer = ada.post(f"{path}/archive", data=told)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#health")
    page = ada.get(path).text
    assert "Archived: do not build on it" in page
    assert "Fx &lt;b&gt;next&lt;/b&gt; does it." in page
    assert "<b>Ada Lovelace</b> archived it" in page
    assert f'action="{path}/archive"' not in page
    assert "Take it out of the archive" in page
    assert ada.post(f"{path}/confirm", data=told).status_code == 303
    assert "Archived: do not build on it" not in ada.get(path).text


def test_what_is_another_teams_is_not_archived(ada: TestClient, serving: Serving):
    told = {"because": "x", "csrf": csrf_of(ada)}
    other = "/entries/billing/usage-meter"
    assert f'action="{other}/archive"' not in ada.get(other).text
    assert ada.post(f"{other}/archive", data=told).status_code == 403
    assert ada.post("/entries/payments/absent/archive", data=told).status_code == 404
    ospo = signed_in(serving, "ospo", name="Grace Hopper")
    told["csrf"] = csrf_of(ospo)
    assert ospo.post(f"{other}/archive", data=told).status_code == 303


FORM = {
    "url": "https://github.acme.example/payments/cash-desk",
    "name": "cash-desk",
    "team": "payments",
    "description": "Cash desks of the shops",
    "maintainers": "Ada Lovelace @ada",
    "topics": "cash, shops",
    "forge": "github",
    "visibility": "innersource",
}


def test_a_project_is_registered_by_form(ada: TestClient, serving: Serving):
    answer = ada.post("/register", data={**FORM, "csrf": csrf_of(ada)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/entries/payments/cash-desk")
    (entry,) = serving.catalog.find("cash-desk", "payments")
    assert entry.project.topics == ("cash", "shops")
    assert serving.catalog.history(entry)[0].actor == "person:Ada Lovelace"


def test_a_project_is_registered_by_its_descriptor(ada: TestClient, serving: Serving):
    text = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: till\n"
        "  description: Tills\n  annotations:\n"
        "    backstage.io/source-location: url:https://github.acme.example/payments/till/\n"
        "spec:\n  type: service\n  lifecycle: production\n  owner: payments\n"
    )
    answer = ada.post("/register", data={"csrf": csrf_of(ada), "descriptor": text})
    assert answer.headers["location"] == "/entries/payments/till"


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ({"team": "billing"}, "is for billing to write"),
        ({"url": "javascript:alert(1)"}, "address of the repository"),
        ({"name": "../../etc"}, "name"),
        ({"maintainers": "<script>"}, "maintainer"),
        ({"url": "https://github.acme.example/payments/dunning", "name": "dunning2"}, "dunning2"),
        ({"csrf": "x"}, "not sent by a page of the catalog"),
        ({"descriptor": "kind: [", "name": ""}, "catalog-info.yaml"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_the_reason(ada: TestClient, flaw, said: str):
    answer = ada.post("/register", data={**FORM, "csrf": csrf_of(ada), **flaw})
    if "dunning2" in said:  # the same repository under a new name is the same entry
        assert answer.status_code == 303
        return
    assert answer.status_code in (403, 422)
    assert said in answer.text
    assert "<script>alert" not in answer.text


def test_innersource_becomes_opensource_by_no_form(ada: TestClient):
    opening = {
        **FORM, "name": "dunning", "visibility": "opensource",
        "url": "https://github.acme.example/payments/dunning",
    }  # fmt: skip
    answer = ada.post("/register", data={**opening, "csrf": csrf_of(ada)})
    assert answer.status_code == 422
    assert "Only the OSPO" in answer.text


def test_who_is_in_no_team_is_not_offered_the_form(serving: Serving):
    answer = signed_in(serving).get("/register")
    assert answer.status_code == 403
    assert "Register</a>" not in answer.text


def test_no_text_of_an_entry_becomes_markup(ada: TestClient, serving: Serving):
    evil = Entry(
        Project(
            name="evil",
            title=EVIL,
            description=EVIL,
            visibility=Visibility.INNERSOURCE,
            team="payments",
            maintainers=(Maintainer(EVIL, EVIL),),
            forge="github",
            url="https://github.acme.example/payments/evil",
            topics=("x",),
            governance_level=EVIL,
        ),
        lifecycle=EVIL,
        language=EVIL,
        template=EVIL,
        version=EVIL,
        links=(
            Link("javascript:alert(1)", EVIL, "docs"),
            Link("https://x.example", EVIL, "issues"),
        ),
        chat=EVIL,
        wanted=(EVIL,),
        responds=EVIL,
        readme=EVIL,
    )
    serving.catalog.acting(EVIL).register(evil)
    serving.catalog.acting(EVIL).register(replace(evil, chat="x"))
    twin = replace(evil.project, name="evil-twin", url="")
    serving.catalog.register(Entry(twin, siloed=EVIL))
    near = "/entries/payments/evil/look-alikes"
    assert "evil-twin" in ada.get(near).text
    pages = ("/entries/payments/evil", near, "/?q=evil", "/teams/payments", "/board")
    for path in (*pages, "/?q=" + EVIL):
        page = ada.get(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "javascript:" not in page


PUBLIC = {"query-parser", "licence-notes", "release-notes-bot", "iban-tools", "rate-limiter",
          "synthetic-people", "offline-store", "status-page", "secret-scan-rules"}  # fmt: skip


def test_the_public_sees_what_is_published_and_no_byte_of_the_rest(catalog: Catalog):
    play_demo(catalog)
    nobody = served(catalog, organisation="Acme", anonymous=Anonymous.PUBLIC).nobody
    nobody.headers.update(HTML)
    page = nobody.get("/").text
    assert set(re.findall(r"/entries/[\w-]+/([\w-]+)", page)) == PUBLIC
    entry = nobody.get("/entries/search/query-parser")
    assert entry.status_code == 200
    assert "Open source: public since" in entry.text
    assert "look-alikes" not in entry.text
    inside = [it for it in catalog.list_entries() if it.project.name not in PUBLIC]
    everything = (
        page + entry.text + nobody.get("/?q=invoice").text + nobody.get("/?team=payments").text
    )
    for one in inside:
        assert one.project.name not in everything
    for path in (
        "/teams",
        "/board",
        "/start",
        "/register",
        "/teams/payments",
        "/entries/search/query-parser/look-alikes",
        f"{ENTRY}/look-alikes",
        "/metrics",
        "/api/v1/openapi.json",
    ):
        assert nobody.get(path).status_code == 401
    secret, absent = nobody.get(ENTRY), nobody.get("/entries/payments/nothing-there")
    assert secret.status_code == absent.status_code == 404


WISH = {"description": "renders invoices as pdf", "name": "bill-maker", "team": "payments"}


def choose(browser: TestClient, choice: str, **more: str):
    return browser.post("/duplicates", data={"choice": choice, "csrf": csrf_of(browser), **more})


def test_who_takes_what_exists_is_led_there_and_it_is_kept(ada: TestClient, serving: Serving):
    page = ada.get("/start", params=WISH).text
    assert 'value="reuse payments/invoice-renderer"' in page
    before = len(serving.catalog.answers())
    answer = choose(ada, "reuse payments/invoice-renderer", **WISH)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ENTRY}?noted=reuse")
    assert "Noted: you reuse it." in ada.get(answer.headers["location"]).text
    kept, *others = serving.catalog.answers()
    assert len(others) == before
    assert (kept.actor, kept.team, kept.name) == ("person:Ada Lovelace", "payments", "bill-maker")
    assert "payments/bill-maker" in main_of(ada.get("/duplicates").text)


def test_a_person_speaks_for_themselves_but_for_no_other_team(ada: TestClient, serving: Serving):
    before = len(serving.catalog.answers())
    assert choose(ada, "contribute payments/invoice-renderer").status_code == 303
    page = ada.get("/start", params={**WISH, "team": "search"}).text
    assert 'name="team" value=""' in page
    assert choose(ada, "reuse payments/invoice-renderer", team="search").status_code == 403
    assert len(serving.catalog.answers()) == before + 1


@pytest.mark.parametrize(
    "choice", ["build payments/invoice-renderer", "reuse", "reuse payments/absent", "", "x" * 300]
)
def test_only_what_exists_is_reused(ada: TestClient, serving: Serving, choice: str):
    before = len(serving.catalog.answers())
    assert choose(ada, choice).status_code == 422
    assert len(serving.catalog.answers()) == before


def test_no_answer_is_forged(ada: TestClient, serving: Serving):
    before = len(serving.catalog.answers())
    told = {"choice": "reuse payments/invoice-renderer"}
    assert ada.post("/duplicates", data=told).status_code == 403
    assert len(serving.catalog.answers()) == before


def test_owners_read_what_others_missed_and_no_text_is_markup(ada: TestClient, serving: Serving):
    serving.catalog.acting(EVIL).record_answer(
        ReuseAnswer(
            Decision.BUILD, EVIL, EVIL, about="payments/invoice-renderer", because=f"no{EVIL}"
        )
    )
    for path in ("/duplicates", ENTRY):
        page = main_of(ada.get(path).text)
        assert "no&#34;&gt;&lt;script&gt;" in page
        assert "<script>alert" not in page
    assert "built anew beside it" in ada.get(ENTRY).text
    assert 'href="/duplicates"' in main_of(ada.get("/board").text)


def test_why_something_is_built_anew_goes_into_the_command(reader: TestClient):
    page = main_of(reader.get("/start", params={**WISH, "because": "no PDF/A"}).text)
    assert "--builds-anew-because &#39;no PDF/A&#39;" in page


def test_strangers_see_nothing_of_it(catalog: Catalog):
    play_demo(catalog)
    stranger = served(catalog, anonymous=Anonymous.PUBLIC, **PROVIDER).nobody
    assert stranger.get("/duplicates").status_code == 401
    page = stranger.get("/entries/search/query-parser", headers=HTML).text
    assert "Instead of another" not in page
    assert (
        stranger.get("/entries/platform/rate-limiter?noted=reuse", headers=HTML).status_code == 200
    )
