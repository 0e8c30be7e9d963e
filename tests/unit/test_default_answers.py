"""A person's own default answers stand over the template's, by the exact name of the question."""

from __future__ import annotations

from charter.template.evaluation import Evaluator
from charter.template.interview import complete
from charter.template.questions import Configuration, Question


def answers(defaults, **said):
    questions = (
        Question("side", type="str", default="in"),
        Question("team", type="str", when="{{ side == 'in' }}", default="web"),
        Question("public_team", type="str", when="{{ side == 'out' }}", default="acme"),
        Question("slug", type="str", when=False, default="{{ team }}-x"),
    )
    evaluator = Evaluator(Configuration(questions), defaults)
    return complete(evaluator, said, str, use_defaults=True)


def test_a_default_of_the_person_wins_over_the_templates():
    assert answers({"team": "pay"}).stored["team"] == "pay"


def test_what_is_said_wins_over_a_default_of_the_person():
    assert answers({"team": "pay"}, team="ops").stored["team"] == "ops"


def test_an_internal_default_never_answers_the_public_question():
    assert answers({"team": "pay"}, side="out").stored["public_team"] == "acme"


def test_a_computed_value_takes_no_default_of_the_person():
    assert answers({"slug": "mine"}).values["slug"] == "web-x"
