"""Variables that nobody defines, in files and in questions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, meta, nodes

from charter.authoring.findings import Finding
from charter.authoring.places import LineOf
from charter.authoring.syntax import Broken, Syntax, references, texts_in, unknown_words
from charter.template.questions import Configuration, Question

# what copier knows beyond the answers
OF_COPIER = frozenset(
    {
        "_copier_answers",
        "_copier_conf",
        "_copier_operation",
        "_copier_phase",
        "_copier_python",
        "_external_data",
        "_folder_name",
        "_commit",
        "_src_path",
        "make_secret",
        "now",
        "pathjoin",
    }
)
_OF_JINJA = frozenset({"self", "loop", "caller", "varargs", "kwargs"})


@dataclass
class Reading:
    """Reads files as they are reached, each once for the same names that it may see."""

    syntax: Syntax
    known: frozenset[str]
    _seen: set[tuple[str, frozenset[str], bool]] = field(default_factory=set)

    def check(self, path: str) -> Iterator[Finding]:
        """A file, and what it includes; names in its path too."""
        for part in path.split("/"):
            tree = self.syntax.text(part)
            yield from self._in(tree, path, self.known)
        if self.syntax.is_template(path):
            yield from self._follow(path, frozenset(), sees=True)

    def _follow(self, path: str, more: frozenset[str], *, sees: bool) -> Iterator[Finding]:
        """`more` are names that an including file has set; an import `sees` nothing of it all."""
        if (path, more, sees) in self._seen:
            return
        self._seen.add((path, more, sees))
        tree = self.syntax.file(path)
        known = self.known | more if sees else frozenset()
        yield from self._in(tree, path, known, is_import=not sees)
        if isinstance(tree, Broken):
            return
        below = more | stored_names(tree) if sees else stored_names(tree)
        for reference in references(tree):
            if reference.name not in self.syntax.files:
                near = get_close_matches(reference.name, self.syntax.files, n=1, cutoff=0.8)
                meant = f" (did you mean {near[0]}?)" if near else ""
                yield Finding(
                    "JINJA-3", f"there is no {reference.name}{meant}", path, reference.line
                )
            else:
                yield from self._follow(reference.name, below, sees=reference.sees and sees)

    def _in(
        self,
        tree: nodes.Template | Broken,
        path: str,
        known: frozenset[str],
        *,
        is_import: bool = False,
    ) -> Iterator[Finding]:
        if isinstance(tree, Broken):
            yield Finding("JINJA-1", tree.message, path, tree.line)
            return
        for word, line in unknown_words(self.syntax, tree):
            yield Finding("JINJA-4", f"Charter knows no {word}", path, line)
        for name, line in unknown_names(self.syntax, tree, known):
            if is_import and name in self.known:
                said = f"'{name}' is not known here: the file is imported without context"
                yield Finding("JINJA-2", said, path, line)
            else:
                yield Finding("JINJA-2", unknown(name, known | self.known), path, line)


def unknown(name: str, known: Iterable[str]) -> str:
    """The sentence about a variable that is nothing, with the name that was meant perhaps."""
    near = get_close_matches(name, sorted(known), n=1)
    return f"'{name}' is no question" + (f" (did you mean '{near[0]}'?)" if near else "")


def unknown_names(
    syntax: Syntax, tree: nodes.Template, known: frozenset[str]
) -> Iterator[tuple[str, int]]:
    """The variables that nobody defines, each with the line of its first use."""
    if not any(unknown_words(syntax, tree)):  # else Jinja stops there: rendering judges it
        yield from _undeclared(tree, known | syntax.globals)


def _undeclared(tree: nodes.Template, known: frozenset[str]) -> Iterator[tuple[str, int]]:
    try:
        found = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError:
        return
    found -= known | _OF_JINJA | stored_names(tree) | _asked_whether_defined(tree)
    lines: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        if node.name in found and node.ctx == "load":
            lines[node.name] = min(node.lineno, lines.get(node.name, node.lineno))
    yield from sorted(lines.items(), key=lambda pair: pair[1])


def stored_names(tree: nodes.Template) -> frozenset[str]:
    """What the file sets somewhere: Jinja's branches may set what a later line uses."""
    targets: list[nodes.Node] = [node.target for node in tree.find_all(nodes.Assign)]
    targets += [node.target for node in tree.find_all(nodes.AssignBlock)]
    names = {
        name.name
        for target in targets
        for name in [target, *target.find_all(nodes.Name)]
        if isinstance(name, nodes.Name)
    }
    for imported in tree.find_all(nodes.FromImport):
        names |= {each if isinstance(each, str) else each[1] for each in imported.names}
    names |= {node.target for node in tree.find_all(nodes.Import)}
    return frozenset(names | {node.name for node in tree.find_all(nodes.Macro)})


def _asked_whether_defined(tree: nodes.Template) -> frozenset[str]:
    return frozenset(
        test.node.name
        for test in tree.find_all(nodes.Test)
        if test.name in ("defined", "undefined") and isinstance(test.node, nodes.Name)
    )


def check_questions(
    syntax: Syntax, configuration: Configuration, line_of: LineOf
) -> Iterator[Finding]:
    """Questions that use what is no question, or one that is asked after them."""
    every = frozenset(question.name for question in configuration.questions)
    before: set[str] = set()
    for question in configuration.questions:
        for key, known in (("", frozenset()), ("validator", frozenset({question.name}))):
            for text in _texts(question, key):
                yield from _in_question(
                    syntax, (question.name, text), (frozenset(before) | known, every), line_of
                )
        before.add(question.name)


def _texts(question: Question, key: str) -> Iterator[str]:
    """The texts that may use the answers before; the validator alone may use its own, too."""
    for name, value in vars(question).items():
        if name not in ("name", "secret") and (name == "validator") == (key == "validator"):
            if name == "default" and not isinstance(value, (str, list)):
                continue  # a mapping is taken as it is
            yield from texts_in(value)


def _in_question(
    syntax: Syntax,
    said: tuple[str, str],
    names: tuple[frozenset[str], frozenset[str]],
    line_of: LineOf,
) -> Iterator[Finding]:
    (question, text), (before, every) = said, names
    tree = syntax.text(text)
    if isinstance(tree, Broken):
        yield Finding("JINJA-1", f"question '{question}': {tree.message}", *line_of(question))
        return
    for word, _ in unknown_words(syntax, tree):
        place = line_of(question, word.partition("'")[2].rstrip("'"))
        yield Finding("JINJA-4", f"question '{question}': Charter knows no {word}", *place)
    known = before | OF_COPIER | {"UNSET"}
    for name, _ in unknown_names(syntax, tree, known):
        place = line_of(question, name)
        if name in every:
            said_ = f"question '{question}' uses '{name}', which is asked later"
            yield Finding("JINJA-2", said_, *place)
        else:
            yield Finding("JINJA-2", f"question '{question}': {unknown(name, every)}", *place)
