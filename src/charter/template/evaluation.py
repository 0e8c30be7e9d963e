"""Questions + answers given → values, texts and refusals, as copier evaluates them. Pure.

Reference: copier's documentation, "Configuring a template"; copier is the oracle in the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import yaml

from charter.errors import AnswerError, TemplateError
from charter.template.casting import CASTS, STORABLE, as_said, cast, cast_to_bool, split_list
from charter.template.expressions import UNSET, Expressions, NotSet, UnsupportedTemplateError
from charter.template.posed import Answers, Choice, Posed
from charter.template.questions import MISSING, Configuration, Loader, Question


class WrongDefaultError(TemplateError):
    """The default that the template computes does not fit its own question."""

    def __init__(self, posed: Posed, why: str) -> None:
        super().__init__(f"the template's default for '{posed.question.name}' is wrong: {why}")
        self.posed = posed


class Evaluator:
    """Evaluates one template's questions; `defaults` are the person's own, over the template's."""

    def __init__(
        self, configuration: Configuration, defaults: Mapping[str, str] | None = None
    ) -> None:
        self._defaults = defaults or {}
        self.questions = configuration.questions
        self._names = frozenset(question.name for question in self.questions)
        self._expressions = Expressions(configuration.settings)

    def walk(
        self, given: Mapping[str, Any], chosen: Mapping[str, Any] | None = None
    ) -> Iterator[tuple[Posed, Answers, bool]]:
        """Each question that applies, in order, with whether it is answered.

        `given` was said outright: an answer there that does not apply or is refused is an
        AnswerError. `chosen` came up on the way and is dropped where it no longer fits. For an open
        question the caller calls `settle`, or lets the default stand. A question whose `when` is
        false has its default as value and is not stored (copier's rule).
        """
        answers = Answers()
        for question in self.questions:
            if not self._truth(question.when, answers):
                self._hide(question, given, answers)
                continue
            posed = self._pose_or_take(question, given, answers)
            yield posed, answers, self._is_answered(posed, given, chosen or {}, answers)
            if question.name not in answers.said and posed.default is not MISSING:
                self._keep(posed, posed.default, answers)
                if question.secret:  # copier takes its default unseen, but not when it is said
                    del answers.said[question.name]

    def _pose_or_take(
        self, question: Question, given: Mapping[str, Any], answers: Answers
    ) -> Posed:
        try:
            return self.pose(question, answers)
        except WrongDefaultError as wrong:
            if {question.name, wrong.posed.spoken_name} & given.keys():
                return wrong.posed  # a default that nobody needs may be wrong, copier finds
            raise

    def _is_answered(
        self, posed: Posed, given: Mapping[str, Any], chosen: Mapping[str, Any], answers: Answers
    ) -> bool:
        name = posed.question.name
        for said in (name, posed.spoken_name):
            if said in given:
                self.settle(posed, given[said], answers)
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
        for question in self.questions:
            texts = [value for name, value in vars(question).items() if name != "choices"]
            self._expressions.refuse_unsupported(texts, question.choices)

    def unlike_defaults(self, answers: Answers) -> tuple[str, ...]:
        """The stored answers that a person would say: what is asked, and what differs.

        What their own defaults answered is said too: the words are for other machines as well.
        """
        templates = copy(self)
        templates._defaults = {}  # noqa: SLF001 - the same questions, compiled once
        return tuple(
            posed.question.name
            for posed, so_far, _ in templates.walk({}, answers.stored)
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
        """Take what is a value already, such as a default: JSON's `"1"` is not read once more."""
        self._refuse_foreign(posed, value)
        self._validate(posed, value, answers)
        self._keep(posed, value, answers)

    def accept(self, posed: Posed, answer: Any, answers: Answers) -> Any:
        """The value that `answer` means, cast and validated as copier would; nothing is kept."""
        name = posed.spoken_name
        try:
            value = self._parse(posed, answer)
        except (ValueError, TypeError, AttributeError, yaml.YAMLError) as wrong:
            raise AnswerError(f"{name}: {wrong}") from wrong
        self._validate(posed, value, answers)
        return value

    def _validate(self, posed: Posed, value: Any, answers: Answers) -> None:
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
        offered = [cast(posed.type, choice.value) for choice in posed.choices if not choice.refusal]
        chosen = value if posed.question.multiselect and isinstance(value, list) else [value]
        if posed.choices and not all(each in offered for each in chosen):
            raise AnswerError(f"{posed.spoken_name}: '{value}' is not on offer.")

    def pose(self, question: Question, answers: Answers) -> Posed:
        """The question with its texts, choices and default rendered for the answers so far."""
        type_ = self._type(question, answers)
        choices = tuple(self._choices(question, type_, answers))
        posed = Posed(
            question,
            type_,
            str(self._render(question.help, answers)) or question.name,
            choices,
            MISSING,
            str(self._render(question.placeholder, answers)),
            self._truth(question.multiline, answers),
            self._truth(question.ask, answers),
        )
        return replace(posed, default=self._default(posed, answers))

    def _hide(self, question: Question, given: Mapping[str, Any], answers: Answers) -> None:
        if question.name in given and f"public_{question.name}" not in self._names:
            raise AnswerError(
                f"'{question.name}' is not a question here"
                + (": the template computes it." if question.is_computed else "."),
                hint="It depends on the answers before it, such as visibility.",
            )
        posed = Posed(question, self._type(question, answers), "", (), MISSING)
        if self._raw_default(posed, answers) is MISSING:
            return
        choices = tuple(self._choices(question, posed.type, answers))
        answers.values[question.name] = self._default(replace(posed, choices=choices), answers)

    def _keep(self, posed: Posed, value: Any, answers: Answers) -> None:
        name = posed.question.name
        answers.values[name] = value
        answers.said[name] = as_said(posed.type, value, multiselect=posed.question.multiselect)
        if not posed.question.secret and isinstance(value, STORABLE):
            answers.stored[name] = value

    def _default(self, posed: Posed, answers: Answers) -> Any:
        raw = self._raw_default(posed, answers)
        if raw is MISSING:
            return MISSING
        try:
            return self._parse(posed, raw)
        except (ValueError, TypeError, AttributeError, yaml.YAMLError) as wrong:
            raise WrongDefaultError(posed, str(wrong)) from wrong

    def _raw_default(self, posed: Posed, answers: Answers) -> Any:
        default = posed.question.default
        if not posed.question.is_computed:
            default = self._defaults.get(posed.question.name, default)
        if default is MISSING:
            return MISSING
        try:
            return self._expressions.render(default, {**UNSET, **answers.values})
        except NotSet:
            return MISSING
        except UnsupportedTemplateError:
            raise
        except TemplateError as wrong:
            raise WrongDefaultError(posed, wrong.message) from wrong

    def _type(self, question: Question, answers: Answers) -> str:
        name = str(self._render(question.type, answers))
        if not name:
            of_default = type(question.default).__name__
            name = of_default if of_default in CASTS else "yaml"
        if name not in CASTS:
            raise TemplateError(f"question '{question.name}' has the unknown type '{name}'.")
        return name

    def _choices(self, question: Question, type_: str, answers: Answers) -> Iterator[Choice]:
        listed = question.choices
        if isinstance(listed, str):
            listed = yaml.load(self._render(listed, answers), Loader)  # noqa: S506 - a safe one
        for item in listed.items() if isinstance(listed, dict) else listed or ():
            label, value = item if isinstance(item, (list, tuple)) else (item, item)
            refusal = ""
            if isinstance(item, (list, tuple)) and isinstance(value, dict):
                refusal = str(self._render(value.get("validator", ""), answers))
                value = value["value"]
            value = self._render(value, answers)
            try:
                cast(type_, value)
            except (ValueError, TypeError, yaml.YAMLError) as wrong:
                raise TemplateError(
                    f"the template offers for '{question.name}' what it cannot take: {wrong}"
                ) from wrong
            yield Choice(str(self._render(label, answers)), value, refusal)

    def _parse(self, posed: Posed, answer: Any) -> Any:
        if not posed.question.multiselect:
            return self._parse_one(posed, answer)
        if isinstance(answer, str):
            answer = split_list(answer)
        chosen = [self._parse_one(posed, item) for item in answer]
        return [
            value for choice in posed.choices if (value := cast(posed.type, choice.value)) in chosen
        ]

    def _parse_one(self, posed: Posed, answer: Any) -> Any:
        value = cast(posed.type, answer)
        if not posed.choices:
            return value
        same = [choice for choice in posed.choices if cast(posed.type, choice.value) == value]
        if any(not choice.refusal for choice in same):
            return value
        if same:
            raise ValueError(same[0].refusal)
        allowed = [str(choice.value) for choice in posed.choices if not choice.refusal]
        near = get_close_matches(str(answer), allowed, n=1, cutoff=0.5)
        meant = f" (did you mean '{near[0]}'?)" if near else ""
        raise ValueError(f"'{answer}' is none of {', '.join(allowed)}{meant}")

    def _truth(self, text: Any, answers: Answers) -> bool:
        return cast_to_bool(self._render(text, answers))

    def _render(self, text: Any, answers: Answers) -> Any:
        return self._expressions.render(text, answers.values)
