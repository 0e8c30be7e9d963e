"""Questions + answers given → values, texts and refusals, as copier evaluates them. Pure.

Reference: copier's documentation, "Configuring a template"; copier is the oracle in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import yaml

from charter.errors import AnswerError, TemplateError
from charter.template.casting import CASTS, STORABLE, as_said, cast, cast_to_bool, split_list
from charter.template.copies import copied
from charter.template.expressions import UNSET, Expressions, NotSet, UnsupportedTemplateError
from charter.template.labels import by_value
from charter.template.offers import Offers
from charter.template.posed import Answers, Posed
from charter.template.questions import MISSING, Configuration, Question

_MOST_SHOWN, _MOST_MEANT = 8, 4


class WrongDefaultError(TemplateError):
    """The default that the template computes does not fit its own question."""

    def __init__(self, question: Question, why: str) -> None:
        super().__init__(f"the template's default for '{question.name}' is wrong: {why}")


class Evaluator:
    """Evaluates one template's questions; `defaults` are the person's own, over the template's."""

    def __init__(
        self, configuration: Configuration, defaults: Mapping[str, str] | None = None
    ) -> None:
        self._defaults = defaults or {}
        self.questions = configuration.questions
        self._names = frozenset(question.name for question in self.questions)
        self._expressions = Expressions(configuration.settings)
        self._offers = Offers(self._expressions)

    def walk(
        self,
        given: Mapping[str, Any],
        chosen: Mapping[str, Any] | None = None,
        *,
        for_person: bool = False,
    ) -> Iterator[tuple[Posed, Answers, bool]]:
        """Each question that applies, in order, with whether it is answered.

        `given` was said outright: an answer there that does not apply or is refused is an
        AnswerError; the label of a choice stands for its value. `chosen` came up on the way and is
        dropped where it no longer fits. For an open question the caller calls `settle`, or lets the
        default stand. A question whose `when` is false has its default as value and is not stored
        (copier's rule). What only a person wants
        to know is evaluated `for_person`: the texts, and the default of what is answered.
        """
        answers = Answers()
        for question in self.questions:
            if not self._truth(question.when, answers):
                self._hide(question, given, answers)
                continue
            posed = self._pose(question, answers)
            if for_person:
                posed = self._told(posed, given, answers)
            is_answered = self._is_answered(posed, given, chosen or {}, answers)
            if not (is_answered or for_person):
                posed = replace(posed, default=self._default(posed, answers))
            yield posed, answers, is_answered
            if question.name not in answers.said and posed.default is not MISSING:
                self._keep(posed, posed.default, answers)
                if question.secret:  # copier takes its default unseen, but not when it is said
                    del answers.said[question.name]

    def _is_answered(
        self, posed: Posed, given: Mapping[str, Any], chosen: Mapping[str, Any], answers: Answers
    ) -> bool:
        name = posed.question.name
        for said in (name, posed.spoken_name):
            if said in given:
                self.settle(posed, by_value(posed, given[said]), answers)
                return True
        if name not in chosen:
            return False
        try:
            self.settle_value(posed, chosen[name], answers)
        except AnswerError:
            return False
        return True

    def refuse_unsupported(self) -> None:
        """Raises UnsupportedTemplateError where a question goes beyond what is evaluated here."""
        if self._beyond:
            raise UnsupportedTemplateError(self._beyond)

    @cached_property
    def _beyond(self) -> str:
        try:
            for question in self.questions:
                texts = [value for name, value in vars(question).items() if name != "choices"]
                self._expressions.refuse_unsupported(texts, question.choices)
        except UnsupportedTemplateError as beyond:
            return beyond.message
        return ""

    def unlike_defaults(self, answers: Answers) -> tuple[str, ...]:
        """The stored answers that a person would say: what is asked, and what differs.

        What their own defaults answered is said too: the words are for other machines as well.
        """
        templates = copy(self)
        templates._defaults = {}  # noqa: SLF001 - the same questions, compiled once
        return tuple(
            posed.question.name
            for posed, so_far, _ in templates.walk({}, answers.stored, for_person=True)
            if posed.question.name in answers.stored
            and (posed.is_asked or so_far.stored.get(posed.question.name) != posed.default)
        )

    def refuse_unknown(self, given: Mapping[str, Any]) -> None:
        """Raises AnswerError for an answer to a question that the template does not have."""
        spoken = {name.removeprefix("public_") for name in self._names}
        for name in given:
            if name not in self._names | spoken:
                near = get_close_matches(name, sorted(self._names | spoken), n=1)
                raise AnswerError(
                    f"the template has no question '{name}'.",
                    hint=f"Did you mean '{near[0]}'?" if near else "",
                )

    def settle(self, posed: Posed, answer: Any, answers: Answers) -> Any:
        """Take `answer` to a posed question; raises AnswerError with the template's own words."""
        value = self.accept(posed, answer, answers)
        self._keep(posed, value, answers)
        return value

    def settle_value(self, posed: Posed, value: Any, answers: Answers) -> None:
        """Take what is a value already, such as a default: JSON's `"1"` is not read once more.

        Other types are cast all the same: files of answers are written by hand too. Copier leaves
        what it never asks for as it is written there.
        """
        typed = value if posed.type in ("json", "yaml") else self._read(posed, value)
        self._refuse_foreign(posed, typed)
        self._validate(posed, typed, answers)
        self._keep(posed, copied(typed if posed.is_asked else value), answers)

    def accept(self, posed: Posed, answer: Any, answers: Answers) -> Any:
        """The value that `answer` means, cast and validated as copier would; nothing is kept."""
        value = self._read(posed, answer)
        self._validate(posed, value, answers)
        return value

    def _read(self, posed: Posed, answer: Any) -> Any:
        try:
            return self._parse(posed, answer)
        except (ValueError, TypeError, AttributeError, yaml.YAMLError) as wrong:
            raise AnswerError(f"{posed.spoken_name}: {_in_a_line(wrong)}") from wrong

    def _validate(self, posed: Posed, value: Any, answers: Answers) -> None:
        if not posed.question.validator:
            return
        known = {**answers.values, posed.question.name: value}
        try:
            refusal = str(self._expressions.render(posed.question.validator, known)).strip()
        except UnsupportedTemplateError:
            raise
        except TemplateError as wrong:  # copier takes a validator that fails for a refusal
            refusal = wrong.message
        if refusal:
            raise AnswerError(f"{posed.spoken_name}: {refusal}")

    def _refuse_foreign(self, posed: Posed, value: Any) -> None:
        """What was chosen may not be on offer any more after an answer before it was changed."""
        if not posed.choices:
            return
        offered = [choice.meant for choice in posed.choices if not choice.refusal]
        chosen = value if posed.question.multiselect and isinstance(value, list) else [value]
        if not all(each in offered for each in chosen):
            raise AnswerError(f"{posed.spoken_name}: '{value}' is not on offer.")

    def _pose(self, question: Question, answers: Answers) -> Posed:
        """The question with its choices for the answers so far, and no default yet."""
        type_ = self._type(question, answers)
        choices = self._offers.of(question, type_, answers.values) if question.choices else ()
        return Posed(question, type_, choices, is_asked=self._truth(question.ask, answers))

    def _told(self, posed: Posed, given: Mapping[str, Any], answers: Answers) -> Posed:
        """The question with the texts that a person reads, and the default that is offered."""
        question, default = posed.question, MISSING
        try:
            default = self._default(posed, answers)
        except WrongDefaultError:  # where nobody needs it, it may be wrong, copier finds
            if not {question.name, posed.spoken_name} & given.keys():
                raise
        return replace(
            posed,
            default=default,
            help=str(self._render(question.help, answers)) or question.name,
            placeholder=str(self._render(question.placeholder, answers)),
            multiline=self._truth(question.multiline, answers),
        )

    def _hide(self, question: Question, given: Mapping[str, Any], answers: Answers) -> None:
        if question.name in given and f"public_{question.name}" not in self._names:
            raise AnswerError(
                f"'{question.name}' is not a question here"
                + (": the template computes it." if question.is_computed else "."),
                hint="It depends on the answers before it, such as visibility.",
            )
        type_, raw = self._type(question, answers), self._raw_default(question, answers)
        if raw is MISSING:
            return
        posed = Posed(question, type_, self._offers.of(question, type_, answers.values))
        answers.values[question.name] = self._parse_default(posed, raw)

    def _keep(self, posed: Posed, value: Any, answers: Answers) -> None:
        name = posed.question.name
        answers.values[name] = value
        answers.said[name] = as_said(posed.type, value, multiselect=posed.question.multiselect)
        if not posed.question.secret and isinstance(value, STORABLE):
            answers.stored[name] = value

    def _default(self, posed: Posed, answers: Answers) -> Any:
        raw = self._raw_default(posed.question, answers)
        return MISSING if raw is MISSING else self._parse_default(posed, raw)

    def _parse_default(self, posed: Posed, raw: Any) -> Any:
        try:
            return self._parse(posed, raw)
        except (ValueError, TypeError, AttributeError, yaml.YAMLError) as wrong:
            raise WrongDefaultError(posed.question, str(wrong)) from wrong

    def _raw_default(self, question: Question, answers: Answers) -> Any:
        default = question.default
        if not question.is_computed:
            default = self._defaults.get(question.name, default)
        if default is MISSING:
            return MISSING
        try:
            return self._expressions.render(default, {**UNSET, **answers.values})
        except NotSet:
            return MISSING
        except UnsupportedTemplateError:
            raise
        except TemplateError as wrong:
            raise WrongDefaultError(question, wrong.message) from wrong

    def _type(self, question: Question, answers: Answers) -> str:
        name = str(self._render(question.type, answers))
        if not name:
            of_default = type(question.default).__name__
            name = of_default if of_default in CASTS else "yaml"
        if name not in CASTS:
            raise TemplateError(f"question '{question.name}' has the unknown type '{name}'.")
        return name

    def _parse(self, posed: Posed, answer: Any) -> Any:
        """A value of its own, whatever it is made of: the template can change lists."""
        if not posed.question.multiselect:
            return copied(self._parse_one(posed, answer))
        if isinstance(answer, str):
            answer = split_list(answer)
        chosen = [self._parse_one(posed, item) for item in answer]
        return copied([choice.meant for choice in posed.choices if choice.meant in chosen])

    def _parse_one(self, posed: Posed, answer: Any) -> Any:
        value = cast(posed.type, answer)
        if not posed.choices:
            return value
        same = [choice for choice in posed.choices if choice.meant == value]
        if any(not choice.refusal for choice in same):
            return value
        if same:
            raise ValueError(same[0].refusal)
        allowed = [str(choice.value) for choice in posed.choices if not choice.refusal]
        raise ValueError(f"'{answer}' is none of {_some_of(allowed)}{_meant(str(answer), allowed)}")

    def _truth(self, text: Any, answers: Answers) -> bool:
        if text is True:  # as most are
            return True
        return cast_to_bool(self._render(text, answers))

    def _render(self, text: Any, answers: Answers) -> Any:
        return self._expressions.render(text, answers.values)


def _some_of(allowed: list[str]) -> str:
    """The choices as far as one reads them."""
    more = len(allowed) - _MOST_SHOWN
    if more <= 1:  # to count one takes the room of naming it
        return ", ".join(allowed)
    return f"{', '.join(allowed[:_MOST_SHOWN])} … and {more} more"


def _meant(answer: str, allowed: list[str]) -> str:
    """What begins with the answer, as short names of licences do; else what is spelt like it."""
    starts = [it for it in allowed if answer and it.lower().startswith(answer.lower())]
    near = starts[:_MOST_MEANT] or get_close_matches(answer, allowed, n=1, cutoff=0.5)
    *first, last = [f"'{it}'" for it in near] or [""]
    return f" (did you mean {', '.join(first)}{' or ' * bool(first)}{last}?)" if near else ""


def _in_a_line(wrong: Exception) -> str:
    """What YAML complains of takes several lines and speaks of places nobody sees."""
    if not isinstance(wrong, yaml.YAMLError):
        return str(wrong)
    return f"it is not valid YAML ({getattr(wrong, 'problem', None) or 'it cannot be read'})"
