"""What an update would do to a path, for each way in which three sides can stand to each other."""

from __future__ import annotations

import pytest

from charter.model import EXECUTABLE, SYMLINK, FileContent
from charter.objects import SUBMODULE
from charter.update.plan import Action, Conflict, Sides, decide, differing

LABELS = ("ours", "template v2")
OLD = FileContent(b"a\nb\nc\nd\ne\n")
NEW = FileContent(b"A\nb\nc\nd\ne\n")
EDITED = FileContent(b"a\nb\nc\nd\nE\n")
BOTH = FileContent(b"A\nb\nc\nd\nE\n")
OTHER = FileContent(b"x\nb\nc\nd\ne\n")


def one(base=None, ours=None, theirs=None, **more):
    sides = Sides(
        {"f": base} if base else {},
        {"f": ours} if ours else {},
        {"f": theirs} if theirs else {},
        **more,
    )
    (step,) = decide(sides, LABELS)
    return step


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "action", "result"),
    [
        (None, None, NEW, Action.CREATE, NEW),
        (None, NEW, NEW, Action.KEEP, NEW),
        (OLD, OLD, NEW, Action.CHANGE, NEW),
        (OLD, NEW, NEW, Action.KEEP, NEW),
        (OLD, EDITED, NEW, Action.MERGE, BOTH),
        (OLD, BOTH, NEW, Action.KEEP, BOTH),
        (OLD, OLD, None, Action.DELETE, None),
        (OLD, None, None, Action.KEEP, None),
    ],
)
def test_what_can_be_followed_is_followed(base, ours, theirs, action, result):
    step = one(base, ours, theirs)
    assert (step.action, step.result, step.conflict) == (action, result, None)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "conflict"),
    [
        (OLD, OTHER, NEW, Conflict.SAME_LINES),
        (None, OTHER, NEW, Conflict.BOTH_ADDED),
        (OLD, EDITED, None, Conflict.EDITED_DROPPED),
        (OLD, None, NEW, Conflict.DELETED_CHANGED),
    ],
)
def test_each_kind_of_conflict_has_its_name(base, ours, theirs, conflict):
    assert one(base, ours, theirs).conflict is conflict


def test_a_path_that_the_template_leaves_as_it_was_needs_no_step():
    assert differing({"f": OLD}, {"f": OLD}) == []


def test_the_marks_of_a_conflict_name_both_sides():
    text = one(OLD, OTHER, NEW).result.data
    assert text == b"<<<<<<< ours\nx\n=======\nA\n>>>>>>> template v2\nb\nc\nd\ne\n"


def test_an_edited_file_that_was_dropped_stays_as_it_is():
    step = one(OLD, EDITED, None)
    assert step.result == EDITED
    assert "no longer governed" in step.reason


def test_line_ends_of_the_team_stay():
    def crlf(content):
        return FileContent(content.data.replace(b"\n", b"\r\n"))

    assert one(OLD, crlf(OLD), NEW).result == crlf(NEW)
    assert one(OLD, crlf(EDITED), NEW).result == crlf(BOTH)
    assert one(OLD, crlf(OLD), None).action is Action.DELETE
    assert one(crlf(OLD), EDITED, crlf(NEW)).result == BOTH


def test_a_mode_of_the_team_stays_and_one_of_the_template_arrives():
    assert one(OLD, FileContent(OLD.data, EXECUTABLE), NEW).result == FileContent(
        NEW.data, EXECUTABLE
    )
    assert one(OLD, EDITED, FileContent(NEW.data, EXECUTABLE)).result == FileContent(
        BOTH.data, EXECUTABLE
    )
    assert one(OLD, OLD, FileContent(OLD.data, EXECUTABLE)).result.mode == EXECUTABLE


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        (OLD, FileContent(b"elsewhere", SYMLINK), NEW),
        (OLD, EDITED, FileContent(b"elsewhere", SYMLINK)),
        (FileContent(b"x", SYMLINK), FileContent(b"y", SYMLINK), FileContent(b"z", SYMLINK)),
        (FileContent(b"\0a\nb\n"), FileContent(b"\0x\nb\n"), FileContent(b"\0a\nc\n")),
        (OLD, FileContent(b"", SUBMODULE), NEW),
    ],
)
def test_links_binaries_and_submodules_are_never_merged(base, ours, theirs):
    step = one(base, ours, theirs)
    assert (step.conflict, step.result) == (Conflict.SAME_LINES, ours)


def test_a_link_or_a_binary_that_nobody_touched_follows_the_template():
    old, new = FileContent(b"x", SYMLINK), FileContent(b"y", SYMLINK)
    assert one(old, old, new).result == new
    old, new = FileContent(b"\0x"), FileContent(b"\0y")
    assert one(old, old, new).result == new


def test_bytes_that_are_not_utf_8_are_merged_as_they_are():
    old, ours = FileContent(b"a\xe4\nb\nc\nd\n"), FileContent(b"a\xe4\nb\nc\n\xff\n")
    assert one(old, ours, FileContent(b"\xfc\nb\nc\nd\n")).result.data == b"\xfc\nb\nc\n\xff\n"


def test_what_the_team_renamed_takes_the_change_to_its_new_place():
    sides = Sides({"f": OLD}, {"g": EDITED}, {"f": NEW}, moved_here={"f": "g"})
    (step,) = decide(sides, LABELS)
    assert (step.path, step.moved_from, step.result) == ("g", "f", BOTH)


def test_what_the_template_renamed_takes_the_edits_along():
    sides = Sides({"f": OLD}, {"f": EDITED}, {"g": NEW}, moved_there={"f": "g"})
    gone, arrived = decide(sides, LABELS)
    assert (gone.path, gone.action) == ("f", Action.DELETE)
    assert (arrived.path, arrived.result, arrived.changes) == ("g", BOTH, True)


def test_a_renamed_file_arrives_even_where_its_content_is_what_the_team_has():
    sides = Sides({"f": OLD}, {"f": EDITED}, {"g": OLD}, moved_there={"f": "g"})
    _, arrived = decide(sides, LABELS)
    assert (arrived.result, arrived.changes) == (EDITED, True)


def test_a_folder_in_the_way_lets_the_file_lie_beside_it():
    sides = Sides({}, {}, {"docs": NEW, "a/b": NEW}, in_the_way={"docs": "docs", "a/b": "a"})
    beside = decide(sides, LABELS)
    assert [step.path for step in beside] == ["a~template/b", "docs~template"]
    assert {step.conflict for step in beside} == {Conflict.BOTH_ADDED}


def test_a_path_that_the_template_excludes_from_now_on_is_left_alone():
    step = one(OLD, OLD, None, leaves_alone=lambda _: True)
    assert (step.action, step.result) == (Action.KEEP, OLD)


def test_a_file_made_once_is_never_rewritten_but_made_again_where_it_is_missing():
    assert one(OLD, EDITED, NEW, creates_only=lambda _: True).action is Action.KEEP
    again = one(OLD, None, NEW, creates_only=lambda _: True)
    assert (again.action, again.result) == (Action.CREATE, NEW)
