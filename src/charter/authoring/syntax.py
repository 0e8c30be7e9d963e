"""Reads the Jinja of a template without running it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from charter.model import SYMLINK, FileContent
from charter.template.filters import FILTERS
from charter.template.renderer import DEFAULT_SUFFIX

_OPTIONS = frozenset(
    {
        *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
        *("comment_start_string", "comment_end_string", "line_statement_prefix"),
        *("line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence"),
    }
)


Referring = nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends
_REFERRING = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


@dataclass(frozen=True)
class Broken:
    """What is no Jinja, and why."""

    message: str
    line: int


@dataclass(frozen=True)
class Reference:
    """A file that another one includes or imports; it sees what the other knows, or nothing."""

    name: str
    line: int
    sees: bool


class Syntax:
    """The files of a template as trees of what their Jinja says, each read once."""

    def __init__(self, settings: Mapping[str, Any], files: Mapping[str, FileContent]) -> None:
        options = settings.get("envops")
        options = options if isinstance(options, dict) else {}
        self.jinja = Environment(  # noqa: S701 - nothing is rendered with it
            **{key: value for key, value in options.items() if key in _OPTIONS}
        )
        self.jinja.filters.update(FILTERS)
        suffix = settings.get("templates_suffix")
        self.suffix = DEFAULT_SUFFIX if suffix is None else str(suffix)
        self.files = files
        self._read: dict[str, nodes.Template | Broken] = {}

    @cached_property
    def globals(self) -> frozenset[str]:
        return frozenset(self.jinja.globals)

    def is_template(self, path: str) -> bool:
        content = self.files[path]
        return content.mode != SYMLINK and path.endswith(self.suffix) and b"\0" not in content.data

    def file(self, path: str) -> nodes.Template | Broken:
        """The tree of a file that exists."""
        if path not in self._read:
            self._read[path] = self.text(self.files[path].data.decode(errors="replace"))
        return self._read[path]

    def text(self, text: str) -> nodes.Template | Broken:
        try:
            tree = self.jinja.parse(text)
        except TemplateSyntaxError as wrong:
            return Broken(wrong.message or "it is no Jinja", wrong.lineno)
        except RecursionError:
            return Broken("it is nested too deeply", 0)
        return tree


def references(tree: nodes.Node) -> Iterator[Reference]:
    """What is included, imported or extended by a name that stands there literally."""
    for node in tree.find_all(_REFERRING):
        sees = getattr(node, "with_context", True)
        may_lack = getattr(node, "ignore_missing", False)
        for name in _literal(getattr(node, "template", None)):
            if not may_lack:
                yield Reference(name, node.lineno, sees)


def _literal(node: Any) -> list[str]:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return [node.value]
    return []  # made of answers, or one of a list: rendering tells


def unknown_words(syntax: Syntax, tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """Filters and tests that do not exist, with their lines."""
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        there = syntax.jinja.filters if isinstance(node, nodes.Filter) else syntax.jinja.tests
        if node.name not in there:
            kind = "filter" if isinstance(node, nodes.Filter) else "test"
            yield f"{kind} '{node.name}'", node.lineno


def texts_in(value: Any) -> Iterator[str]:
    """Every text in what a question says, keys of mappings too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(key)
            yield from texts_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts_in(inner)
