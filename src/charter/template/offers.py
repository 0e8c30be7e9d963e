"""What a question has on offer after the answers before it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from charter.errors import TemplateError
from charter.template.casting import cast
from charter.template.expressions import Expressions
from charter.template.posed import Choice
from charter.template.questions import Loader, Question

_MOST = 256  # lists of choices kept: a text may give another one for each project


class Offers:
    """The choices of a template's questions; those that depend on no answer are read once."""

    def __init__(self, expressions: Expressions) -> None:
        self._expressions = expressions
        self._same: dict[tuple[str, str, str], tuple[Choice, ...]] = {}

    def of(self, question: Question, type_: str, values: Mapping[str, Any]) -> tuple[Choice, ...]:
        """Raises TemplateError where the template offers what the question cannot take."""
        listed, text = question.choices, ""
        if isinstance(listed, str):
            text = self._expressions.render(listed, values)
        key = (question.name, type_, text)
        if key in self._same:
            return self._same[key]
        if isinstance(listed, str):
            listed = yaml.load(text, Loader)  # noqa: S506 - a safe one
        found = tuple(self._each(question.name, type_, listed or (), values))
        if not self._expressions.has_jinja(listed):
            if len(self._same) >= _MOST:
                self._same.clear()
            self._same[key] = found
        return found

    def _each(
        self, name: str, type_: str, listed: Any, values: Mapping[str, Any]
    ) -> Iterator[Choice]:
        render = self._expressions.render
        for item in listed.items() if isinstance(listed, dict) else listed:
            label, value = item if isinstance(item, (list, tuple)) else (item, item)
            refusal = ""
            if isinstance(item, (list, tuple)) and isinstance(value, dict):
                refusal = str(render(value.get("validator", ""), values))
                value = value["value"]
            value = render(value, values)
            try:
                meant = cast(type_, value)
            except (ValueError, TypeError, yaml.YAMLError) as wrong:
                raise TemplateError(
                    f"the template offers for '{name}' what it cannot take: {wrong}"
                ) from wrong
            yield Choice(str(render(label, values)), value, refusal, meant)
