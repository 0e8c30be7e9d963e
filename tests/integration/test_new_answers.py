"""What an author answers `charter new` about what exists: kept, once, and never in their way."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from catalogs import open_again
from commands import Run
from test_new import INNER, words

from charter.catalog.outbox import Outbox

BILLS = words(INNER | {"--team": "sales"}, "--defaults")
RENDERER = "payments/invoice-renderer"


@pytest.fixture
def shelf(charter: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A catalog with one entry, and its address."""
    address = str(tmp_path / "catalog.sqlite3")
    monkeypatch.setenv("CHARTER_CATALOG", address)
    assert charter("new", "invoice-renderer", *words(INNER), "--defaults", "--json").code == 0
    return address


@pytest.fixture
def outbox(home: Path) -> Outbox:
    return Outbox(home / ".local/state/charter/outbox")


def told(charter: Run) -> list[tuple[str, str, str, str]]:
    found = charter("catalog", "answers", "--json").json["answers"]
    return [(it["decision"], it["name"], it["about"], it["because"]) for it in found]


def test_why_something_is_built_anew_is_kept_for_its_owners(charter: Run, shelf: str):
    said = charter("new", "bills", *BILLS, "--builds-anew-because", "no PDF/A")
    assert said.code == 0
    assert f"who looks after {RENDERER} can read what it lacks" in said.out
    assert told(charter) == [("build", "bills", RENDERER, "no PDF/A")]
    (kept,) = charter("catalog", "answers", "--json").json["answers"]
    assert kept["actor"].startswith("Test Author")
    assert (kept["team"], kept["nearest"]) == ("sales", [RENDERER])


def test_without_a_flag_nothing_is_kept(charter: Run, shelf: str):
    said = charter("new", "bills", *BILLS, "--json")
    assert (said.code, said.json["answer"]) == (0, None)
    assert told(charter) == []


def test_the_report_tells_of_the_answer_and_how_to_give_it_again(charter: Run, shelf: str):
    said = charter("new", "bills", *BILLS, "--json", "--builds-anew-because", "no PDF/A").json
    assert said["answer"] == {
        "decision": "build", "about": RENDERER, "because": "no PDF/A", "state": "kept"
    }  # fmt: skip
    assert "--builds-anew-because 'no PDF/A'" in said["command"]


@pytest.mark.parametrize(
    ("flag", "decision"), [("--reuses", "reuse"), ("--contributes-to", "contribute")]
)
def test_what_serves_instead_is_shown_and_nothing_is_founded(
    charter: Run, shelf: str, tmp_path: Path, flag: str, decision: str
):
    before = sorted(tmp_path.iterdir())
    said = charter("new", "bills", "--team", "sales", flag, RENDERER)
    assert (said.code, sorted(tmp_path.iterdir())) == (0, before)
    assert "Renders invoices as PDF" in said.out
    assert "nothing was founded" in said.err
    assert told(charter) == [(decision, "bills", RENDERER, "")]
    document = charter("new", flag, RENDERER, "--json").json
    assert document["founded"] is False
    assert document["answer"]["state"] == "kept"
    assert document["entry"]["name"] == "invoice-renderer"
    charter("new", flag, RENDERER, "--dry-run")
    assert len(told(charter)) == 2


def test_what_is_not_there_cannot_serve_instead(charter: Run, shelf: str):
    said = charter("new", "bills", "--reuses", "payments/absent")
    assert (said.code, "no project 'payments/absent'" in said.err) == (1, True)
    assert told(charter) == []


@pytest.mark.parametrize(
    "flags",
    [
        ("--reuses", RENDERER, "--builds-anew-because", "x"),
        ("--reuses", RENDERER, "--contributes-to", RENDERER),
        ("--builds-anew-because", " "),
    ],
)
def test_what_contradicts_itself_or_says_nothing_is_refused(charter: Run, flags: tuple[str, ...]):
    assert charter("new", "bills", *flags).code == 2


def test_a_dry_run_keeps_no_answer(charter: Run, shelf: str):
    charter("new", "bills", *BILLS, "--dry-run", "--builds-anew-because", "no PDF/A")
    assert told(charter) == []


@pytest.mark.parametrize("flags", [("--reuses", RENDERER), ("--builds-anew-because", "no PDF/A")])
def test_an_answer_that_cannot_be_told_waits_and_is_kept_once(
    charter: Run,
    shelf: str,
    outbox: Outbox,
    monkeypatch: pytest.MonkeyPatch,
    flags: tuple[str, ...],
):
    monkeypatch.setenv("CHARTER_CATALOG", "http://127.0.0.1:1")
    said = charter("new", "bills", *BILLS, *flags)
    assert (said.code, "the answer waits" in said.err) == (0, True)
    answers = [item for item in outbox.waiting() if '"answer"' in item.read_text()]
    assert len(answers) == 1
    monkeypatch.setenv("CHARTER_CATALOG", shelf)
    assert "delivered the waiting answer of" in charter("list").err
    assert outbox.waiting() == []
    (kept,) = charter("catalog", "answers", "--json").json["answers"]
    assert kept["actor"].startswith("Test Author")


def test_an_answer_whose_delivery_was_cut_short_is_not_kept_twice(
    charter: Run, shelf: str, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as away:
        away.setenv("CHARTER_CATALOG", "http://127.0.0.1:1")
        charter("new", "bills", "--reuses", RENDERER)
    (item,) = outbox.waiting()
    text = item.read_bytes()
    charter("list")
    item.write_bytes(text)  # as if nobody had come to remove it
    charter("list")
    assert (outbox.waiting(), len(told(charter))) == ([], 1)


@pytest.mark.parametrize("answer", ["", '"answer": 3,', '"answer": {"decision": "steal"},'])
def test_an_answer_that_nobody_can_read_is_set_aside(
    charter: Run, shelf: str, outbox: Outbox, answer: str
):
    outbox.folder.mkdir(parents=True, exist_ok=True)
    item = outbox.folder / f"{1:020d}-1.json"
    item.write_text(f'{{"format": 3, {answer} "repository": "/x"}}')
    assert "set aside" in charter("list").err
    with closing(open_again(shelf)) as catalog:
        assert catalog.answers() == ()
