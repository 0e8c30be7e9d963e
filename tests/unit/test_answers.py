"""What a repository has recorded, taken as answers: it was perhaps written by hand, or by a foe."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from charter.errors import AnswerError
from charter.template.answers import dropped_answers, settle_recorded
from charter.template.evaluation import Evaluator
from charter.template.posed import Answers
from charter.template.questions import parse_configuration
from charter.template.recorded import Recorded, parse_recorded

FILE = "apps/shop/.copier-answers.yml"
QUESTIONS = """\
side: {type: str, choices: {Inside: in, Outside: out}, default: in}
organisation: {type: json, when: false, default: '{"contact": "ospo@acme.example"}'}
name: {type: str, validator: "{% if name | length > 20 %}too long{% endif %}"}
team: {type: str, when: "{{ side == 'in' }}"}
public_team: {type: str, when: "{{ side == 'out' }}"}
count: {type: int, default: 3}
flag: {type: bool, default: true}
many: {type: str, multiselect: true, choices: [a, b, c], default: [a]}
data: {type: json, default: "null"}
title: {type: str, ask: false, default: "{{ name | capitalize }}"}
"""
READY = {"side": "in", "name": "shop", "team": "web"}


def evaluator() -> Evaluator:
    return Evaluator(parse_configuration(QUESTIONS.encode(), lambda _: None, lambda _: []))


def record(answers: dict[str, Any]) -> Recorded:
    first = {"_commit": "v1.0.0", "_src_path": "git+charter::acme", "_other": {"x": 1}}
    return parse_recorded(FILE, yaml.safe_dump({**first, **answers}).encode())


def settle(**flaw: Any) -> Answers:
    answers = {key: value for key, value in {**READY, **flaw}.items() if value != "absent"}
    return settle_recorded(evaluator(), record(answers))


def test_what_is_recorded_stands_and_the_rest_has_the_defaults_of_that_version() -> None:
    answers = settle(count=5)
    assert answers.stored == {
        **READY, "count": 5, "flag": True, "many": ["a"], "data": None, "title": "Shop",
    }  # fmt: skip
    assert answers.values["organisation"] == {"contact": "ospo@acme.example"}


def test_what_is_no_question_is_passed_over() -> None:
    assert settle(answered_long_ago=["x"], _secret="y").stored == settle().stored


@pytest.mark.parametrize("text", ["{{ 1 // 0 }}", "{% raw %}", "{{ team }}", "{# x #}"])
def test_jinja_in_an_answer_stays_text(text: str) -> None:
    assert settle(team=text, data={"k": [text]}).values["team"] == text
    assert settle(data={"k": [text]}).values["data"] == {"k": [text]}


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ({"organisation": {"contact": "me@foe.example"}}, "answers 'organisation', which the"),
        ({"public_team": "x"}, "answers 'public_team', which the template does not ask"),
        ({"side": "out"}, "answers 'team', which|no answer to 'public_team'"),
        ({"side": "neither"}, "side: 'neither' is none of in, out"),
        ({"side": ["in"]}, "side: .'in'. is not text"),
        ({"name": "x" * 21}, "name: too long"),
        ({"name": ["a", "list"]}, "name: .* is not text"),
        ({"name": {"a": "mapping"}}, "name: .* is not text"),
        ({"name": None}, "name: nothing is not a str"),
        ({"name": "absent"}, "has no answer to 'name', and the template no default"),
        ({"count": "many"}, "count: invalid literal"),
        ({"count": [1]}, "count: int.. argument must be"),
        ({"count": float("inf")}, "count: cannot convert float infinity"),
        ({"many": ["d"]}, "many: 'd' is none of a, b, c"),
        ({"many": 5}, "many: 'int' object is not iterable"),
        ({"many": [["a"]]}, "many: .'a'. is not text"),
    ],
)
def test_one_flaw_is_refused_and_the_file_named(flaw: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswerError, match=said) as refused:
        settle(**flaw)
    assert refused.value.message.startswith(FILE)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"count": "7"}, 7),
        ({"flag": "no"}, False),
        ({"name": 5}, "5"),
        ({"title": 5}, 5),  # as copier leaves what it never asks for
        ({"many": ["c", "a"]}, ["a", "c"]),
        ({"data": '"1"'}, '"1"'),
        ({"data": "[1]"}, "[1]"),
    ],
)
def test_a_value_written_by_hand_is_read_by_its_type_and_json_only_once(
    said: dict[str, Any], meant: Any
) -> None:
    name = next(iter(said))
    assert settle(**said).stored[name] == meant


def test_what_a_new_version_does_not_take_over_is_told() -> None:
    carried = Answers(stored={"side": "in", "name": "shop", "count": 4})
    recorded = record({**READY, "count": 5})
    assert dropped_answers(recorded, carried, {}) == ("count",)
    assert dropped_answers(recorded, carried, {"count": "4"}) == ()
