"""The API as programs use it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from services import Serving, served

from charter.catalog.access.tokens import Tokens
from charter.catalog.document import entry_of
from charter.catalog.store import Catalog

HOME = "https://git.acme.example/payments/invoice-renderer"
ENTRY = "/api/v1/entries/payments/invoice-renderer"


def document(**facts: Any) -> dict[str, Any]:
    return {
        "title": "Invoice renderer",
        "description": "Renders invoices",
        "maintainers": [{"name": "Ada Lovelace", "handle": "ada"}],
        "url": HOME,
        **facts,
    }


@pytest.fixture
def serving(catalog: Catalog) -> Serving:
    return served(catalog)


def problem(answer: Any) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["detail"]


def test_an_entry_is_made_changed_and_told_again_without_a_trace(serving: Serving):
    team = serving.writer()
    made = team.put(ENTRY, json=document())
    assert (made.status_code, made.json()["outcome"]) == (201, "created")
    again = team.put(ENTRY, json=document())
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    changed = team.put(ENTRY, json=document(description="Renders bills"))
    assert (changed.status_code, changed.json()["outcome"]) == (200, "updated")
    read = serving.reader.get(ENTRY)
    assert read.json()["description"] == "Renders bills"
    assert read.json()["addresses"]["clone"] == f"{HOME}.git"
    assert read.headers["etag"] == changed.headers["etag"] != made.headers["etag"]
    told = serving.reader.get(f"{ENTRY}/history").json()
    assert [each["action"] for each in told["changes"]] == ["changed", "registered"]
    assert told["changes"][0]["actor"] == "token:test"


def test_what_was_read_can_be_told_again(serving: Serving):
    serving.writer().put(ENTRY, json=document(wanted=["docs"], links=[{"url": f"{HOME}/wiki"}]))
    read = serving.reader.get(ENTRY).json()
    told = {name: read[name] for name in document(wanted=[], links=[])}
    assert serving.writer().put(ENTRY, json=told).json()["outcome"] == "unchanged"


def test_conditions_keep_two_from_writing_over_each_other(serving: Serving):
    team = serving.writer()
    absent = team.put(ENTRY, json=document(), headers={"if-match": '"1-1"'})
    assert absent.status_code == 412
    made = team.put(ENTRY, json=document(), headers={"if-none-match": "*"})
    assert made.status_code == 201
    first = made.headers["etag"]
    again = team.put(ENTRY, json=document(title="x"), headers={"if-none-match": "*"})
    assert problem(again) == (412, "the entry is not in the state that you named.")
    assert again.headers["etag"] == first
    good = team.put(ENTRY, json=document(title="x"), headers={"if-match": f'"9-9", {first}'})
    assert good.json()["outcome"] == "updated"
    late = team.put(ENTRY, json=document(title="y"), headers={"if-match": first})
    assert late.status_code == 412
    assert team.put(ENTRY, json=document(title="y"), headers={"if-match": "*"}).status_code == 200
    gone = team.delete(ENTRY, headers={"if-match": first})
    assert gone.status_code == 412


def test_a_key_tells_the_same_message_from_another(serving: Serving):
    team = serving.writer()
    once = {"idempotency-key": "20261124-1.json"}
    assert team.put(ENTRY, json=document(), headers=once).json()["outcome"] == "created"
    team.put(ENTRY, json=document(title="newer"))
    again = team.put(ENTRY, json=document(), headers=once)
    assert (again.status_code, again.json()["outcome"]) == (201, "created")
    assert serving.reader.get(ENTRY).json()["title"] == "newer"
    other = team.put(ENTRY, json=document(title="other"), headers=once)
    assert problem(other) == (422, "this Idempotency-Key was used for something else.")


def test_a_name_that_is_anothers_is_refused_with_its_owner(serving: Serving):
    team = serving.writer()
    team.put(ENTRY, json=document())
    elsewhere = document(url="https://git.acme.example/payments/other")
    status, said = problem(team.put(ENTRY, json=elsewhere))
    assert status == 409
    assert f"it is the entry of {HOME}, owned by payments" in said
    moved = team.put(ENTRY, params={"moved": True}, json=elsewhere)
    assert moved.json()["outcome"] == "updated"
    assert serving.reader.get("/api/v1/entries", params={"url": HOME}).json()["entries"]


def test_another_teams_entry_is_not_written_whatever_the_way(serving: Serving):
    serving.writer().put(ENTRY, json=document())
    before = serving.reader.get(ENTRY).json()
    thief = serving.writer("billing")
    for answer in (
        thief.put(ENTRY, json=document()),
        thief.put(ENTRY, json=document(url="")),
        thief.put("/api/v1/entries/billing/mine", json=document()),  # by its address
        thief.put("/api/v1/entries/BILLING/Invoice-Renderer", json=document(url=f"{HOME}.git/")),
        thief.put("/api/v1/entries/billing/x?moved=true", json=document()),
        thief.delete(ENTRY),
        thief.post(f"{ENTRY}/confirm"),
        thief.post(f"{ENTRY}/archive", json={"because": "I say so"}),
        thief.post(
            "/api/v1/registrations",
            json={"files": {".copier-answers.yml": "name: x\nteam: payments\n"}},
        ),
        thief.post(
            "/api/v1/registrations",
            json={"remote": HOME, "files": {".copier-answers.yml": "name: x\nteam: billing\n"}},
        ),
        serving.reader.put(ENTRY, json=document()),
        serving.client("metrics").get(ENTRY),
    ):
        assert problem(answer)[0] == 403
    assert serving.reader.get(ENTRY).json() == before
    assert len(serving.reader.get("/api/v1/entries").json()["entries"]) == 1


def test_a_silo_of_another_team_does_not_make_way(serving: Serving):
    silo = document(siloed="nobody has adopted it yet")
    assert (
        serving.writer("billing").put("/api/v1/entries/billing/bill", json=silo).status_code == 201
    )
    assert (
        serving.writer().put("/api/v1/entries/-/x", json=document(siloed="x", url="")).status_code
        == 403
    )
    assert serving.writer().put(ENTRY, json=document()).status_code == 403
    assert (
        serving.admin.put(
            "/api/v1/entries/-/invoice-renderer", json=document(siloed="x", url="")
        ).status_code
        == 201
    )
    other = document(url="")
    assert serving.writer().put(ENTRY, json=other).json()["outcome"] == "created"


def test_nothing_becomes_public_here(serving: Serving):
    team, ospo = serving.writer(), serving.admin
    team.put(ENTRY, json=document())
    opened = document(visibility="opensource", license="MIT")
    assert problem(team.put(ENTRY, json=opened))[1].startswith("only the OSPO turns")
    status, said = problem(ospo.put(ENTRY, json=opened))
    assert (status, "publication gate, which this version does not have yet" in said) == (403, True)
    candidate = "/api/v1/entries/payments/chart-kit"
    chart = document(visibility="opensource", url="https://git.acme.example/payments/chart-kit")
    assert team.put(candidate, json=chart).json()["entry"]["standing"] == "candidate"
    for client in (team, ospo):
        dated = client.put(candidate, json={**chart, "publication_date": "2020-01-01"})
        assert dated.status_code == 403
        new = client.put(
            "/api/v1/entries/payments/new",
            json={**chart, "url": "", "publication_date": "2020-01-01"},
        )
        assert new.status_code == 403
    back = team.put(candidate, json={**chart, "visibility": "innersource"})
    assert back.json()["entry"]["standing"] == "internal"


def test_what_is_public_stays_so_whatever_its_ci_leaves_out(serving: Serving):
    publish(serving.catalog, "chart-kit")
    path = "/api/v1/entries/payments/chart-kit"
    home = "https://git.acme.example/payments/chart-kit"
    team = serving.writer()
    told = team.put(path, json=document(visibility="opensource", url=home, title="Charts"))
    assert told.json()["entry"]["publication_date"] == "2020-01-01"
    for answer in (
        team.put(path, json=document(url=home)),
        team.put(path, json=document(url=home, siloed="lost"), params={"lost_charter": True}),
        team.delete(path),
    ):
        assert problem(answer)[0] == 403


def publish(catalog: Catalog, name: str) -> None:
    """As the publication gate will."""
    home = f"https://git.acme.example/payments/{name}"
    catalog.register(
        entry_of(
            {
                **document(url=home, visibility="opensource", publication_date="2020-01-01"),
                "team": "payments",
                "name": name,
                "topics": ["charts"],
                "links": [],
            }
        )
    )


def test_lists_go_on_by_cursors_that_nobody_can_make(serving: Serving):
    admin = serving.admin
    names = [f"part-{number:02}" for number in range(7)]
    for name in names:
        assert (
            admin.put(f"/api/v1/entries/payments/{name}", json=document(url="")).status_code == 201
        )
    reader = serving.reader

    def pages(**question: Any) -> list[list[str]]:
        cursor, found = "", []
        while True:
            page = reader.get(
                "/api/v1/entries", params={**question, "limit": 3, "cursor": cursor}
            ).json()
            found.append([each["name"] for each in page["entries"]])
            if not (cursor := page["next"]):
                return found

    assert pages() == [names[:3], names[3:6], names[6:]]
    assert [len(page) for page in pages(q="part")] == [3, 3, 1]
    assert sorted(name for page in pages(q="part") for name in page) == names
    given = reader.get("/api/v1/entries", params={"limit": 3}).json()["next"]
    for wrong in (given + "x", "x", "é", given.rpartition(".")[0]):
        assert reader.get("/api/v1/entries", params={"cursor": wrong}).status_code == 422
    assert reader.get("/api/v1/entries", params={"cursor": given, "q": "part"}).status_code == 422


def test_a_search_shows_where_it_matches(serving: Serving):
    serving.writer().put(ENTRY, json=document())
    (found,) = serving.reader.get("/api/v1/entries", params={"q": "invoices"}).json()["entries"]
    matches = found["matches"]["name"]
    assert matches["text"] == "invoice-renderer"
    assert [matches["text"][begin:end] for begin, end in matches["at"]] == ["invoice"]


def test_an_entry_is_found_by_what_it_was_called(serving: Serving):
    team = serving.writer()
    team.put(ENTRY, json=document())
    team.put("/api/v1/entries/payments/bill-renderer", json=document())
    assert serving.reader.get(ENTRY).json()["name"] == "bill-renderer"
    assert serving.reader.get(f"{ENTRY}/history").json()["former_names"] == [
        "payments/invoice-renderer"
    ]


def test_confirming_archiving_and_forgetting(serving: Serving):
    team = serving.writer()
    team.put(ENTRY, json=document(readme="# Hello\x1b[2J\n\nworld"))
    assert serving.reader.get(f"{ENTRY}/readme").json() == {"text": "# Hello[2J\n\nworld"}
    assert team.post(f"{ENTRY}/archive", json={"because": "replaced"}).json() == {"done": True}
    assert serving.reader.get(ENTRY).json()["archived"] == "replaced"
    assert team.post(f"{ENTRY}/confirm").json() == {"done": True}
    assert team.post(f"{ENTRY}/confirm").json() == {"done": False}
    assert team.delete(ENTRY).status_code == 204
    assert problem(serving.reader.get(ENTRY))[0] == 404


def test_what_is_near_is_shown(serving: Serving):
    team = serving.writer()
    team.put(ENTRY, json=document())
    team.put(
        "/api/v1/entries/payments/invoice-mailer",
        json=document(url="", description="Mails invoices"),
    )
    reader = serving.reader
    near = reader.get("/api/v1/similar", params={"description": "something for invoices"}).json()
    assert {each["entry"]["name"] for each in near["look_alikes"]} == {
        "invoice-renderer",
        "invoice-mailer",
    }
    others = reader.get(f"{ENTRY}/look-alikes").json()["look_alikes"]
    assert [each["entry"]["name"] for each in others] == ["invoice-mailer"]
    assert (
        reader.get("/api/v1/names", params={"like": "invoice-rendrer"}).json()["names"][0]
        == "invoice-renderer"
    )
    assert reader.get("/api/v1/teams").json() == {"teams": [{"name": "payments", "entries": 2}]}


def test_a_repository_is_registered_by_its_texts(serving: Serving):
    team = serving.writer()
    files = {".copier-answers.yml": "name: ledger\nteam: payments\ndescription: Books\n"}
    told = {
        "repository": "/srv/x",
        "remote": "git@git.acme.example:payments/ledger.git",
        "files": files,
    }
    assert (
        team.post("/api/v1/registrations", json=told).json()["entry"]["url"]
        == "https://git.acme.example/payments/ledger"
    )
    assert team.post("/api/v1/registrations", json=told).json()["outcome"] == "unchanged"
    status, said = problem(team.post("/api/v1/registrations", json={"files": {"x": "y"}}))
    assert (status, "neither .copier-answers.yml nor" in said) == (422, True)


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ({"url": "javascript:alert(1)"}, "/body/url"),
        ({"url": "ftp://acme.example/x"}, "/body/url"),
        ({"links": [{"url": "data:text/html,x"}]}, "/body/links/0/url"),
        ({"title": "x" * 501}, "/body/title"),
        ({"topics": ["Not A Topic"]}, "/body/topics/0"),
        ({"maintainers": [{"handle": "a b"}]}, "/body/maintainers/0/handle"),
        ({"visibility": "public"}, "/body/visibility"),
        ({"tilte": "x"}, "/body/tilte"),
        ({"score": -1}, "/body/score"),
    ],
)
def test_what_is_told_wrongly_is_refused(serving: Serving, facts: dict[str, Any], at: str):
    answer = serving.writer().put(ENTRY, json=document(**facts))
    assert answer.status_code == 422
    assert [each["at"] for each in answer.json()["errors"]] == [at]


def test_no_text_can_carry_control_characters(serving: Serving):
    evil = "x\x1b]0;owned\x07\x1b[2J\x9b2J\r\nSet-Cookie: a=b\u202e"
    told = document(title=evil, description=evil, chat=evil, wanted=[evil], language=evil)
    told["links"] = [{"url": HOME, "title": evil}]
    assert serving.writer().put(ENTRY, json=told).status_code == 201
    read = serving.reader.get(ENTRY)
    assert not [mark for mark in str(read.json()) if not mark.isprintable()]
    assert "\\x1b" not in repr(read.json())


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/entries/payments/..%2f..%2fetc",
        "/api/v1/entries/payments/../../../etc/passwd",
        "/api/v1/entries/%2e%2e/x",
        "/api/v1/entries/payments/a%00b",
        "/api/v1/entries/payments/a%0d%0aSet-Cookie:x",
        "/api/v1/entries/payments/x'%20or%20'1'='1",
        "/api/v1/entries/payments/" + "x" * 5000,
        "/api/v1/entries//",
    ],
)
def test_a_name_is_never_a_path_a_header_or_sql(serving: Serving, path: str):
    assert serving.reader.get(path).status_code == 404
    assert serving.writer().put(path, json=document()).status_code in (404, 405, 422)


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "'",
        "a\0b",
        "* OR name:*",
        "NEAR(a b)",
        "x' or '1'='1",
        ") --",
        "a & ! b",
        "\\",
        "💥",
        "-",
        "a:*",
        "%",
    ],
)
def test_no_word_is_syntax(serving: Serving, words: str):
    serving.writer().put(ENTRY, json=document(topics=["pdf", "billing"]))
    publish(serving.catalog, "chart-kit")
    reader = serving.reader
    for question in (
        {"q": words},
        {"team": words},
        {"topic": words},
        {"name": words},
        {"url": words},
    ):
        assert reader.get("/api/v1/entries", params=question).json()["entries"] == []
    assert (
        reader.get("/api/v1/similar", params={"name": words, "description": words}).status_code
        == 200
    )
    assert (
        reader.get("/api/v1/public/entries", params={"q": words, "topic": words}).json()["entries"]
        == []
    )


def test_a_token_that_expired_or_was_revoked_opens_nothing(serving: Serving):
    tokens = Tokens(serving.catalog.database)
    expired, revoked = serving.token("read"), serving.token("read")
    tokens.revoke(tokens.list_tokens()[0].id)
    serving.catalog.database.write(
        lambda: serving.catalog.database.rows(
            "update token set expires = '2020-01-01T00:00:00+00:00' where id = 1 returning id"
        )
    )
    for token in (expired, revoked, "chr_" + "x" * 43, "chr_", "x", "", "é" * 47):
        sent = {"authorization": f"Bearer {token}".encode()}
        for path in ("/api/v1/entries", "/healthz", "/absent"):
            answer = serving.nobody.get(path, headers=sent)
            assert (answer.status_code, answer.json()["detail"][:30]) == (
                401,
                "this token opens nothing here:",
            )
    assert expired not in str(serving.catalog.database.rows("select * from token"))


def test_a_list_is_sorted_and_counted(serving: Serving):
    admin = serving.admin
    for number, (name, language) in enumerate([("zeta", "Go"), ("alpha", "Go"), ("beta", "Rust")]):
        stars = {"stars": number, "updated": "2026-11-20T00:00:00+00:00"}
        told = document(url="", language=language, activity=stars, score=number, topics=["pdf"])
        assert admin.put(f"/api/v1/entries/payments/{name}", json=told).status_code == 201

    def asked(**question: Any) -> Any:
        return serving.reader.get("/api/v1/entries", params=question).json()

    for words in ({}, {"q": "invoices"}):
        names = [each["name"] for each in asked(**words, sort="activity")["entries"]]
        assert names == ["beta", "alpha", "zeta"]
        names = [each["name"] for each in asked(**words, sort="name")["entries"]]
        assert names == ["alpha", "beta", "zeta"]
        page = asked(**words, counts=True, limit=1)
        assert (page["total"], page["is_more"], len(page["entries"])) == (3, False, 1)
        assert page["counts"]["language"] == {"Go": 2, "Rust": 1}
        assert page["counts"]["visibility"] == {"internal": 3}
    assert asked(q="invoices", language="go")["total"] == 2
    assert asked()["counts"] is None
    assert serving.reader.get("/api/v1/entries?sort=x").status_code == 422


def test_an_address_is_looked_at_once_more_when_it_is_shown(serving: Serving):
    """Whoever wrote it past the service: an import, a restored backup, somebody with SQL."""
    publish(serving.catalog, "chart-kit")
    evil = [{"url": "javascript:alert(1)", "title": "x", "kind": "docs"}]
    serving.catalog.database.rows(
        "update entry set url = 'javascript:alert(1)', links = :links", {"links": json.dumps(evil)}
    )
    path = "entries/payments/chart-kit"
    for shown in (f"/api/v1/{path}", "/api/v1/entries?q=chart", f"/api/v1/public/{path}"):
        answer = serving.reader.get(shown)
        assert answer.status_code == 200
        assert "javascript" not in answer.text
