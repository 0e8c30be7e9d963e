"""Guesses become answers: offered to a person, or taken where nobody is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charter.errors import AnswerError, UsageError
from charter.scaffold.adopt.guess_licence import KnownText, known_texts
from charter.scaffold.adopt.guess_remote import read_facts
from charter.scaffold.adopt.guesses import Findings
from charter.scaffold.adopt.provenance import Guess, by_question, sort_out
from charter.scaffold.equivalent import flag_of
from charter.template.expressions import UnsupportedTemplateError
from charter.template.interview import MissingAnswersError, Person, complete, interview
from charter.template.open import OpenTemplate
from charter.template.organisation import FILE
from charter.template.posed import Answers

LICENCES = "templates/shared/licences/*.txt"


@dataclass(frozen=True)
class Settled:
    """The answers, the guesses among them, and those that the template refused."""

    answers: Answers
    taken: tuple[Guess, ...]
    refused: tuple[Guess, ...]


def licence_texts(template: OpenTemplate) -> dict[str, KnownText]:
    """The licence texts that the template would write, ready to be compared."""
    tree = template.tree
    return known_texts({path: tree.files[path].data for path in tree.match(LICENCES)})


def facts_of(template: OpenTemplate) -> Mapping[str, Mapping[str, Any]]:
    """What the template says of the whole organisation."""
    return read_facts(template.tree.read(FILE))


def offered_by(template: OpenTemplate, findings: Findings) -> dict[str, Guess]:
    """The guesses by the template's questions."""
    names = [question.name for question in template.configuration.questions]
    return by_question(findings.guesses, names, is_public=findings.is_public)


def settle_answers(
    template: OpenTemplate,
    offered: Mapping[str, Guess],
    said: Mapping[str, Any],
    *,
    person: Person | None,
    use_defaults: bool,
) -> Settled:
    """What was said wins; a person confirms the guesses, and `use_defaults` takes them.

    Raises AnswerError where an answer is missing or does not fit.
    """
    evaluator = template.evaluator
    try:
        evaluator.refuse_unsupported()
    except UnsupportedTemplateError as beyond:
        return Settled(_left_to_copier(said, offered, beyond.message), (), ())
    unasked = {it.name for it in evaluator.questions if it.ask is False}
    values = {name: one.value for name, one in offered.items()}
    quiet = {name: value for name, value in values.items() if name in unasked}
    if person is not None:
        answers = interview(evaluator, said, person, quiet, values)
    else:
        try:
            taken = values if use_defaults else quiet
            answers = complete(evaluator, said, flag_of, use_defaults=use_defaults, recorded=taken)
        except AnswerError as open_:
            raise _with_findings(open_, offered, use_defaults=use_defaults) from open_
    if "name" not in answers.values:
        raise AnswerError(
            "the template asks for no name.", hint="A governance template has a question 'name'."
        )
    return Settled(answers, *sort_out(offered, answers.stored, said))


def _with_findings(
    open_: AnswerError, offered: Mapping[str, Guess], *, use_defaults: bool
) -> AnswerError:
    if use_defaults or not offered or "missing" not in open_.message:
        return AnswerError(
            open_.message.replace("NAME", "--set name=…"),
            hint=open_.hint or _why_open(open_, offered),
        )
    found = ", ".join(f"{it.question} '{it.value}' ({it.where})" for it in offered.values())
    return AnswerError(
        open_.message.replace("NAME", "--set name=…"),
        hint=f"Take what was found with --defaults: {found}.",
    )


def _why_open(open_: AnswerError, offered: Mapping[str, Guess]) -> str:
    """What was found for the open questions, and why it is not enough."""
    if not isinstance(open_, MissingAnswersError):
        return ""
    refusals = open_.refusals
    found = {
        one.question: f"{one.where} says '{one.value}', but {refusals[one.question]}"
        for one in offered.values()
        if refusals.get(one.question)
    }
    for name in refusals:  # only a question of the public side has no guess where one was found
        if name not in found and (inside := offered.get(name)):
            why = "a name from inside is not made public by a guess"
            found[name] = f"{inside.where} says '{inside.value}', but {why}"
    unsaid = [name for name in refusals if name not in found]
    nothing = "it" if not found else " and ".join(unsaid).replace("_", " ")
    said = [f"{name.replace('_', ' ')}: {why.rstrip('.')}." for name, why in found.items()]
    return " ".join([*said, *([f"Nothing in the repository says {nothing}."] if unsaid else [])])


def _left_to_copier(said: Mapping[str, Any], offered: Mapping[str, Guess], why: str) -> Answers:
    """A template whose questions only copier understands: it gets what is known as answers."""
    told = {**{name: one.value for name, one in offered.items()}, **said}
    if missing := [name for name in ("name", "visibility") if name not in told]:
        raise UsageError(f"copier itself must answer here ({why}), so say: {', '.join(missing)}.")
    return Answers(told, told, told, left_to_copier=True)
