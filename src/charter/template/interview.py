"""The one loop that asks a template's questions, with a way back and a summary."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from charter.errors import AnswerError, TemplateError
from charter.template.evaluation import Evaluator
from charter.template.posed import Answers, Posed
from charter.template.questions import MISSING


class MissingAnswersError(AnswerError):
    """Questions are open; `refusals`: their spoken names, and why what was known is no answer."""

    def __init__(self, message: str, *, hint: str, refusals: Mapping[str, str]) -> None:
        super().__init__(message, hint=hint)
        self.refusals = refusals


class Back(Exception):  # noqa: N818 - a wish of the person
    """The person wants to see the question before this one again; `typed` is what stood there."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


@dataclass(frozen=True)
class Line:
    """One line of the summary: a question with its answer, and whether it was asked or taken."""

    posed: Posed
    value: Any
    was_asked: bool


class Person(Protocol):
    """Somebody at a terminal."""

    def ask(self, posed: Posed, refusal: Callable[[Any], str], *, can_go_back: bool) -> Any:
        """The answer; `refusal` gives the template's objection to one or ''. May raise Back."""

    def review(self, lines: tuple[Line, ...]) -> str:
        """The name of the question to change; '' when all is right. May raise Back."""


def interview(
    evaluator: Evaluator,
    given: Mapping[str, Any],
    person: Person,
    recorded: Mapping[str, Any] | None = None,
    offered: Mapping[str, Any] | None = None,
) -> Answers:
    """Ask what is open, then let everything be changed until the person agrees.

    Answers in `given` are not asked. Raises AnswerError where one of them does not fit. Those
    `recorded` before are not asked either, unless they do not fit any more. What is `offered`
    stands there already when its question comes.
    """
    evaluator.refuse_unknown(given)
    talk = _Talk(dict(given), chosen=dict(recorded or {}), drafts=dict(offered or {}))
    while True:
        try:
            lines, answers = _ask_open(evaluator, talk, person)
            talk.again = person.review(lines)
            if not talk.again:
                return answers
            talk.is_change = True
        except Back:
            # out of a change: to the summary, where everything is as it was
            talk.again = talk.trail.pop() if talk.trail and not talk.is_change else ""
            talk.is_change = False


@dataclass
class _Talk:
    """How far an interview has come."""

    said: dict[str, Any]  # by flag
    chosen: dict[str, Any] = field(default_factory=dict)  # by the person
    trail: list[str] = field(default_factory=list)  # what was asked, in order: the way back
    drafts: dict[str, Any] = field(default_factory=dict)  # what stood there when they went back
    again: str = ""  # the question to ask once more, though it has an answer
    is_change: bool = False  # ... because the person chose it in the summary


def _ask_open(
    evaluator: Evaluator, talk: _Talk, person: Person
) -> tuple[tuple[Line, ...], Answers]:
    lines: list[Line] = []
    answers = Answers()
    for posed, so_far, is_answered in evaluator.walk(talk.said, talk.chosen, for_person=True):
        answers, name = so_far, posed.question.name
        if is_answered:
            _take_over(talk, posed, so_far)
        if name == talk.again or (posed.is_asked and not is_answered):
            value = _ask_one(posed, talk, person, _refusal(evaluator, posed, so_far))
            talk.chosen[name] = evaluator.settle(posed, value, so_far)
            talk.again, talk.is_change = "", False
            if name not in talk.trail:
                talk.trail.append(name)
        if not posed.question.secret:
            value = so_far.stored.get(name, posed.default)
            lines.append(Line(posed, value, was_asked=posed.is_asked))
    return tuple(lines), answers


def _ask_one(posed: Posed, talk: _Talk, person: Person, refusal: Callable[[Any], str]) -> Any:
    name = posed.question.name
    offered = talk.chosen.get(name, talk.drafts.get(name, posed.default))
    can_go_back = bool(talk.trail) or talk.is_change
    try:
        return person.ask(replace(posed, default=offered), refusal, can_go_back=can_go_back)
    except Back as back:
        if not talk.is_change:  # on the way forward it is asked again, with what stood there
            offered = talk.chosen.pop(name, MISSING)
            if name in talk.trail:
                talk.trail.remove(name)
            typed = back.typed if posed.type in ("str", "path") else ""
            if typed or offered is not MISSING:
                talk.drafts[name] = typed or offered
        raise


def _take_over(talk: _Talk, posed: Posed, answers: Answers) -> None:
    """What was said by flag counts for the question that took it, as if the person had chosen it.

    So it may be changed; and a team of the internal side is never taken for the public one.
    """
    name = posed.question.name
    for said in {name, posed.spoken_name} & talk.said.keys():
        del talk.said[said]
        talk.chosen[name] = answers.values[name]


def _refusal(evaluator: Evaluator, posed: Posed, answers: Answers) -> Callable[[Any], str]:
    def refusal(answer: Any) -> str:
        try:
            evaluator.accept(posed, answer, answers)
        except AnswerError as refused:
            return refused.message.removeprefix(f"{posed.spoken_name}: ")
        return ""

    return refusal


def complete(
    evaluator: Evaluator,
    given: Mapping[str, Any],
    flag: Callable[[str], str],
    *,
    use_defaults: bool,
    recorded: Mapping[str, Any] | None = None,
) -> Answers:
    """All answers without a person; raises AnswerError that names the flag of each missing one.

    A question the template never asks takes its default; one that it asks does so only with
    `use_defaults`. What was `recorded` before stands where it still fits.
    """
    evaluator.refuse_unknown(given)
    missing: dict[str, str] = {}
    answers = Answers()
    try:
        for posed, so_far, is_answered in evaluator.walk(given, recorded):
            answers = so_far
            if is_answered:
                continue
            if posed.default is not MISSING and (use_defaults or not posed.is_asked):
                # a default may be made of an answer that is missing; copier trusts those of secrets
                if not (missing or posed.question.secret):
                    evaluator.settle_value(posed, posed.default, so_far)
            elif posed.is_asked:
                missing[posed.spoken_name] = _why_not(evaluator, posed, recorded or {}, so_far)
                so_far.values[posed.question.name] = ""  # so that the rest can be looked at
    except TemplateError:
        if not missing:  # else it follows from what is missing
            raise
    if missing:
        flags = ", ".join(flag(name) for name in missing)
        raise MissingAnswersError(
            f"{'an answer is' if len(missing) == 1 else 'answers are'} missing: {flags}.",
            hint=""
            if use_defaults
            else "Give them, or take the template's defaults where it has some: --defaults.",
            refusals=missing,
        )
    return answers


def _why_not(
    evaluator: Evaluator, posed: Posed, recorded: Mapping[str, Any], answers: Answers
) -> str:
    """Why what was recorded is no answer; empty where nothing was."""
    if posed.question.name not in recorded:
        return ""
    try:
        evaluator.accept(posed, recorded[posed.question.name], answers)
    except AnswerError as refused:
        return refused.message.removeprefix(f"{posed.spoken_name}: ")
    return ""
