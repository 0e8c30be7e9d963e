"""Questions + answers given → values, texts and refusals, as copier evaluates them. Pure.

Reference: copier's documentation, "Configuring a template"; copier is the oracle in the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

import yaml
from jinja2 import (
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2 import (
    TemplateError as JinjaError,
)
from jinja2.sandbox import SandboxedEnvironment

from charter.errors import AnswerError, TemplateError
from charter.template.filters import FILTERS
from charter.template.questions import MISSING, Configuration, Question

# what copier knows beyond the answers: of the run, the machine and the moment
_COPIERS_OWN = re.compile(
    r"\b(_copier_\w+|_folder_name|_external_data|pathjoin|make_secret|now(?=\())\b"
)
_TRUE = frozenset({"y", "yes", "t", "true", "on"})
_FALSE = frozenset({"", "n", "no", "f", "false", "off", "~", "null", "none"})


class UnsupportedTemplateError(TemplateError):
    """The template uses more of copier than is evaluated here: copier itself must ask."""


@dataclass(frozen=True)
class Choice:
    """One selectable value; `refusal` says why it cannot be chosen now, or is empty."""

    label: str
    value: Any
    refusal: str = ""


@dataclass(frozen=True)
class Posed:
    """A question as it stands after the answers before it."""

    question: Question
    type: str
    help: str
    choices: tuple[Choice, ...]
    default: Any  # MISSING where there is none
    placeholder: str = ""
    multiline: bool = False
    is_asked: bool = True

    @property
    def spoken_name(self) -> str:
        """What a person calls it: `team` and `public_team` are one question, asked on one side."""
        return self.question.name.removeprefix("public_")


class WrongDefaultError(TemplateError):
    """The default that the template computes does not fit its own question."""

    def __init__(self, posed: Posed, why: str) -> None:
        super().__init__(f"the template's default for '{posed.question.name}' is wrong: {why}")
        self.posed = posed


@dataclass
class Answers:
    """What is known so far.

    `values` holds computed ones too, `stored` what a repository keeps, `said` what gives the same
    answers when it is said again, secrets included.
    """

    values: dict[str, Any] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    left_to_copier: bool = False  # the template uses more than is evaluated here


class _NotSet(Exception):  # noqa: N818 - a signal: the default is `{{ UNSET }}`
    pass


class Evaluator:
    """Evaluates one template's questions."""

    def __init__(self, configuration: Configuration) -> None:
        self.questions = configuration.questions
        self._compiled: dict[str, Template] = {}
        self._names = frozenset(question.name for question in self.questions)
        options = configuration.settings.get("envops") or {}
        try:
            self._jinja = SandboxedEnvironment(**{"keep_trailing_newline": True, **options})
        except TypeError as unknown:
            raise UnsupportedTemplateError(f"_envops of the template: {unknown}") from unknown
        self._jinja.filters.update(FILTERS)
        if configuration.settings.get("jinja_extensions"):
            raise UnsupportedTemplateError("the template uses Jinja extensions.")

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
            for text in (*_templates_in(texts), *_templates_in(question.choices, inside=True)):
                if found := _COPIERS_OWN.search(text):
                    raise UnsupportedTemplateError(f"{found[0]!r} in {text.strip()!r}")
                self._compile(text)

    def unlike_defaults(self, answers: Answers) -> tuple[str, ...]:
        """The stored answers that a person would say: what is asked, and what differs."""
        return tuple(
            posed.question.name
            for posed, so_far, _ in self.walk({}, answers.stored)
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
        text, known = posed.question.validator, {posed.question.name: value}
        if refusal := str(self._render(text, answers, known, strict=False)).strip():
            raise AnswerError(f"{posed.spoken_name}: {refusal}")

    def _refuse_foreign(self, posed: Posed, value: Any) -> None:
        """What was chosen may not be on offer any more after an answer before it was changed."""
        offered = [
            _cast(posed.type, choice.value) for choice in posed.choices if not choice.refusal
        ]
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
        answers.said[name] = _as_said(posed, value)
        if not posed.question.secret and isinstance(value, _STORABLE):
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
        if posed.question.default is MISSING:
            return MISSING
        try:
            return self._render(posed.question.default, answers, {"UNSET": _Unset("UNSET")})
        except _NotSet:
            return MISSING
        except UnsupportedTemplateError:
            raise
        except TemplateError as wrong:
            raise WrongDefaultError(posed, wrong.message) from wrong

    def _type(self, question: Question, answers: Answers) -> str:
        name = str(self._render(question.type, answers))
        if not name:
            of_default = type(question.default).__name__
            name = of_default if of_default in _CASTS else "yaml"
        if name not in _CASTS:
            raise TemplateError(f"question '{question.name}' has the unknown type '{name}'.")
        return name

    def _choices(self, question: Question, type_: str, answers: Answers) -> Iterator[Choice]:
        listed = question.choices
        if isinstance(listed, str):
            listed = yaml.safe_load(self._render(listed, answers))
        for item in listed.items() if isinstance(listed, dict) else listed or ():
            label, value = item if isinstance(item, (list, tuple)) else (item, item)
            refusal = ""
            if isinstance(item, (list, tuple)) and isinstance(value, dict):
                refusal = str(self._render(value.get("validator", ""), answers))
                value = value["value"]
            value = self._render(value, answers)
            try:
                _cast(type_, value)
            except (ValueError, TypeError, yaml.YAMLError) as wrong:
                raise TemplateError(
                    f"the template offers for '{question.name}' what it cannot take: {wrong}"
                ) from wrong
            yield Choice(str(self._render(label, answers)), value, refusal)

    def _parse(self, posed: Posed, answer: Any) -> Any:
        if not posed.question.multiselect:
            return self._parse_one(posed, answer)
        if isinstance(answer, str):
            answer = _split_list(answer)
        chosen = [self._parse_one(posed, item) for item in answer]
        return [
            value
            for choice in posed.choices
            if (value := _cast(posed.type, choice.value)) in chosen
        ]

    def _parse_one(self, posed: Posed, answer: Any) -> Any:
        value = _cast(posed.type, answer)
        if not posed.choices:
            return value
        same = [choice for choice in posed.choices if _cast(posed.type, choice.value) == value]
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

    def _render(
        self,
        text: Any,
        answers: Answers,
        more: Mapping[str, Any] | None = None,
        *,
        strict: bool = True,
    ) -> Any:
        if isinstance(text, list):
            return [self._render(item, answers, more) for item in text]
        if not isinstance(text, str):
            return text
        if "{" not in text:  # nothing that Jinja would change
            return text
        try:
            return self._compile(text).render({**answers.values, **(more or {})})
        except (UndefinedError, JinjaError, TypeError, ValueError) as wrong:
            if not strict:
                return str(wrong)
            raise TemplateError(f"copier.yml: {wrong} in {text!r}") from wrong

    def _compile(self, text: str) -> Template:
        if text in self._compiled:
            return self._compiled[text]
        try:
            return self._compiled.setdefault(text, self._jinja.from_string(text))
        except TemplateSyntaxError as wrong:
            raise UnsupportedTemplateError(f"{wrong.message} in {text.strip()!r}") from wrong


def _templates_in(value: Any, *, inside: bool = False) -> Iterator[str]:
    """The texts that copier renders: those in a mapping only where it lists choices."""
    if isinstance(value, str) and "{" in value:
        yield value
    elif isinstance(value, dict) and inside:
        yield from _templates_in([*value.keys(), *value.values()], inside=True)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _templates_in(item, inside=inside)


class _Unset(StrictUndefined):
    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> Any:
        raise _NotSet

    __str__ = __iter__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = (
        _fail_with_undefined_error
    )


def cast_to_bool(value: Any) -> bool:
    """Truth as copier reads it: numbers, then YAML's words for yes and no, then Python's own."""
    try:
        return bool(float(value))
    except (TypeError, ValueError):
        pass
    if isinstance(value, str):
        word = value.strip().lower()
        return word not in _FALSE if word not in _TRUE else True
    return bool(value)


def _as_said(posed: Posed, value: Any) -> Any:
    """Text in JSON or YAML is said in quotes, or it would be read as what it spells."""
    if posed.type not in ("json", "yaml"):
        return value
    if posed.question.multiselect and isinstance(value, list):
        return [json.dumps(item) if isinstance(item, str) else item for item in value]
    return json.dumps(value) if isinstance(value, str) else value


def _split_list(text: str) -> list[str]:
    """The items of a YAML list as they are written: each is then read by the question's type."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError(f"{text!r} is not a list")  # noqa: TRY004 - a refusal like the others
    found = []
    for item in node.value:
        written = text[item.start_mark.index : item.end_mark.index].strip()
        is_quoted = isinstance(item, yaml.ScalarNode) and item.style in ("'", '"')
        found.append(written[1:-1] if is_quoted else written)
    return found


def _cast_to_str(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise ValueError(f"{value!r} is not text")


def _cast(type_: str, answer: Any) -> Any:
    if answer is None and type_ not in ("json", "yaml"):
        raise ValueError(f"nothing is not a {type_}")
    try:
        return _CASTS[type_](answer)
    except (TypeError, AttributeError):
        if type_ in ("json", "yaml"):  # already what a parsed text would be
            return answer
        raise


# what copier keeps in an answers file: what JSON knows too, so no dates
_STORABLE = (dict, list, str, int, float, bool, type(None))
_CASTS: dict[str, Callable[[Any], Any]] = {
    "bool": cast_to_bool,
    "float": float,
    "int": int,
    "json": json.loads,
    "path": str,
    "str": _cast_to_str,
    "yaml": yaml.safe_load,
}
