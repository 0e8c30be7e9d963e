"""Adding and removing maintainers, before anything is written."""

from __future__ import annotations

import pytest

from charter.errors import AnswerError, UsageError
from charter.model import Maintainer
from charter.template.recorded import Recorded
from charter.update.maintainers import (
    add_maintainers,
    as_answer,
    question_of,
    read_maintainers,
    remove_maintainers,
)

ADA, BOB = Maintainer("Ada Lovelace", "ada"), Maintainer("Bob Noyce", "bob", "bob@acme.example")


def recorded(**answers: str) -> Recorded:
    return Recorded(".copier-answers.yml", "git+charter::builtin", "v1.0.0", answers)


def test_each_side_has_its_own_question():
    assert question_of(recorded(visibility="innersource", maintainers="x")) == "maintainers"
    assert (
        question_of(recorded(visibility="opensource", public_maintainers="x"))
        == "public_maintainers"
    )


def test_a_template_without_the_question_is_told():
    with pytest.raises(AnswerError, match="in another way"):
        question_of(recorded(visibility="innersource"))


def test_what_was_read_is_written_the_same():
    text = "Ada Lovelace @ada, Bob Noyce @bob <bob@acme.example>"
    assert as_answer(read_maintainers(recorded(maintainers=text))) == text


def test_who_is_there_already_gets_the_new_address():
    added = add_maintainers((ADA, BOB), "Ada Lovelace @Ada <ada@acme.example>, Eve Curie @eve")
    assert [person.handle for person in added] == ["Ada", "bob", "eve"]
    assert added[0].email == "ada@acme.example"


@pytest.mark.parametrize("text", ["nobody", "@handle", ""])
def test_what_is_no_maintainer_is_refused(text):
    with pytest.raises(UsageError):
        add_maintainers((ADA,), text)


def test_handles_are_removed_with_or_without_their_sign():
    assert remove_maintainers((ADA, BOB), ("@BOB",)) == (ADA,)


def test_somebody_must_be_left_and_only_who_is_there_can_go():
    with pytest.raises(UsageError, match="a silo"):
        remove_maintainers((ADA,), ("ada",))
    with pytest.raises(UsageError, match="@eve is not"):
        remove_maintainers((ADA,), ("eve",))
