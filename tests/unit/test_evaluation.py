"""What the questions come to for some answers; that it is what copier says, test_oracle.py holds."""

from __future__ import annotations

from typing import Any

import pytest

from charter.errors import AnswerError, TemplateError
from charter.template.casting import cast_to_bool
from charter.template.evaluation import Evaluator
from charter.template.expressions import UnsupportedTemplateError
from charter.template.interview import complete
from charter.template.posed import Answers
from charter.template.questions import parse_configuration

READY = """\
side: {type: str, choices: {Inside: in, Outside: out}, default: in}
name:
  type: str
  validator: "{% if not (name | regex_search('^[a-z]+$')) %}use small letters{% endif %}"
team: {type: str, when: "{{ side == 'in' }}"}
public_team: {type: str, when: "{{ side == 'out' }}"}
title: {type: str, ask: false, default: "{{ name | capitalize }}"}
token: {type: str, secret: true, ask: false, default: t0}
owner: {type: str, when: false, default: "{{ team or public_team }}"}
"""
SAID = {"side": "in", "name": "shop", "team": "web"}


def evaluator(text: str = READY) -> Evaluator:
    return Evaluator(parse_configuration(text.encode(), lambda _: None, lambda _: []))


def answer(said: dict[str, Any], text: str = READY, *, use_defaults: bool = False) -> Answers:
    return complete(evaluator(text), said, lambda name: f"--{name}", use_defaults=use_defaults)


def test_what_is_stored_is_what_applies_and_is_no_secret() -> None:
    assert answer(SAID).stored == {**SAID, "title": "Shop"}


def test_a_computed_value_is_known_to_the_templates_and_never_stored() -> None:
    answers = answer(SAID)
    assert answers.values["owner"] == "web"
    assert "owner" not in answers.stored


def test_a_team_said_on_the_public_side_is_the_public_team() -> None:
    assert answer({**SAID, "side": "out"}).stored["public_team"] == "web"
    assert "team" not in answer({**SAID, "side": "out"}).stored


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ({"side": "outt"}, "side: 'outt' is none of in, out .did you mean 'out'.."),
        ({"name": "Shop!"}, "name: use small letters"),
        ({"owner": "me"}, "'owner' is not a question here: the template computes it."),
        ({"public_team": "x"}, "'public_team' is not a question here."),
        ({"nmae": "x"}, "no question 'nmae'"),
        ({"name": ["a", "list"]}, "name: .* is not text"),
        ({"name": None}, "name: nothing is not a str"),
        ({"name": "b\udce4d"}, "name: it is not text in UTF-8"),  # a byte of another encoding
    ],
)
def test_one_flaw_is_refused_in_words_that_name_it(flaw: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        answer({**SAID, **flaw})


@pytest.mark.parametrize(
    ("typed", "meant"), [("nmae", "name"), ("public_taem", "public_team"), ("xyzzy", "")]
)
def test_an_unknown_question_is_refused_with_the_nearest_one(typed: str, meant: str) -> None:
    with pytest.raises(AnswerError) as refused:
        answer({**SAID, typed: "x"})
    assert refused.value.hint == (f"Did you mean '{meant}'?" if meant else "")


def test_every_missing_answer_is_named_by_its_flag_at_once() -> None:
    with pytest.raises(AnswerError, match=r"answers are missing: --side, --name, --team\.$"):
        answer({})


def test_defaults_answer_what_has_one_and_the_rest_is_still_missing() -> None:
    with pytest.raises(AnswerError, match=r"an answer is missing: --name\."):
        answer({"team": "web"}, use_defaults=True)


def test_the_missing_answers_of_the_other_side_are_spoken_of_by_the_same_name() -> None:
    with pytest.raises(AnswerError, match=r"missing: --team\."):
        answer({"side": "out", "name": "shop"})


def test_a_secret_that_was_said_reaches_the_templates_and_nothing_that_is_kept() -> None:
    answers = answer({**SAID, "token": "s3cret"})
    assert answers.values["token"] == answers.said["token"] == "s3cret"
    assert "token" not in answers.stored


def test_a_text_in_json_is_not_read_a_second_time_when_it_is_said_again() -> None:
    text = 'fact: {type: json, default: ""}'
    first = answer({"fact": '"[1]"'}, text)
    assert first.stored == {"fact": "[1]"}
    assert answer(first.said, text).stored == first.stored


def test_worth_repeating_is_what_is_asked_and_what_differs_from_its_default() -> None:
    assert evaluator().unlike_defaults(answer(SAID)) == ("side", "name", "team")
    assert "title" in evaluator().unlike_defaults(answer({**SAID, "title": "The Shop"}))


def test_what_was_chosen_is_dropped_where_it_is_not_on_offer_any_more() -> None:
    text = "a: {type: str}\nb: {type: str, choices: '{{ [a, a ~ a] }}'}\n"
    answered = {
        posed.question.name: is_answered
        for posed, _, is_answered in evaluator(text).walk({"a": "y"}, {"b": "xx"})
    }
    assert answered == {"a": True, "b": False}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: {type: wrong}", "unknown type 'wrong'"),
        ("a: {type: int, default: x}", "default for 'a' is wrong"),
        (
            "a: {type: str, default: '{{ 1 / nothing }}'}",
            "copier.yml: .*unsupported operand|default for 'a'",
        ),
        ("a: {type: int, choices: [x], default: 1}", "offers for 'a' what it cannot take"),
    ],
)
def test_a_template_that_contradicts_itself_is_told_so(text: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        answer({}, text, use_defaults=True)


def test_a_wrong_default_is_no_matter_where_the_answer_was_said() -> None:
    assert answer({"a": "5"}, "a: {type: int, default: x}").stored == {"a": 5}


@pytest.mark.parametrize(
    "text",
    [
        "_jinja_extensions: [some.Extension]\na: 1",
        "_envops: {nonsense: 1}\na: 1",
        "a: '{{ 1 | a_filter_of_their_own }}'",
        "a: '{% yield x from y %}'",
        "a: '{{ _folder_name }}'",
        "a: {default: x, when: '{{ _copier_conf.quiet }}'}",
        "a: '{{ now() }}'",
        "a: {type: str, choices: {A: {value: x, validator: '{{ 1 | a_filter_of_their_own }}'}}}",
    ],
)
def test_a_template_that_uses_more_of_copier_is_left_to_copier(text: str) -> None:
    with pytest.raises(UnsupportedTemplateError):
        evaluator(text).refuse_unsupported()


@pytest.mark.parametrize(
    "word", ["y", "YES", " on ", "t", "1", "0.5", "anything else", [0], 2, True]
)
def test_a_yes_is_a_yes_as_copier_reads_it(word: Any) -> None:
    assert cast_to_bool(word) is True


@pytest.mark.parametrize(
    "word", ["n", "No", "off", "~", "null", "", "  ", "0", 0, 0.0, None, [], False]
)
def test_a_no_is_a_no_as_copier_reads_it(word: Any) -> None:
    assert cast_to_bool(word) is False


def test_a_project_sees_nothing_of_the_one_before_and_what_it_said_stays_as_it_was() -> None:
    one = evaluator(
        """
fact: {type: yaml, default: {k: [1]}}
read: {type: yaml, default: "[1]"}
many: {type: yaml, multiselect: true, choices: [[A, [1]]], default: [[1]]}
said: {type: yaml}
all: {type: str, default: "{% for x in (fact.k, read, many[0], said) %}{{ x.append(2) or x }}{% endfor %}"}
"""
    )
    given = {"said": [1]}
    for _ in range(3):
        answers = complete(one, given, str, use_defaults=True)
        assert answers.values["all"] == "[1, 2]" * 4
    assert given == {"said": [1]}


def test_texts_for_a_person_are_rendered_only_for_one() -> None:
    one = evaluator("a: {type: str, default: x, help: '{{ 1 % 0 }}'}")
    assert complete(one, {}, str, use_defaults=True).stored == {"a": "x"}
    with pytest.raises(TemplateError, match="modulo by zero"):
        list(one.walk({}, for_person=True))


def test_what_depends_on_an_answer_is_never_taken_from_the_project_before() -> None:
    one = evaluator(
        """
a: {type: str}
b: {type: str, choices: "{{ [a, 'x'] | to_json }}", default: "{{ a }}"}
c: {type: str, choices: ["{{ a }}", x], default: "{{ a }}"}
d: {type: str, choices: {A: {value: x, validator: "{{ a if a != 'p' }}"}}, default: x}
"""
    )
    assert complete(one, {"a": "p"}, str, use_defaults=True).stored == {
        "a": "p",
        "b": "p",
        "c": "p",
        "d": "x",
    }
    with pytest.raises(TemplateError, match="default for 'd' is wrong: q"):
        complete(one, {"a": "q"}, str, use_defaults=True)
    with pytest.raises(AnswerError, match="b: 'p' is none of q, x"):
        complete(one, {"a": "q", "b": "p"}, str, use_defaults=True)


def test_of_many_choices_a_few_are_shown_and_what_begins_so_is_meant() -> None:
    names = ["Apache-2.0", "MIT", "MS-PL", "GPL-3.0-only", "GPL-3.0-or-later"]
    listed = names + [f"X-{number}" for number in range(10)]
    one = evaluator(f"license: {{type: str, choices: {listed}}}")
    with pytest.raises(AnswerError) as refused:
        complete(one, {"license": "gpl"}, str, use_defaults=True)
    assert refused.value.message == (
        "license: 'gpl' is none of Apache-2.0, MIT, MS-PL, GPL-3.0-only, GPL-3.0-or-later, X-0, "
        "X-1, X-2 … and 7 more (did you mean 'GPL-3.0-only' or 'GPL-3.0-or-later'?)"
    )


LABELLED = """\
centre: {type: int, choices: {Payments: 17, Search: {value: 18, validator: closed}, Web: 19}}
both: {type: str, choices: [[A, b], [b, c], [Same, x], [Same, y]], default: c}
many: {type: str, multiselect: true, choices: {One: o, Two: t}, default: [o]}
"""


def test_a_choice_may_be_said_by_its_label_and_its_value_is_stored() -> None:
    said = {"centre": "Payments", "both": "A", "many": "[Two, o]"}
    answers = answer(said, LABELLED)
    assert answers.stored == {"centre": 17, "both": "b", "many": ["o", "t"]}
    assert answers.said == answers.stored
    assert answer({**said, "both": "b"}, LABELLED).stored["both"] == "b"  # the value wins
    assert answer({**said, "many": ["One", "Two"]}, LABELLED).stored["many"] == ["o", "t"]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"centre": "Search"}, "centre: closed"),
        ({"centre": "payments"}, "centre: "),
        ({"centre": 17, "both": "Same"}, "both: 'Same' is none of b, c, x, y"),
        ({"centre": 17, "many": "[Three]"}, "many: 'Three' is none of o, t"),
    ],
)
def test_a_label_that_is_no_choice_or_several_is_refused(said, refusal) -> None:
    with pytest.raises(AnswerError, match=refusal):
        answer(said, LABELLED, use_defaults=True)


def test_braces_in_a_fact_are_no_template() -> None:
    text = "a: {type: yaml, when: false, default: [{fact: '{% oops {{ now() }}'}]}\nb: {type: str}"
    evaluator(text).refuse_unsupported()
    assert answer({"b": "x"}, text).values["a"] == [{"fact": "{% oops {{ now() }}"}]
