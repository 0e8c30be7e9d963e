"""The Jinja of a template: compiled once, sandboxed, with copier's filters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jinja2
from jinja2 import BaseLoader, StrictUndefined, Template, TemplateRuntimeError, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from charter.errors import TemplateError
from charter.template.filters import FILTERS

# what copier knows beyond the answers: of the run, the machine and the moment
_OF_THE_RUN = frozenset(
    {
        "_copier_operation",
        "_copier_phase",
        "_copier_python",
        "_external_data",
        "_folder_name",
        "make_secret",
        "now",
        "pathjoin",
    }
)
_OF_A_FILE = frozenset({"_copier_answers", "_copier_conf"})
_CHANGING = frozenset({"strftime", "random", "lipsum"})  # in a file they would be drift
_UNDEFINED = {"jinja2.Undefined": jinja2.Undefined, "jinja2.StrictUndefined": StrictUndefined}


class UnsupportedTemplateError(TemplateError):
    """The template uses more of copier than is evaluated here: copier itself must do it."""


class NotSet(Exception):  # noqa: N818 - a signal: the text says `{{ UNSET }}`
    """The text asks for no value at all."""


class Expressions:
    """Renders the texts of one template, and its files where a `loader` finds them."""

    def __init__(self, settings: Mapping[str, Any], loader: BaseLoader | None = None) -> None:
        options = {"keep_trailing_newline": True, **(settings.get("envops") or {})}
        if "undefined" in options:
            options["undefined"] = _UNDEFINED.get(options["undefined"])
        if settings.get("jinja_extensions") or options.get("undefined", StrictUndefined) is None:
            raise UnsupportedTemplateError("the template uses Jinja extensions.")
        try:
            self._jinja = SandboxedEnvironment(loader=loader, cache_size=-1, **options)
        except TypeError as unknown:
            raise UnsupportedTemplateError(f"_envops of the template: {unknown}") from unknown
        self._jinja.filters.update(FILTERS)
        self._compiled: dict[str, Template] = {}

    def render(self, text: Any, known: Mapping[str, Any]) -> Any:
        """The text with what is `known` put in; lists item by item, other things as they are.

        Raises TemplateError where the text cannot be rendered, NotSet where it asks for UNSET.
        """
        if isinstance(text, list):
            return [self.render(item, known) for item in text]
        if not isinstance(text, str) or self._is_plain(text):
            return text
        try:
            return self._compile(text).render(known)
        except (JinjaError, TypeError, ValueError) as wrong:
            raise TemplateError(f"the template says {text!r}: {wrong}") from wrong

    def render_file(self, name: str, known: Mapping[str, Any]) -> str:
        """The file that the loader finds by `name`; raises TemplateError naming it."""
        try:
            return self._jinja.get_template(name).render(known)
        except TemplateSyntaxError as beyond:
            where = f"{beyond.name or name}:{beyond.lineno}"
            raise UnsupportedTemplateError(f"{where}: {beyond.message}") from beyond
        except TemplateRuntimeError as wrong:
            if "No filter named" in str(wrong) or "No test named" in str(wrong):
                raise UnsupportedTemplateError(f"{name}: {wrong}") from wrong
            raise TemplateError(f"{name} of the template: {wrong}") from wrong
        except (JinjaError, TypeError, ValueError, ArithmeticError, LookupError) as wrong:
            raise TemplateError(f"{name} of the template: {wrong}") from wrong

    def refuse_unsupported(self, texts: Iterable[Any], choices: Any) -> None:
        """Raises UnsupportedTemplateError where a question goes beyond what is evaluated here."""
        for text in (*_texts_in(list(texts)), *_texts_in(choices, inside=True)):
            if not self._is_plain(text):
                self._refuse(text, _OF_THE_RUN | _OF_A_FILE, text.strip())
                self._compile(text)

    def refuse_foreign(self, text: str, where: str) -> None:
        """Raises UnsupportedTemplateError where a file or path goes beyond what is rendered."""
        if not self._is_plain(text):
            self._refuse(text, _OF_THE_RUN | _CHANGING, where)

    def _refuse(self, text: str, foreign: frozenset[str], where: str) -> None:
        try:
            words = [
                value for _, kind, value in self._jinja.lex(text) if kind in ("name", "operator")
            ]
        except TemplateSyntaxError as wrong:
            raise UnsupportedTemplateError(f"{wrong.message} in {where!r}") from wrong
        for number, word in enumerate(words):
            follows = words[number + 1 : number + 3]
            if word in foreign or (word == "_copier_conf" and follows != [".", "answers_file"]):
                raise UnsupportedTemplateError(f"'{word}' in {where!r}")

    def _is_plain(self, text: str) -> bool:
        """Whether Jinja would give the text back as it is."""
        jinja = self._jinja
        marks = (jinja.variable_start_string, jinja.block_start_string, jinja.comment_start_string)
        return (
            not any(mark in text for mark in marks)
            and "\r" not in text
            and (jinja.keep_trailing_newline or not text.endswith("\n"))
            and not (jinja.line_statement_prefix or jinja.line_comment_prefix)
        )

    def _compile(self, text: str) -> Template:
        if text in self._compiled:
            return self._compiled[text]
        try:
            return self._compiled.setdefault(text, self._jinja.from_string(text))
        except TemplateSyntaxError as wrong:
            raise UnsupportedTemplateError(f"{wrong.message} in {text.strip()!r}") from wrong


def _texts_in(value: Any, *, inside: bool = False) -> Iterator[str]:
    """The texts that copier renders: those in a mapping only where it lists choices."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and inside:
        yield from _texts_in([*value.keys(), *value.values()], inside=True)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts_in(item, inside=inside)


class _Unset(StrictUndefined):
    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> Any:
        raise NotSet

    __str__ = __iter__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = (
        _fail_with_undefined_error
    )


UNSET = {"UNSET": _Unset("UNSET")}  # known to defaults: `{{ UNSET }}` is no default at all
