"""What of a Jinja text is reached where some answers are known; the rest is left out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

OPEN = object()  # not known before the answers are
_COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "in": lambda a, b: a in b,
    "notin": lambda a, b: a not in b,
}


@dataclass
class Folding:
    """Walks a tree with what is known; `known` grows by what the text sets on the way."""

    known: dict[str, Any] = field(default_factory=dict)

    def reached(self, node: nodes.Node) -> Iterator[nodes.Node]:
        """Every node that can be reached, in order, before what is in it."""
        if isinstance(node, nodes.If):
            yield from self._if(node)
        elif isinstance(node, nodes.CondExpr):
            yield from self._conditional(node)
        elif isinstance(node, (nodes.And, nodes.Or)):
            yield from self._either(node)
        elif isinstance(node, nodes.Macro):
            own = Folding({k: v for k, v in self.known.items() if k not in _parameters(node)})
            yield node
            for child in node.iter_child_nodes():
                yield from own.reached(child)
        else:
            yield node
            for child in node.iter_child_nodes():
                yield from self.reached(child)
            if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
                self._keep(node.target.name, self.value(node.node))

    def _keep(self, name: str, value: Any) -> None:
        if value is OPEN:
            self.known.pop(name, None)
        else:
            self.known[name] = value

    def _if(self, node: nodes.If) -> Iterator[nodes.Node]:
        branches = [(node.test, node.body), *((each.test, each.body) for each in node.elif_)]
        for test, body in branches:
            truth = self.value(test)
            if truth is OPEN:
                yield from self.reached(test)
            if truth is OPEN or truth:
                yield from self._all(body, may_be_skipped=truth is OPEN)
            if truth is not OPEN and truth:
                return
        yield from self._all(node.else_, may_be_skipped=False)

    def _all(self, body: list[nodes.Node], *, may_be_skipped: bool) -> Iterator[nodes.Node]:
        before = dict(self.known)
        for child in body:
            yield from self.reached(child)
        if may_be_skipped:  # what it has set is not sure afterwards
            self.known = {k: v for k, v in before.items() if self.known.get(k, OPEN) == v}

    def _conditional(self, node: nodes.CondExpr) -> Iterator[nodes.Node]:
        truth = self.value(node.test)
        if truth is OPEN:
            yield from self.reached(node.test)
        if truth is OPEN or truth:
            yield from self.reached(node.expr1)
        if (truth is OPEN or not truth) and node.expr2 is not None:
            yield from self.reached(node.expr2)

    def _either(self, node: nodes.And | nodes.Or) -> Iterator[nodes.Node]:
        left = self.value(node.left)
        if left is OPEN:
            yield from self.reached(node.left)
        if left is OPEN or bool(left) == isinstance(node, nodes.And):
            yield from self.reached(node.right)

    def value(self, node: nodes.Node) -> Any:
        """What the expression is for sure, or OPEN."""
        match node:
            case nodes.Const():
                found = node.value
            case nodes.Name():
                found = self.known.get(node.name, OPEN)
            case nodes.List() | nodes.Tuple():
                items = [self.value(item) for item in node.items]
                found = OPEN if OPEN in items else items
            case nodes.Not():
                inner = self.value(node.node)
                found = OPEN if inner is OPEN else not inner
            case nodes.And() | nodes.Or():
                found = self._value_of_both(node)
            case nodes.Compare():
                found = self._compared(node)
            case _:
                found = OPEN
        return found

    def _value_of_both(self, node: nodes.And | nodes.Or) -> Any:
        left, right = self.value(node.left), self.value(node.right)
        stops = not isinstance(node, nodes.And)  # the truth at which the other does not matter
        for side in (left, right):
            if side is not OPEN and bool(side) == stops:
                return stops
        return OPEN if OPEN in (left, right) else right

    def _compared(self, node: nodes.Compare) -> Any:
        if len(node.ops) > 1:
            return OPEN
        left, right = self.value(node.expr), self.value(node.ops[0].expr)
        compare = _COMPARES.get(node.ops[0].op)
        if OPEN in (left, right) or compare is None:
            return OPEN
        try:
            return bool(compare(left, right))
        except TypeError:
            return OPEN


def truth_of(tree: nodes.Template, known: dict[str, Any]) -> Any:
    """What a condition such as `{{ visibility == 'innersource' }}` is for sure, or OPEN."""
    outputs = [node for node in tree.body if not isinstance(node, nodes.Output)]
    parts = [part for node in tree.body if isinstance(node, nodes.Output) for part in node.nodes]
    told = [
        part
        for part in parts
        if not (isinstance(part, nodes.TemplateData) and not part.data.strip())
    ]
    if outputs or len(told) != 1:
        return OPEN
    return Folding(dict(known)).value(told[0])


def _parameters(macro: nodes.Macro) -> set[str]:
    return {each.name for each in macro.args}
