"""The proof that no edit is lost holds for every right merge, and for no wrong one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from charter.model import EXECUTABLE, FileContent
from charter.update.change import LostEditError, refuse_losses
from charter.update.merge import merge_files
from charter.update.plan import Action, Step
from charter.update.proof import holds_every_edit

LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\n", b"c\n", b"d\r\n", b"e"]), max_size=9)
TEXT = LINES.map(lambda lines: FileContent(b"".join(lines)))
OLD, EDITED = FileContent(b"a\nb\nc\nd\ne\n"), FileContent(b"a\nb\nc\nmine\nd\ne\n")


@given(TEXT, TEXT, TEXT)
def test_every_clean_merge_holds_every_edit(base, ours, theirs):
    merged = merge_files(base, ours, theirs, ("o", "t"))
    assume(merged.is_clean)
    assert holds_every_edit(base, ours, merged.content)


@pytest.mark.parametrize(
    "wrong",
    [
        OLD.data,  # the edit is gone
        b"A\nb\nc\nd\ne\n",  # it is gone, and something else came
        b"mine\na\nb\nc\nd\ne\n",  # it stands elsewhere
        b"",
    ],
)
def test_a_result_without_the_edit_is_found(wrong):
    assert not holds_every_edit(OLD, EDITED, FileContent(wrong))


def test_a_line_that_the_team_took_out_must_not_come_back():
    cut = FileContent(b"a\nb\nd\ne\n")
    assert not holds_every_edit(OLD, cut, OLD)
    assert holds_every_edit(OLD, cut, FileContent(b"A\nb\nd\ne\n"))


def test_a_mode_of_the_team_must_not_go():
    assert not holds_every_edit(OLD, FileContent(OLD.data, EXECUTABLE), OLD)


@given(TEXT, TEXT, TEXT)
def test_no_result_without_ours_passes_but_where_it_says_the_same(base, ours, wrong):
    if holds_every_edit(base, ours, wrong) and base.data != ours.data:
        added = set(ours.data.split(b"\n")) - set(base.data.split(b"\n"))
        assert {line.rstrip(b"\r") for line in added} <= {
            line.rstrip(b"\r") for line in wrong.data.split(b"\n")
        }


def test_a_plan_that_deletes_an_edited_file_is_refused():
    step = Step("f", Action.DELETE, "", OLD, EDITED, None, None)
    with pytest.raises(LostEditError, match="what was edited in f"):
        refuse_losses((step,))


def test_a_plan_that_overwrites_an_edit_is_refused():
    step = Step("f", Action.CHANGE, "", OLD, EDITED, OLD, OLD)
    with pytest.raises(LostEditError):
        refuse_losses((step,))
