"""The loop that asks, with somebody at the other end who follows a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from charter.errors import AnswerError
from charter.template.evaluation import Evaluator
from charter.template.interview import Back, Line, interview
from charter.template.posed import Answers, Posed
from charter.template.questions import MISSING, parse_configuration

TEMPLATE = b"""\
side: {type: str, choices: [in, out], default: in}
name: {type: str, validator: "{% if ' ' in name %}no blanks{% endif %}"}
team: {type: str, when: "{{ side == 'in' }}"}
public_team: {type: str, when: "{{ side == 'out' }}"}
license: {type: str, when: "{{ side == 'out' }}", default: MIT}
days: {type: int, ask: false, default: 30}
token: {type: str, ask: false, secret: true, default: t0}
"""
BACK = object()


class Scripted:
    """Answers questions by the spoken name, changes in the summary what it is told to, in order."""

    def __init__(self, answers: dict[str, list[Any]], *changes: Any) -> None:
        self.answers = {name: list(said) for name, said in answers.items()}
        self.changes = list(changes)
        self.asked: list[str] = []
        self.offered: list[Any] = []
        self.could_go_back: list[bool] = []
        self.summaries: list[dict[str, Any]] = []

    def ask(self, posed: Posed, refusal: Callable[[Any], str], *, can_go_back: bool) -> Any:
        self.asked.append(posed.question.name)
        self.offered.append(posed.default)
        self.could_go_back.append(can_go_back)
        answer = self.answers[posed.spoken_name].pop(0)
        if answer is BACK:
            raise Back
        if isinstance(answer, Back):
            raise answer
        if said := refusal(answer):  # as at a terminal, where a refused answer cannot be entered
            self.asked.append(said)
            answer = self.answers[posed.spoken_name].pop(0)
        return answer

    def review(self, lines: tuple[Line, ...]) -> str:
        self.summaries.append({line.posed.question.name: line.value for line in lines})
        change = self.changes.pop(0) if self.changes else ""
        if change is BACK:
            raise Back
        return str(change)


def talk(person: Scripted, **said: Any) -> Answers:
    evaluator = Evaluator(parse_configuration(TEMPLATE, lambda _: None, lambda _: []))
    return interview(evaluator, said, person)


def test_only_what_applies_and_was_not_said_is_asked() -> None:
    person = Scripted({"side": ["in"], "team": ["web"]})
    assert talk(person, name="shop").stored == {
        "side": "in",
        "name": "shop",
        "team": "web",
        "days": 30,
    }
    assert person.asked == ["side", "team"]


def test_what_stood_there_is_offered_again_on_the_way_forward() -> None:
    person = Scripted({"side": ["in"], "name": ["shop", "store"], "team": [Back("we"), "web"]})
    assert talk(person).stored["team"] == "web"
    assert person.asked == ["side", "name", "team", "name", "team"]
    assert person.offered[-1] == "we"


def test_two_steps_back_ask_both_questions_again_with_their_answers() -> None:
    person = Scripted({"side": ["in", "in"], "name": ["shop", BACK, "shop"], "team": [BACK, "web"]})
    talk(person)
    assert person.asked == ["side", "name", "team", "name", "side", "name", "team"]
    assert person.offered[-2] == "shop"


def test_the_way_back_leads_to_the_question_before_with_its_answer_offered() -> None:
    person = Scripted({"side": ["in"], "name": ["shpo", "shop"], "team": [BACK, "web"]})
    assert talk(person).stored["name"] == "shop"
    assert person.asked == ["side", "name", "team", "name", "team"]
    assert person.offered == ["in", MISSING, MISSING, "shpo", MISSING]
    assert person.could_go_back == [False, True, True, True, True]


def test_the_way_back_leads_further_and_from_the_summary_too() -> None:
    person = Scripted(
        {
            "side": ["in", "out"],
            "name": ["shop", BACK, "shop"],
            "team": [BACK, "acme"],
            "license": ["MIT", "ISC"],
        },
        BACK,
    )
    assert talk(person).stored == {
        "side": "out",
        "name": "shop",
        "public_team": "acme",
        "license": "ISC",
        "days": 30,
    }
    assert person.asked == [
        "side",
        "name",
        "team",
        "name",
        "side",
        "name",
        "public_team",
        "license",
        "license",
    ]


def test_a_refused_answer_is_told_in_the_words_of_the_template() -> None:
    person = Scripted({"side": ["in"], "name": ["a b", "ab"], "team": ["web"]})
    assert talk(person).stored["name"] == "ab"
    assert "no blanks" in person.asked


def test_the_summary_holds_every_answer_that_applies_but_no_secret() -> None:
    person = Scripted({"side": ["in"], "name": ["shop"], "team": ["web"]})
    talk(person)
    assert person.summaries == [{"side": "in", "name": "shop", "team": "web", "days": 30}]


@pytest.mark.parametrize("name", ["name", "days"])
def test_any_answer_can_be_changed_in_the_summary_asked_or_taken(name: str) -> None:
    new = {"name": "store", "days": 60}[name]
    script = {"side": ["in"], "name": ["shop"], "team": ["web"], "days": []}
    script[name].append(str(new))
    person = Scripted(script, name)
    assert talk(person).stored[name] == new
    assert len(person.summaries) == 2


@pytest.mark.parametrize(
    ("said", "name"), [({"days": "60"}, "days"), ({"side": "out", "team": "web"}, "public_team")]
)
def test_an_answer_said_by_flag_can_be_changed_too(said: dict[str, str], name: str) -> None:
    script = {"side": ["in"], "name": ["shop"], "team": ["web"], "license": ["MIT"]}
    script[name.removeprefix("public_")] = ["90"]
    person = Scripted(script, name)
    assert str(talk(person, **said).stored[name]) == "90"
    assert str(person.offered[-1]) == next(reversed(said.values()))


def test_a_change_that_is_taken_back_leads_to_the_summary_with_all_as_it_was() -> None:
    person = Scripted({"side": ["in"], "name": ["shop"], "team": ["web"], "days": [BACK]}, "days")
    assert talk(person, days="60").stored == {
        "side": "in",
        "name": "shop",
        "team": "web",
        "days": 60,
    }
    assert person.asked == ["side", "name", "team", "days"]
    assert person.summaries[0] == person.summaries[1]


def test_changing_the_side_drops_what_does_not_apply_and_asks_what_newly_does() -> None:
    person = Scripted(
        {"side": ["in", "out"], "name": ["shop"], "team": ["web", "acme"], "license": ["ISC"]},
        "side",
    )
    assert talk(person).stored == {
        "side": "out",
        "name": "shop",
        "public_team": "acme",
        "license": "ISC",
        "days": 30,
    }
    assert person.asked == ["side", "name", "team", "side", "public_team", "license"]


def test_changing_the_side_and_back_keeps_what_was_answered_before() -> None:
    person = Scripted(
        {
            "side": ["in", "out", "in"],
            "name": ["shop"],
            "team": ["web", "acme"],
            "license": ["ISC"],
        },
        "side",
        "side",
    )
    assert talk(person).stored == {"side": "in", "name": "shop", "team": "web", "days": 30}


def test_a_team_said_by_flag_for_one_side_is_never_taken_for_the_other() -> None:
    person = Scripted(
        {"name": ["shop"], "team": ["acme"], "side": ["out"], "license": ["MIT"]}, "side"
    )
    answers = talk(person, side="in", team="secret-project")
    assert answers.stored["public_team"] == "acme"
    assert "secret-project" not in str(answers)


def test_a_flag_that_does_not_apply_after_a_change_is_dropped() -> None:
    person = Scripted({"name": ["shop"], "team": ["acme", "web"], "side": ["in"]}, "side")
    assert "license" not in talk(person, side="out", license="ISC").stored


@pytest.mark.parametrize("flaw", [{"nmae": "x"}, {"name": "a b"}, {"side": "up"}])
def test_what_was_said_by_flag_and_does_not_fit_is_refused_before_the_rest_is_asked(
    flaw: dict[str, str],
) -> None:
    person = Scripted({"side": ["in"]})
    with pytest.raises(AnswerError):
        talk(person, **flaw)
    assert set(person.asked) <= {"side"}
