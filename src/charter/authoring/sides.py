"""Which files and questions of a template belong to which side. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from charter.authoring.syntax import Syntax
from charter.errors import TemplateError
from charter.model import Visibility
from charter.template.expressions import Expressions
from charter.template.questions import Configuration


@dataclass(frozen=True)
class Side:
    """The folder that a side's files lie in; a template that does not ask has one side."""

    visibility: Visibility
    folder: str

    def paths(self, syntax: Syntax) -> Iterator[str]:
        """The files that it renders or copies."""
        above = f"{self.folder}/" if self.folder else ""
        yield from (path for path in syntax.files if path.startswith(above))


def find_sides(configuration: Configuration) -> tuple[Side, ...]:
    """The sides that the template offers, in its own order."""
    asked = [each for each in configuration.questions if each.name == "visibility"]
    choices = asked[0].choices if asked else ()
    offered = choices.values() if isinstance(choices, dict) else choices
    sides = [side for side in Visibility if _offers(offered, side)] if asked else []
    return tuple(
        Side(side, _folder(configuration, side)) for side in sides or [Visibility.INNERSOURCE]
    )


def _offers(offered: object, side: Visibility) -> bool:
    if isinstance(offered, str):  # worked out by Jinja
        return str(side) in offered
    values = [value.get("value") if isinstance(value, dict) else value for value in offered]  # type: ignore[attr-defined]
    return side in [value[1] if isinstance(value, (list, tuple)) else value for value in values]


def _folder(configuration: Configuration, side: Visibility) -> str:
    text = configuration.settings.get("subdirectory", "")
    try:
        rendered = Expressions(configuration.settings).render(text, {"visibility": str(side)})
    except TemplateError:
        return ""  # made of other answers: every file may be one of it
    folder = posixpath.normpath(str(rendered).strip("/"))
    return "" if folder == "." else folder
