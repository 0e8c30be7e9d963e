"""Recorded answers → answers at a version of their template. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charter.errors import AnswerError
from charter.template.evaluation import Evaluator
from charter.template.posed import Answers, Posed
from charter.template.questions import MISSING
from charter.template.recorded import Recorded


def settle_recorded(evaluator: Evaluator, recorded: Recorded) -> Answers:
    """The answers as they stand in the file, at the version that the file names.

    Raises AnswerError where the file answers what the template computes or hides, or where an
    answer there is refused: such a file was written by hand. What is no question is passed over.
    """
    answers, posed_names = Answers(), set()
    for posed, so_far, is_answered in evaluator.walk({}, recorded.answers):
        answers = so_far
        posed_names.add(posed.question.name)
        if not is_answered:
            _refuse_open(evaluator, posed, recorded, so_far)
    unposed = {question.name for question in evaluator.questions} - posed_names
    if hidden := sorted(unposed & recorded.answers.keys()):
        raise AnswerError(
            f"{recorded.file} answers '{hidden[0]}', which the template does not ask here.",
            hint="Delete that line: the template works it out by itself.",
        )
    return answers


def _refuse_open(evaluator: Evaluator, posed: Posed, recorded: Recorded, answers: Answers) -> None:
    name = posed.question.name
    if name in recorded.answers:
        try:
            evaluator.settle_value(posed, recorded.answers[name], answers)
        except AnswerError as refused:
            raise AnswerError(
                f"{recorded.file}: {refused.message}", hint="Correct that line, and commit it."
            ) from refused
    elif posed.default is MISSING:
        raise AnswerError(
            f"{recorded.file} has no answer to '{name}', and the template no default.",
            hint=f"Write it there: {name}: …",
        )


def dropped_answers(
    recorded: Recorded, carried: Answers, changed: Mapping[str, Any]
) -> tuple[str, ...]:
    """Recorded answers that did not fit any more and became others unasked, by question."""
    return tuple(
        name
        for name, value in recorded.answers.items()
        if name in carried.stored and carried.stored[name] != value and name not in changed
    )
