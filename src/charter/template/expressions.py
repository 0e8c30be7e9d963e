"""The Jinja of a template: compiled once, sandboxed, with copier's filters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from functools import cached_property
from pathlib import PurePath
from typing import Any

import jinja2
from jinja2 import (
    BaseLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    nodes,
)
from jinja2 import (
    TemplateError as JinjaError,
)
from jinja2.sandbox import SandboxedEnvironment

from charter.errors import CharterError, TemplateError
from charter.template.filters import FILTERS
from charter.template.ingredients import Ingredients, Look, find_ingredients, look_into

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
_OF_A_FILE = frozenset({"_commit", "_copier_answers", "_copier_conf", "_src_path"})
_WORD = re.compile(r"\w+")
_NO_SUCH = re.compile("No (filter|test) named")
_CHANGING = frozenset({"strftime", "random", "lipsum"})  # in a file they would be drift
_MOST = 4096  # texts kept compiled: some are made of answers, and nobody knows how many there are
_UNDEFINED = {"jinja2.Undefined": jinja2.Undefined, "jinja2.StrictUndefined": StrictUndefined}
_ENVOPS = frozenset(
    {
        *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
        *("comment_start_string", "comment_end_string", "line_statement_prefix"),
        *("line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence"),
        *("keep_trailing_newline", "undefined"),
    }
)


# of this process: code by (way, text, …), verdicts by (way, text, words), looks by (way, text),
# and files as they were parsed for their code, until the look at them
_CODE: dict[tuple[Any, ...], Any] = {}
_FOREIGN: dict[tuple[Any, ...], str] = {}
_LOOKS: dict[tuple[Any, ...], Look] = {}
_PARSED: dict[tuple[Any, ...], nodes.Template] = {}


class UnsupportedTemplateError(TemplateError):
    """The template uses more of copier than is evaluated here: copier itself must do it."""


class NotSet(Exception):  # noqa: N818 - a signal: the text says `{{ UNSET }}`
    """The text asks for no value at all."""


class _Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, and as in copier none of the modules that a path knows."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if attr == "parser" and isinstance(obj, PurePath):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def compile(self, source: Any, *rest: Any, **more: Any) -> Any:
        """Compile a text once a process: the versions of a template share most of theirs."""
        key = (self._way, source, rest, *more.items())
        if key not in _CODE:
            if len(_CODE) >= _MOST:
                _CODE.clear()
            _CODE[key] = super().compile(source, *rest, **more)
        return _CODE[key]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if name is not None:  # a file: nothing else is looked into
            if len(_PARSED) >= _MOST:
                _PARSED.clear()
            _PARSED[self._way, source] = parsed
        return parsed

    def find_foreign(self, text: str, foreign: frozenset[str]) -> str:
        """The first of the `foreign` words in the text, or what is wrong with it; or empty."""
        key = (self._way, text, foreign)
        if key not in _FOREIGN:
            if len(_FOREIGN) >= _MOST:
                _FOREIGN.clear()
            _FOREIGN[key] = self._look_for(text, foreign)
        return _FOREIGN[key]

    def _look_for(self, text: str, foreign: frozenset[str]) -> str:
        if {"_copier_conf", *foreign}.isdisjoint(_WORD.findall(text)):  # far quicker than a lexer
            return ""
        try:
            words = [value for _, kind, value in self.lex(text) if kind in ("name", "operator")]
        except TemplateSyntaxError as wrong:
            return str(wrong.message)
        for number, word in enumerate(words):
            follows = words[number + 1 : number + 3]
            if word in foreign or (word == "_copier_conf" and follows != [".", "answers_file"]):
                return f"'{word}'"
        return ""

    def look_into(self, text: str) -> Look:
        """What the text refers to and takes in."""
        key = (self._way, text)
        if key not in _LOOKS:
            if len(_LOOKS) >= _MOST:
                _LOOKS.clear()
            parsed = _PARSED.pop(key, None) or self.parse(text)
            has_blocks = self.block_start_string in text or bool(self.line_statement_prefix)
            _LOOKS[key] = look_into(parsed, has_blocks=has_blocks)
        return _LOOKS[key]

    @cached_property
    def _way(self) -> tuple[Any, ...]:
        """What else the code of a text depends on: marks, line ends, kind of undefined."""
        return tuple(getattr(self, option) for option in sorted(_ENVOPS))

    def writes_like(self, other: _Sandbox) -> bool:
        """Whether the same text has the same code there."""
        return self._way == other._way

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """No template here has globals of its own: one plain dictionary is quicker than a chain."""
        return self.globals if d is None else super().make_globals(d)


class Expressions:
    """Renders the texts of one template, and its files where a `loader` finds them."""

    def __init__(self, settings: Mapping[str, Any], loader: BaseLoader | None = None) -> None:
        options = {"keep_trailing_newline": True, **(settings.get("envops") or {})}
        if unknown := options.keys() - _ENVOPS:
            raise UnsupportedTemplateError(f"_envops of the template: {', '.join(sorted(unknown))}")
        if "undefined" in options:
            options["undefined"] = _UNDEFINED.get(options["undefined"])
        if settings.get("jinja_extensions") or options.get("undefined", StrictUndefined) is None:
            raise UnsupportedTemplateError("the template uses Jinja extensions.")
        try:
            self._jinja = _Sandbox(loader=loader, cache_size=-1, auto_reload=False, **options)
            self._jinja.from_string("")
        except Exception as wrong:  # whatever Jinja says of them
            raise UnsupportedTemplateError(f"_envops of the template: {wrong}") from wrong
        self._jinja.filters.update(FILTERS)
        self._compiled: dict[str, Template | None] = {}  # None where there is nothing to render
        self._files: dict[str, Template] = {}
        self._ingredients: dict[str, Ingredients | None] = {}
        self._shared: dict[tuple[Expressions, str], frozenset[str] | None] = {}

    def render(self, text: Any, known: Mapping[str, Any]) -> Any:
        """The text with what is `known` put in; lists item by item, other things as they are.

        Raises TemplateError where the text cannot be rendered, NotSet where it asks for UNSET.
        """
        if isinstance(text, list):
            return [self.render(item, known) for item in text]
        if not isinstance(text, str):
            return text
        template = self._compile(text)
        if template is None:
            return text
        try:
            return self._fill(template, self.seen(known))
        except (CharterError, NotSet):
            raise
        except Exception as wrong:
            raise _in_our_words(f"the template says {text!r}", wrong) from wrong

    def seen(self, known: Mapping[str, Any]) -> dict[str, Any]:
        """All that a file of the template sees where this is `known`."""
        return {**self._jinja.globals, **known}

    def render_file(self, name: str, seen: dict[str, Any]) -> bytes:
        """The file that the loader finds by `name`; raises TemplateError naming it."""
        try:
            if name not in self._files:
                self._files[name] = self._jinja.get_template(name)
            return self._fill(self._files[name], seen).encode()
        except (CharterError, NotSet):
            raise
        except Exception as wrong:
            raise _in_our_words(f"{name} of the template", wrong) from wrong

    def shared_with(self, other: Expressions, name: str) -> frozenset[str] | None:
        """What the file `name` refers to, if it is made of the same as the other's; else None.

        Where all that means the same, it comes out the same. None too where nobody can tell.
        """
        key = (other, name)
        if key not in self._shared:
            mine = self._made_of(name)
            is_same = self._jinja.writes_like(other._jinja) and mine == other._made_of(name)
            self._shared[key] = mine.names if mine and is_same else None
        return self._shared[key]

    def _made_of(self, name: str) -> Ingredients | None:
        if name not in self._ingredients:
            try:
                found = find_ingredients(name, self._read, self._jinja.look_into)
            except (CharterError, JinjaError, UnicodeDecodeError):  # rendering it says why
                found = None
            self._ingredients[name] = found
        return self._ingredients[name]

    def _read(self, name: str) -> str | None:
        try:
            return (
                self._jinja.loader.get_source(self._jinja, name)[0] if self._jinja.loader else None
            )
        except TemplateNotFound:
            return None

    def _fill(self, template: Template, seen: dict[str, Any]) -> str:
        """As Jinja's own `render`, without copying what is seen."""
        context = template.new_context(seen, shared=True)
        return self._jinja.concat(template.root_render_func(context))

    def forget(self) -> None:
        """Jinja keeps what an imported file has set: the next rendering must not see it."""
        for template in (self._jinja.cache or {}).values():
            template._module = None  # noqa: SLF001 - as copier's new environment each time

    def refuse_unsupported(self, texts: Iterable[Any], choices: Any) -> None:
        """Raises UnsupportedTemplateError where a question goes beyond what is evaluated here."""
        for text in (*_texts_in(list(texts)), *_texts_in(choices, inside=True)):
            if not self.is_plain(text):
                self._refuse(text, _OF_THE_RUN | _OF_A_FILE, text.strip())
                self._compile(text)

    def refuse_foreign(self, text: str, where: str) -> None:
        """Raises UnsupportedTemplateError where a file or path goes beyond what is rendered."""
        if not self.is_plain(text):
            self._refuse(text, _OF_THE_RUN | _CHANGING, where)

    def _refuse(self, text: str, foreign: frozenset[str], where: str) -> None:
        if found := self._jinja.find_foreign(text, foreign):
            raise UnsupportedTemplateError(f"{found} in {where!r}")

    def is_plain(self, text: str) -> bool:
        """Whether Jinja would give the text back as it is."""
        jinja = self._jinja
        marks = (jinja.variable_start_string, jinja.block_start_string, jinja.comment_start_string)
        return (
            not any(mark in text for mark in marks)
            and "\r" not in text
            and (jinja.keep_trailing_newline or not text.endswith("\n"))
            and (jinja.newline_sequence == "\n" or "\n" not in text)
            and not (jinja.line_statement_prefix or jinja.line_comment_prefix)
        )

    def has_jinja(self, choices: Any) -> bool:
        """Whether anything in a list of choices is to be rendered."""
        return not all(map(self.is_plain, _texts_in(choices, inside=True)))

    def _compile(self, text: str) -> Template | None:
        """What renders the text; None where there is nothing to render in it."""
        if text not in self._compiled:
            if len(self._compiled) >= _MOST:
                self._compiled.clear()
            try:
                made = None if self.is_plain(text) else self._jinja.from_string(text)
            except Exception as wrong:
                raise _in_our_words(f"the template says {text!r}", wrong) from wrong
            self._compiled[text] = made
        return self._compiled[text]


def _in_our_words(what: str, wrong: Exception) -> TemplateError:
    """A template can raise anything: it becomes the template's own error."""
    if isinstance(wrong, TemplateSyntaxError):  # perhaps what only copier knows
        where = f" (line {wrong.lineno} of {wrong.name})" if wrong.name else ""
        return UnsupportedTemplateError(f"{what}: {wrong.message}{where}")
    if isinstance(wrong, TemplateRuntimeError) and _NO_SUCH.match(str(wrong)):
        return UnsupportedTemplateError(f"{what}: {wrong}")
    return TemplateError(f"{what}: {wrong}")


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
