"""Internal facts and questions that the public side names, read without rendering. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from charter.authoring.findings import Finding
from charter.authoring.folding import OPEN, Folding, truth_of
from charter.authoring.places import LineOf
from charter.authoring.sides import Side
from charter.authoring.syntax import Broken, Reference, Syntax, references, texts_in
from charter.model import Visibility
from charter.template.casting import cast_to_bool
from charter.template.questions import Configuration, Question

INTERNAL, PUBLIC = "internal", "public"
_KNOWN = {"visibility": str(Visibility.OPENSOURCE)}


@dataclass
class _Reach:
    syntax: Syntax
    questions: dict[str, Question]
    hidden: frozenset[str]  # questions of the internal side alone
    holders: frozenset[str]  # values that hold the internal facts whole
    used: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def file(self, path: str, folding: Folding) -> Iterator[tuple[str, int, str]]:
        """Places in the file and in what it includes: path, line, what is named."""
        key = f"{path} {sorted(folding.known.items(), key=str)}"
        if key in self.seen:
            return
        self.seen.add(key)
        tree = self.syntax.file(path)
        if isinstance(tree, Broken):
            return
        below: list[tuple[str, Folding]] = []
        for node in self._nodes(tree, folding):
            for reference in _references_of(node):
                known = dict(folding.known) if reference.sees else {}
                below.append((reference.name, Folding(known)))
            if said := self._internal(node):
                yield path, node.lineno, said
        for name, known_there in below:
            if name in self.syntax.files:
                yield from self.file(name, known_there)

    def text(self, text: str) -> Iterator[str]:
        tree = self.syntax.text(text)
        if not isinstance(tree, Broken):
            for node in self._nodes(tree, Folding(dict(_KNOWN))):
                if said := self._internal(node):
                    yield said

    def _nodes(self, tree: nodes.Node, folding: Folding) -> Iterator[nodes.Node]:
        """Every reached node; of `a.b.c` only the whole."""
        inside: set[int] = set()
        for node in folding.reached(tree):
            if id(node) in inside:
                continue
            root = node
            while isinstance(root, (nodes.Getattr, nodes.Getitem)):
                root = root.node
                inside.add(id(root))
            yield node

    def _internal(self, node: nodes.Node) -> str:
        """What internal thing the node names; empty for none."""
        path: list[str] = []
        root = node
        while isinstance(root, (nodes.Getattr, nodes.Getitem)):
            path.insert(0, _key(root))
            root = root.node
        if not isinstance(root, nodes.Name) or root.ctx != "load":
            return ""
        self.used.add(root.name)
        spoken = ".".join([root.name, *path])
        if root.name in self.questions and INTERNAL in path:
            return f"the internal fact {spoken}"
        if root.name in self.holders and PUBLIC not in path:
            return f"{root.name}, which holds the internal facts"
        if root.name in self.hidden:
            return f"'{root.name}', which is asked on the internal side only"
        return ""


def _key(node: nodes.Getattr | nodes.Getitem) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    return str(node.arg.value) if isinstance(node.arg, nodes.Const) else "?"


def _references_of(node: nodes.Node) -> Iterator[Reference]:
    if isinstance(node, (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        yield from references(nodes.Template([node]))


def find_reached(
    syntax: Syntax, configuration: Configuration, side: Side, line_of: LineOf
) -> Iterator[Finding]:
    """Where files, paths and questions of the public `side` name what is internal."""
    questions = {question.name: question for question in configuration.questions}
    hidden = frozenset(name for name, it in questions.items() if _is_hidden(syntax, it))
    holders = frozenset(name for name, it in questions.items() if _holds_internal(it.default))
    reach = _Reach(syntax, questions, hidden, holders)
    for path in side.paths(syntax):
        for said in reach.text(path.removeprefix(side.folder)):
            yield Finding("IN-1", f"its name uses {said}", path)
        if syntax.is_template(path):
            for place, line, said in reach.file(path, Folding(dict(_KNOWN))):
                yield Finding("IN-1", f"a public file uses {said}", place, line)
    yield from _in_questions(reach, line_of)


def _in_questions(reach: _Reach, line_of: LineOf) -> Iterator[Finding]:
    """Questions that are asked in public, and computed values that something public uses."""
    done: set[str] = set()
    for name, question in reach.questions.items():
        if not question.is_computed and name not in reach.hidden:
            yield from _of_question(reach, question, line_of)
        elif isinstance(question.when, str):
            for said in reach.text(question.when):
                yield Finding("IN-1", f"the condition of '{name}' uses {said}", *line_of(name))
    while left := (reach.used & reach.questions.keys()) - done:
        done |= left
        for name in sorted(left):
            if reach.questions[name].is_computed:
                yield from _of_question(reach, reach.questions[name], line_of)


def _of_question(reach: _Reach, question: Question, line_of: LineOf) -> Iterator[Finding]:
    for key, value in vars(question).items():
        if key in ("name", "secret") or (key == "default" and not isinstance(value, (str, list))):
            continue
        if key == "default" and _holds_internal(value):
            continue
        for text in texts_in(value):
            for said in reach.text(text):
                place = line_of(question.name, INTERNAL)
                yield Finding("IN-1", f"the {key} of '{question.name}' uses {said}", *place)


def _is_hidden(syntax: Syntax, question: Question) -> bool:
    """Whether it is a question, and none where the visibility is the public one."""
    if question.is_computed or not isinstance(question.when, str):
        return False
    tree = syntax.text(question.when)
    truth = OPEN if isinstance(tree, Broken) else truth_of(tree, _KNOWN)
    return truth is not OPEN and not cast_to_bool(truth)


def _holds_internal(value: object) -> bool:
    if isinstance(value, dict):
        return INTERNAL in value or any(map(_holds_internal, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_holds_internal, value))
