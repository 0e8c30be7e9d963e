"""What a file of a template is made of: the texts it takes in, the names they refer to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jinja2 import nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables


@dataclass(frozen=True)
class Look:
    """One text: the names it refers to, the texts it takes in, and whether it sets anything.

    `takes_in` holds None for what only rendering tells. What it has `kept` it imports without what
    it knows itself: Jinja runs that once for all files of a rendering.
    """

    names: frozenset[str]
    takes_in: frozenset[str | None]
    kept: frozenset[str]
    sets_something: bool


@dataclass(frozen=True)
class Ingredients:
    """Two files of which these are equal become equal wherever their names mean the same."""

    texts: tuple[tuple[str, str | None], ...]  # by the name of each; None for one that is missing
    names: frozenset[str]


def look_into(parsed: nodes.Template, *, has_blocks: bool) -> Look:
    """What a parsed text is made of; one without blocks can only refer to something."""
    if not has_blocks:  # seen far quicker
        names = frozenset(found.name for found in parsed.find_all(nodes.Name))
        return Look(names, frozenset(), frozenset(), sets_something=False)
    return Look(
        frozenset(find_undeclared_variables(parsed)),
        frozenset(find_referenced_templates(parsed)),
        frozenset(_kept(parsed)),
        _sets_something(parsed),
    )


def find_ingredients(
    name: str, read: Callable[[str], str | None], look: Callable[[str], Look]
) -> Ingredients | None:
    """None where what another file did may show: in an import that sets something, Jinja keeps it.

    None too where only rendering tells what is taken in.
    """
    looked: dict[str, Look] = {}
    texts: dict[str, str | None] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in texts:
            texts[each] = read(each)
            looked[each] = look(texts[each] or "")
            if None in looked[each].takes_in:
                return None
            waiting += [other for other in looked[each].takes_in if other is not None]
    kept = frozenset[str]().union(*(each.kept for each in looked.values()))
    if any(looked[each].sets_something for each in kept):
        return None
    names = frozenset[str]().union(*(each.names for each in looked.values()))
    return Ingredients(tuple(sorted(texts.items())), names)


def _kept(parsed: nodes.Template) -> Iterator[str]:
    imports: list[nodes.Import | nodes.FromImport] = [
        *parsed.find_all(nodes.Import),
        *parsed.find_all(nodes.FromImport),
    ]
    for each in imports:
        if not each.with_context and isinstance(each.template, nodes.Const):
            yield each.template.value


def _sets_something(node: nodes.Node) -> bool:
    """Whether it keeps a value outside of macros, whose own end with each call."""
    if isinstance(node, nodes.Macro):
        return False
    return isinstance(node, (nodes.Assign, nodes.AssignBlock)) or any(
        map(_sets_something, node.iter_child_nodes())
    )
