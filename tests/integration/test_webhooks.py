"""Messages of forges refresh an entry; forged, old and repeated ones do nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from forges import (
    HOST,
    KEY,
    SECRET,
    body_of,
    gitea_headers,
    gitea_push,
    github_headers,
    github_push,
    github_renamed,
    github_repository,
    github_state,
    github_transferred,
    gitlab_headers,
    gitlab_push,
    gitlab_system,
    hex_of,
)
from services import Serving, served

from charter.catalog.document import entry_of
from charter.catalog.entry import Entry
from charter.catalog.store import Catalog
from charter.catalog.verify import verify


@pytest.fixture
def serving(catalog: Catalog) -> Serving:
    """A catalog with one entry, which all forges talk about."""
    register(catalog)
    return served(catalog, github_secret=SECRET, gitea_secret=SECRET, gitlab_secret=KEY)


def register(catalog: Catalog, name: str = "shop", **facts: Any) -> None:
    document = {
        "team": "web",
        "name": name,
        "title": name,
        "description": "Sells things",
        "visibility": "innersource",
        "maintainers": [],
        "topics": [],
        "links": [],
        "url": f"{HOST}/web/{name}",
        **facts,
    }
    catalog.register(entry_of(document))


def shop(serving: Serving, name: str = "shop") -> Entry:
    return serving.catalog.find(name, "web")[0]


def actions(serving: Serving) -> list[str]:
    return [each.action for each in serving.catalog.history(shop(serving))]


def tell(
    serving: Serving, forge: str, document: Any, event: str = "push", **headers: str
) -> list[str]:
    """What the service says it has done."""
    body = body_of(document)
    signed = {
        "github": lambda: github_headers(event, body),
        "gitea": lambda: gitea_headers(event, body),
        "gitlab": lambda: gitlab_headers(body),
    }[forge]()
    answer = serving.nobody.post(f"/webhooks/{forge}", content=body, headers={**signed, **headers})
    assert answer.status_code == 200, answer.text
    return answer.json()["done"]


@pytest.mark.parametrize(
    ("forge", "document", "counts"),
    [
        ("github", github_push(), (4, 2, 0, 7, "Ruby")),
        ("gitea", gitea_push(), (3, 1, 5, 2, "Go")),
        ("gitlab", gitlab_push(), (0, 0, 0, 0, "")),
    ],
)
def test_a_push_refreshes_the_entry(serving: Serving, forge: str, document: Any, counts: Any):
    before = shop(serving)
    assert "measured" in tell(serving, forge, document)
    after = shop(serving)
    told = after.activity
    assert (told.stars, told.forks, told.watchers, told.open_issues, after.language) == counts
    assert datetime.fromisoformat(told.updated) > datetime(2026, 11, 19, tzinfo=UTC)
    assert after.score > before.score
    assert after.project.visibility == before.project.visibility
    assert serving.catalog.history(after)[-1].action == "registered"


def test_what_is_measured_is_no_news(serving: Serving):
    tell(serving, "github", github_push())
    assert actions(serving) == ["changed", "registered"]  # its language, which nobody had said
    tell(serving, "github", github_push(stargazers_count=5))
    assert actions(serving) == ["changed", "registered"]
    assert shop(serving).activity.stars == 5


def test_a_push_to_a_side_branch_tells_no_time(serving: Serving):
    for forge, document in (("gitea", gitea_push()), ("gitlab", gitlab_push())):
        tell(serving, forge, {**document, "ref": "refs/heads/side"})
    assert shop(serving).activity.updated == ""


def test_a_clock_that_goes_ahead_counts_as_now(serving: Serving):
    tell(serving, "github", github_push(pushed_at=int(time.time()) + 10**7))
    assert datetime.fromisoformat(shop(serving).activity.updated) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("forge", "document", "url"),
    [
        ("github", github_renamed("shop", "store"), f"{HOST}/web/store"),
        ("github", github_transferred("web", "trade"), f"{HOST}/trade/shop"),
        ("github", github_transferred("web", "trade", kind="user"), f"{HOST}/trade/shop"),
        ("gitlab", gitlab_system("project_rename", "web/store", "web/shop"), f"{HOST}/web/store"),
        (
            "gitlab",
            gitlab_system("project_transfer", "trade/shop", "web/shop"),
            f"{HOST}/trade/shop",
        ),
    ],
)
def test_a_moved_repository_keeps_its_entry(serving: Serving, forge: str, document: Any, url: str):
    number = shop(serving).id
    assert "moved" in tell(serving, forge, document, event="repository")
    after = shop(serving)
    assert (after.id, after.project.url, after.project.team) == (number, url, "web")
    found = serving.catalog.at(f"{HOST}/web/shop")
    assert found is not None
    assert found.id == number
    assert serving.catalog.history(after)[0].actor == f"forge:{forge}"
    # what still comes from before does not lead back
    assert "moved" not in tell(
        serving, forge, github_push() if forge == "github" else gitlab_push()
    )
    assert shop(serving).project.url == url


def test_nobody_is_given_anothers_address(serving: Serving):
    register(serving.catalog, "store")
    done = tell(serving, "github", github_renamed("shop", "store"), event="repository")
    assert done == ["its address is another entry's"]
    assert shop(serving).project.url == f"{HOST}/web/shop"


def test_archiving_on_the_forge_is_archiving_here(serving: Serving):
    archived = github_state("archived", archived=True)
    assert "archived" in tell(serving, "github", archived, event="repository")
    assert shop(serving).archived == "archived on its forge"
    back = github_state("unarchived")
    assert "taken out of the archive" in tell(serving, "github", back, event="repository")
    assert shop(serving).archived == ""
    serving.catalog.archive(shop(serving), "replaced")
    tell(serving, "gitea", gitea_push())
    assert shop(serving).archived == "replaced"
    tell(serving, "gitea", gitea_push(archived=True, stars_count=9))
    assert shop(serving).archived == "replaced"


def test_nothing_becomes_public_because_a_forge_says_so(serving: Serving):
    said = github_state("publicized", private=False, visibility="public")
    assert "contradiction" in tell(serving, "github", said, event="repository")
    after = shop(serving)
    assert (after.standing.value, after.project.publication_date) == ("internal", "")
    assert [each.check for each in after.health.unmet] == ["FORGE-1"]
    assert after.health.held == 1
    assert serving.catalog.history(after)[0].action == "contradicted"
    tell(serving, "github", github_push(private=False, visibility="public"))
    assert actions(serving).count("contradicted") == 1
    assert shop(serving).health.held == 1
    back = github_state("privatized")
    assert "no contradiction any more" in tell(serving, "github", back, event="repository")
    assert (shop(serving).health.unmet, shop(serving).health.held) == ((), 0)


@pytest.mark.parametrize(
    ("forge", "document"),
    [
        ("gitlab", gitlab_push(level=20)),
        ("gitlab", gitlab_system("project_update", "web/shop", visibility="public")),
        (
            "gitlab",
            gitlab_system("project_update", "web/shop", visibility="visibilitylevel|public"),
        ),
        ("gitea", gitea_push(internal=False)),
    ],
)
def test_every_forge_shows_the_contradiction(serving: Serving, forge: str, document: Any):
    tell(serving, forge, document)
    assert [each.check for each in shop(serving).health.unmet] == ["FORGE-1"]
    assert shop(serving).standing.value == "internal"


def test_what_was_published_and_is_closed_is_a_contradiction_too(serving: Serving):
    register(serving.catalog, visibility="opensource", publication_date="2020-01-01", license="MIT")
    tell(serving, "github", github_state("privatized"), event="repository")
    after = shop(serving)
    assert after.health.unmet[0].title.startswith("It is published")
    assert after.project.publication_date == "2020-01-01"


def test_a_repeated_message_does_nothing(serving: Serving):
    body = body_of(github_state("archived", archived=True))
    headers = github_headers("repository", body)
    first = serving.nobody.post("/webhooks/github", content=body, headers=headers)
    assert "archived" in first.json()["done"]
    serving.catalog.confirm(shop(serving))
    for delivery in (headers["x-github-delivery"], "another-number"):
        again = serving.nobody.post(
            "/webhooks/github", content=body, headers={**headers, "x-github-delivery": delivery}
        )
        assert again.json() == {"done": ["repeated"]}
    assert shop(serving).archived == ""


def test_an_old_message_about_a_state_does_nothing(serving: Serving):
    old = github_state("archived", archived=True, updated_at="2026-11-01T00:00:00Z")
    assert tell(serving, "github", old, event="repository") == ["too old"]
    assert shop(serving).archived == ""


def test_gitlab_signs_a_time_and_a_number(serving: Serving):
    body = body_of(gitlab_push())

    def told(headers: dict[str, str]) -> Any:
        return serving.nobody.post("/webhooks/gitlab", content=body, headers=headers)

    assert told(gitlab_headers(body)).json()["done"] == ["measured"]
    assert told(gitlab_headers(body)).json()["done"] == ["repeated"]
    assert told(gitlab_headers(body, number="evt-2")).json()["done"] != ["repeated"]
    several = gitlab_headers(body, number="evt-3")
    several["webhook-signature"] = f"v1,AAAA {several['webhook-signature']}"
    assert told(several).status_code == 200
    assert told(gitlab_headers(body, at=time.time() - 400)).status_code == 401
    assert told(gitlab_headers(body, at=time.time() + 400)).status_code == 401
    assert told({**gitlab_headers(body), "webhook-id": "evt-9"}).status_code == 401
    assert told({**gitlab_headers(body), "webhook-timestamp": "9" * 5000}).status_code == 401
    # a signing key is never sent, so whoever sends it as a token has stolen it
    assert told({"x-gitlab-token": KEY}).status_code == 401


def test_gitlab_may_send_the_secret_itself(catalog: Catalog):
    serving = served(catalog, gitlab_secret=SECRET)
    register(catalog)
    body = body_of(gitlab_push())
    headers = {"x-gitlab-token": SECRET, "x-gitlab-event-uuid": "1"}
    told = serving.nobody.post("/webhooks/gitlab", content=body, headers=headers)
    assert told.json()["done"] == ["measured"]
    wrong = serving.nobody.post(
        "/webhooks/gitlab", content=body, headers={"x-gitlab-token": "guessed"}
    )
    assert wrong.status_code == 401


@pytest.mark.parametrize("forge", ["github", "gitea", "gitlab", "absent", "../github"])
def test_a_forged_message_does_nothing(serving: Serving, forge: str):
    body = body_of(github_state("archived", archived=True))
    good = {**github_headers("repository", body), **gitea_headers("repository", body)}
    forged = [
        {},
        {"x-hub-signature-256": "", "x-gitea-signature": "", "x-gitlab-token": ""},
        {"x-hub-signature-256": hex_of(body), "x-gitea-signature": f"sha256={hex_of(body)}"},
        {"x-hub-signature-256": f"sha256={hex_of(body, 'other')}", "x-gitlab-token": SECRET},
        {"x-gitea-signature": hex_of(body, "")},
        {"x-hub-signature": "sha1=" + "0" * 40},
        {**gitlab_headers(body, key="whsec_AAAA")},
        {"webhook-signature": "v1,", "webhook-timestamp": str(int(time.time()))},
    ]
    for headers in forged:
        answer = serving.nobody.post(f"/webhooks/{forge}", content=body, headers=headers)
        assert answer.status_code == 401, headers
    if forge in ("github", "gitea"):
        tampered = serving.nobody.post(f"/webhooks/{forge}", content=body + b" ", headers=good)
        assert tampered.status_code == 401
    assert shop(serving).archived == ""


def test_without_a_secret_nothing_is_taken(catalog: Catalog):
    body = body_of(github_push())
    signed = github_headers("push", body, secret="")
    answer = served(catalog).nobody.post("/webhooks/github", content=body, headers=signed)
    assert answer.status_code == 401


def test_who_forges_is_not_let_try_for_long(catalog: Catalog):
    serving = served(catalog, github_secret=SECRET, address_rate="3/minute")
    said = [serving.nobody.post("/webhooks/github", content=b"{}").status_code for _ in range(5)]
    assert said == [401, 401, 401, 429, 429]
    body = body_of(github_push())
    signed = github_headers("push", body)
    assert serving.nobody.post("/webhooks/github", content=body, headers=signed).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff",
        body_of({"repository": None}),
        body_of({"repository": {"html_url": "javascript:alert(1)"}}),
        body_of({"repository": {"html_url": ["x"]}}),
        body_of({"repository": {**github_repository(), "stargazers_count": "many", "created_at": 10**30}}),
        body_of({"repository": {**github_repository(), "forks_count": -(10**40), "pushed_at": "never"}}),
        body_of({"action": "renamed", "repository": github_repository(), "changes": {"repository": [1]}}),
        body_of(github_renamed("../../x", "store")),
        body_of(github_repository("x\r\nSet-Cookie: a=b")),
    ],
)  # fmt: skip
def test_a_signed_message_of_any_shape_is_no_bug(serving: Serving, body: bytes):
    for forge, headers in (
        ("github", github_headers("repository", body)),
        ("gitea", gitea_headers("push", body)),
        ("gitlab", gitlab_headers(body)),
    ):
        answer = serving.nobody.post(f"/webhooks/{forge}", content=body, headers=headers)
        assert answer.status_code in (200, 400)
    assert shop(serving).project.url == f"{HOST}/web/shop"


def test_github_may_send_a_form(serving: Serving):
    body = urlencode({"payload": body_of(github_push()).decode()}).encode()
    headers = {
        **github_headers("push", body),
        "content-type": "application/x-www-form-urlencoded",
    }
    answer = serving.nobody.post("/webhooks/github", content=body, headers=headers)
    assert "measured" in answer.json()["done"]


def test_a_repository_that_nobody_registered_stays_unknown(serving: Serving):
    unknown = github_push(html_url=f"{HOST}/web/other")
    assert tell(serving, "github", unknown) == ["unknown"]
    assert len(serving.catalog.list_entries()) == 1


def test_the_catalog_stays_whole(serving: Serving):
    for document in (
        github_push(),
        github_renamed("shop", "store"),
        github_state("archived", archived=True, name="store"),
        github_state("publicized", visibility="public", name="store"),
        github_state("privatized", name="store"),
    ):
        assert tell(serving, "github", document, event="repository") != ["unknown"]
    assert actions(serving)[:2] == ["settled", "contradicted"]
    assert list(verify(serving.catalog)) == []
