"""One combination of answers, and a walk that makes it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from charter.authoring.samples import Sample, find_sample
from charter.errors import CharterError
from charter.model import Visibility
from charter.template.casting import cast
from charter.template.evaluation import Evaluator
from charter.template.posed import Answers, Posed
from charter.template.questions import MISSING

WIDE = 8  # a question with more choices is not combined with others
Pick = tuple[str, str]  # question and answer, as it is told


@dataclass(frozen=True)
class Case:
    """The answers, and what was picked where there was something to pick."""

    name: str
    side: Visibility
    answers: Answers
    picks: Mapping[str, str]
    offered: Mapping[str, tuple[str, ...]]


@dataclass
class Walk:
    """One way through the questions: what was on offer, what was picked, how it ended."""

    answers: Answers = field(default_factory=Answers)
    offered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    picks: dict[str, str] = field(default_factory=dict)
    unanswerable: dict[str, str] = field(default_factory=dict)  # question → why
    failure: str = ""
    failed_at: str = ""


Choose = Callable[[str, tuple[str, ...], Mapping[str, str]], str]


def walk(evaluator: Evaluator, choose: Choose) -> Walk:
    """Answer every question that applies; `choose` picks among what is on offer.

    A question that cannot be answered takes its default, or ends the walk where it has none.
    """
    done = Walk()
    name = ""
    try:
        for posed, answers, _ in evaluator.walk({}, for_person=True):
            done.answers, name = answers, posed.question.name
            options = _options(evaluator, posed, answers, done)
            if not options:
                continue
            told = tuple(options)
            done.offered[name] = told
            picked = choose(name, told, done.picks)
            done.picks[name] = picked
            evaluator.settle(posed, options[picked], answers)
    except CharterError as failure:
        done.failure, done.failed_at = failure.message, name
    return done


def _options(evaluator: Evaluator, posed: Posed, answers: Answers, done: Walk) -> dict[str, Any]:
    """What can be said, by how it is told: the default first."""
    if posed.type == "bool" and not posed.choices:
        return {"yes": True, "no": False} if posed.default is True else {"no": False, "yes": True}
    if posed.choices:
        return _of_choices(posed)
    sample = find_sample(evaluator, posed, answers)
    if sample.refusal:
        done.unanswerable[posed.question.name] = sample.refusal
    return _of_sample(sample)


def _of_sample(sample: Sample) -> dict[str, Any]:
    found = {}
    if sample.value is not MISSING:
        found["default" if sample.value in ("", None) else "sample"] = sample.value
    if sample.alternative is not MISSING:
        found["filled"] = sample.alternative
    return found


def _of_choices(posed: Posed) -> dict[str, Any]:
    values = [choice.value for choice in posed.choices if not choice.refusal]
    if posed.question.multiselect:
        cases: dict[str, Any] = {} if posed.default is MISSING else {"default": posed.default}
        return {**cases, "all": values, "none": []}
    found = {str(value): value for value in values}
    default = next(
        (told for told, value in found.items() if cast(posed.type, value) == posed.default), None
    )
    return found if default is None else {default: found[default], **found}
