"""Drift is told by content and mode, and behind only where something changes here."""

from __future__ import annotations

from charter.governance.drift import blob_id, find_behind, find_drift
from charter.governance.facts import Drift, Problem
from charter.model import EXECUTABLE, FileContent
from charter.objects import Entry

ANSWERS = "answers.yml"


def files(**texts: str) -> dict[str, FileContent]:
    return {name: FileContent(text.encode()) for name, text in texts.items()}


def head(**texts: str) -> dict[str, Entry]:
    return {name: Entry(0o100644, blob_id(text.encode())) for name, text in texts.items()}


def behind(old: dict, new: dict, has: dict) -> list[tuple[str, str]]:
    found = find_behind(old, new, has, version="v2", unnamed=ANSWERS)
    return [(drift.path, drift.why) for drift in found]


def test_the_id_is_the_one_that_git_gives():
    assert blob_id(b"hello\n") == "ce013625030ba8dba906f756967f9e9ca394464a"


def test_missing_and_edited_are_told_apart_and_the_answers_are_passed_over():
    base = files(a="1", b="2", c="3") | {ANSWERS: FileContent(b"x")}
    found = list(find_drift(base, head(a="1", b="other"), unnamed=ANSWERS))
    assert [(drift.path, drift.problem) for drift in found] == [
        ("b", Problem.EDITED),
        ("c", Problem.MISSING),
    ]


def test_a_lost_mode_is_an_edit():
    script = {"run": FileContent(b"x", EXECUTABLE)}
    entry = Entry(0o100644, blob_id(b"x"))
    assert [it.problem for it in find_drift(script, {"run": entry}, unnamed="")] == ["edited"]
    old = {"run": Entry(0o100664, blob_id(b"x"))}
    assert not list(find_drift({"run": FileContent(b"x")}, old, unnamed=""))


def test_behind_is_what_a_newer_version_changes_here():
    old = files(same="1", changed="1", dropped="1", gone="1", taken="1", missing="1")
    new = files(same="1", changed="2", added="1", taken="2", missing="2", there="1")
    has = head(same="1", changed="own", dropped="1", taken="2", there="1")
    assert behind(old, new, has) == [
        ("added", "v2 adds it"),
        ("changed", "v2 changes it"),
        ("dropped", "v2 drops it"),
    ]


def test_the_answers_alone_make_nobody_behind():
    old, new = ({ANSWERS: FileContent(text)} for text in (b"v1", b"v2"))
    assert behind(old, new, {ANSWERS: Entry(0o100644, blob_id(b"v1"))}) == []


def test_a_version_that_changes_everything_is_told_by_a_number():
    old = files(**{f"f{number:02}": "1" for number in range(30)})
    new = files(**{f"f{number:02}": "2" for number in range(30)})
    found = find_behind(
        old, new, {name: Entry(0o100644, "") for name in old}, version="v2", unnamed=""
    )
    assert found[-1] == Drift("", Problem.BEHIND, "v2 changes 10 more files")
