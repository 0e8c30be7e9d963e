"""The Jinja of copier.yml: compiled once, sandboxed, with copier's filters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from charter.errors import TemplateError
from charter.template.filters import FILTERS

# what copier knows beyond the answers: of the run, the machine and the moment
_COPIERS_OWN = re.compile(
    r"\b(_copier_\w+|_folder_name|_external_data|pathjoin|make_secret|now(?=\())\b"
)


class UnsupportedTemplateError(TemplateError):
    """The template uses more of copier than is evaluated here: copier itself must ask."""


class NotSet(Exception):  # noqa: N818 - a signal: the text says `{{ UNSET }}`
    """The text asks for no value at all."""


class Expressions:
    """Renders the texts of one copier.yml."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        options = settings.get("envops") or {}
        try:
            self._jinja = SandboxedEnvironment(**{"keep_trailing_newline": True, **options})
        except TypeError as unknown:
            raise UnsupportedTemplateError(f"_envops of the template: {unknown}") from unknown
        self._jinja.filters.update(FILTERS)
        if settings.get("jinja_extensions"):
            raise UnsupportedTemplateError("the template uses Jinja extensions.")
        self._compiled: dict[str, Template] = {}

    def render(self, text: Any, known: Mapping[str, Any]) -> Any:
        """The text with what is `known` put in; lists item by item, other things as they are.

        Raises TemplateError where the text cannot be rendered, NotSet where it asks for UNSET.
        """
        if isinstance(text, list):
            return [self.render(item, known) for item in text]
        if not isinstance(text, str) or "{" not in text:  # nothing that Jinja would change
            return text
        try:
            return self._compile(text).render(known)
        except (JinjaError, TypeError, ValueError) as wrong:
            raise TemplateError(f"copier.yml: {wrong} in {text!r}") from wrong

    def refuse_unsupported(self, texts: Iterable[Any], choices: Any) -> None:
        """Raises UnsupportedTemplateError where a text goes beyond what is evaluated here."""
        for text in (*_templates_in(list(texts)), *_templates_in(choices, inside=True)):
            if found := _COPIERS_OWN.search(text):
                raise UnsupportedTemplateError(f"{found[0]!r} in {text.strip()!r}")
            self._compile(text)

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
        raise NotSet

    __str__ = __iter__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = (
        _fail_with_undefined_error
    )


UNSET = {"UNSET": _Unset("UNSET")}  # known to defaults: `{{ UNSET }}` is no default at all
