"""The covering set: every choice, every pair, few cases, the same each time."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from charter.authoring.cover import cover
from charter.template.evaluation import Evaluator
from unit.authoring import configure, covered, files_of

LEVELS = """\
level:
  type: str
  help: Level
  choices: [low, middle, high]
  default: low
signed:
  type: bool
  help: Signed?
  default: false
chat:
  type: str
  help: Chat
  default: ""
"""


def test_every_pair_of_choices_is_in_some_case_on_each_side():
    found = covered(files_of(copier=("", LEVELS)))
    assert (found.failures, found.unanswerable, found.left) == ((), {}, 0)
    options = {
        "forge": ("github", "gitlab"),
        "level": ("low", "middle", "high"),
        "signed": ("yes", "no"),
        "chat": ("default", "filled"),
    }
    for side in found.sides:
        cases = [case.picks for case in found.cases if case.side is side]
        for first, second in combinations(options, 2):
            made = {(picks[first], picks[second]) for picks in cases}
            assert made == set(product(options[first], options[second]))
        assert len(cases) <= 10  # all of them were 24


def test_it_is_the_same_each_time_and_names_are_unique():
    first, second = (covered(files_of(copier=("", LEVELS))) for _ in range(2))
    names = [case.name for case in first.cases]
    assert names == [case.name for case in second.cases]
    assert len(set(names)) == len(names)


def test_a_question_of_many_choices_is_covered_once_and_not_combined():
    many = f"many:\n  type: str\n  help: Many\n  choices: {[f'c{n}' for n in range(30)]}\n"
    found = covered(files_of(copier=("", many)))
    for side in found.sides:
        cases = [case for case in found.cases if case.side is side]
        assert {case.picks["many"] for case in cases} == {f"c{n}" for n in range(30)}
        assert len(cases) <= 32
    assert len(covered(files_of(copier=("", many)), pairs=False, wide=False).cases) == 4


def test_a_choice_behind_an_answer_is_found():
    inner = (
        "agreement: {type: str, help: A, choices: [dco, cla], default: dco}\n"
        "form: {type: str, help: F, choices: [short, long], default: short, "
        "when: \"{{ agreement == 'cla' and forge == 'gitlab' }}\"}\n"
    )
    found = covered(files_of(copier=("", inner)))
    assert {case.picks.get("form") for case in found.cases} == {None, "short", "long"}


def test_the_limit_leaves_out_pairs_and_says_how_many():

    found = cover(Evaluator(configure(files_of(copier=("", LEVELS)))), most=3)
    assert len(found.cases) == 3
    assert found.left > 0


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "code: {type: str, help: C, validator: \"{{ 'no' }}\"}",
            "no answer that could be thought of",
        ),
        (
            "code: {type: str, help: C, placeholder: x1, validator: \"{% if code == 'x1' %}never x1{% endif %}\"}",
            "its placeholder 'x1' is refused: never x1",
        ),
    ],
)
def test_a_question_without_a_valid_sample_is_told(question, said):
    found = covered(files_of(copier=("", f"{question}\n")))
    assert said in found.unanswerable["code"]


@pytest.mark.parametrize(
    ("question", "valid"),
    [
        (
            "home_url: {type: str, help: U, validator: \"{% if not home_url.startswith('https://') %}no{% endif %}\"}",
            "https://",
        ),
        ("since_year: {type: str, help: Y, default: \"{{ '%Y' | strftime }}\"}", "2026"),
        ("number: {type: int, help: N}", "1"),
    ],
)
def test_a_sample_is_found_by_name_and_type_and_never_by_the_clock(question, valid):
    found = covered(files_of(copier=("", f"{question}\n")))
    name = question.partition(":")[0]
    assert found.unanswerable == {}
    assert all(str(case.answers.values[name]).startswith(valid) for case in found.cases)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("licenses[0]", "licenses[7]"),  # a default that is none
        ("choices: [MIT, Apache-2.0]", "choices: [Apache-2.0]"),  # the first allowed has no text
        ("choices: [github, gitlab]", 'choices: "{{ nothing.at_all }}"'),
    ],
)
def test_a_default_or_choice_that_fails_is_told_with_its_question(old, new):
    found = covered(files_of(copier=(old, new)))
    assert {question for question, _ in found.failures} <= {
        "license",
        "forge",
        "owner",
        "team",
        "name",
    }
    assert found.failures
