"""Asks a person at a terminal; the only file that knows questionary."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import questionary
import yaml
from prompt_toolkit.completion import Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.layout import Dimension
from prompt_toolkit.styles import Style
from questionary import Choice, Question, Separator

from charter.template.interview import Back, Line
from charter.template.posed import Posed
from charter.template.questions import MISSING

_BACK = object()
_GO = ""
_MANY = 12  # choices that one finds by typing rather than by looking
STYLE = Style(
    [
        ("qmark", "fg:ansicyan bold"),
        ("question", "bold"),
        ("answer", "fg:ansicyan"),
        ("pointer", "fg:ansicyan bold"),
        ("highlighted", "fg:ansicyan bold"),
        ("selected", ""),
        ("instruction", "fg:ansibrightblack"),
        ("separator", "fg:ansibrightblack"),
        ("placeholder", "fg:ansibrightblack"),
        ("bottom-toolbar", "noreverse fg:ansibrightblack"),
        ("validation-toolbar", "noreverse fg:ansired"),
    ]
)


class Terminal:
    """A person at a terminal; `offers`: what may be meant, by a question's spoken name.

    Answers named in `locked` are not shown to be changed. `found`: question → a value that was
    found, and where; it is told while that value stands. `agrees` is how one says yes to all.
    """

    def __init__(
        self,
        offers: Mapping[str, Iterable[str]],
        *,
        reviews: bool = True,
        locked: Iterable[str] = (),
        found: Mapping[str, tuple[str, str]] | None = None,
        agrees: str = "Yes, create it",
    ) -> None:
        self._found, self._agrees = found or {}, agrees
        self._locked = frozenset(locked)
        self._reviews = reviews
        self._offers = {name: tuple(words) for name, words in offers.items()}

    def ask(self, posed: Posed, refusal: Callable[[Any], str], *, can_go_back: bool) -> Any:
        """Ask one question; Shift-Tab raises Back, Ctrl-C KeyboardInterrupt."""
        while True:
            prompt = self._prompt(posed, refusal, can_go_back=can_go_back)
            answer = _run(prompt, can_go_back=can_go_back)
            if not (objection := refusal(answer)):
                return answer
            questionary.print(f"  {objection}", style="fg:ansired")  # a choice is not typed

    def review(self, lines: tuple[Line, ...]) -> str:
        """Show all answers; Enter agrees, any other line is changed."""
        if not self._reviews:
            return _GO
        lines = tuple(line for line in lines if line.posed.question.name not in self._locked)
        width = max(len(line.posed.spoken_name) for line in lines)
        shown = [(line, _line(line, width, self._where(line.posed, line.value))) for line in lines]
        asked = [choice for line, choice in shown if line.was_asked]
        taken = [choice for line, choice in shown if not line.was_asked]
        choices = [Choice(self._agrees, _GO), Separator(" "), *asked]
        if taken:
            choices += [Separator("  not asked; change what you like:"), *taken]
        prompt = questionary.select(
            "Is this right?",
            choices,
            instruction="(Enter: go on; an answer: change it)",
            style=STYLE,
            qmark="»",
            use_jk_keys=False,
            use_search_filter=False,
        )
        prompt.application.erase_when_done = True  # it comes again after each change
        return str(_run(prompt, can_go_back=True))

    def _prompt(
        self, posed: Posed, refusal: Callable[[Any], str], *, can_go_back: bool
    ) -> Question:
        default = None if posed.default is MISSING else posed.default
        where = self._where(posed, default)
        look: dict[str, Any] = {"qmark": "»", "style": STYLE}
        if posed.choices and posed.question.multiselect:
            return questionary.checkbox(posed.help, _choices(posed, default), **look)
        if posed.choices:
            many = len(posed.choices) > _MANY
            keys = "type to filter" if many else "arrow keys"
            hint = f"({keys}, Shift-Tab: back)" if can_go_back else f"({keys})"
            if where:
                hint += _beside(f"{posed.help} {hint}", f" [from {where}]")
            open_ = [choice.value for choice in posed.choices if not choice.refusal]
            chosen = next((value for value in open_ if str(value) == str(default)), None)
            return questionary.select(
                posed.help,
                _choices(posed),
                default=chosen,
                instruction=hint,
                use_search_filter=many,
                use_jk_keys=not many,
                **look,
            )
        if posed.type == "bool":
            return questionary.confirm(posed.help, default=bool(default), **look)
        if posed.question.secret:
            return questionary.password(posed.help, **look)
        source = _beside(posed.help, f"[from {where}]") if where else ""
        prompt = questionary.text(
            posed.help if source else posed.help + "\n ",
            instruction=source + "\n " if source else None,
            default=_as_text(posed, default),
            validate=lambda text: textwrap.fill(_objection(text, refusal), _columns() - 1) or True,
            multiline=posed.multiline,
            placeholder=_example(posed),
            completer=_PartCompleter(self._offers.get(posed.spoken_name, ())),
            **look,
        )
        _show_whole_objections(prompt)
        return prompt

    def _where(self, posed: Posed, value: Any) -> str:
        """Where the value was found, if it is one that was found."""
        found, where = self._found.get(posed.question.name, ("", ""))
        return where if found and str(value) == found else ""


def _beside(text: str, more: str) -> str:
    """`more`, on a line of its own where it does not fit beside the text."""
    return more if len(text) + len(more) + 4 <= _columns() else f"\n  {more.strip()}"


def _show_whole_objections(prompt: Question) -> None:
    """The line for objections at the bottom has one row; a longer one needs more."""
    for window in prompt.application.layout.find_all_windows():
        if window.height == 1 and window.content.__class__.__name__ == "FormattedTextControl":
            window.height = Dimension(min=1, max=4)


def agree(question: str, *, default: bool = True) -> bool:
    """Yes or no by one key; raises KeyboardInterrupt on Ctrl-C."""
    return bool(questionary.confirm(question, default=default, qmark="»", style=STYLE).unsafe_ask())


def choose(question: str, choices: Mapping[str, str]) -> str:
    """One of the values, each with its label, the first one offered; Ctrl-C raises."""
    listed = [Choice(label, value) for value, label in choices.items()]
    prompt = questionary.select(question, listed, qmark="»", style=STYLE, instruction=" ")
    return str(prompt.unsafe_ask())


def tell_why(question: str) -> str:
    """A line of text, or nothing; Ctrl-C raises."""
    return str(questionary.text(question, qmark="»", style=STYLE).unsafe_ask()).strip()


def _objection(text: str, refusal: Callable[[Any], str]) -> str:
    """The template's words; that nothing was typed is told, for a grey example stands there."""
    said = refusal(text)
    return f"nothing typed yet: {said}" if said and not text.strip() else said


def _example(posed: Posed) -> list[tuple[str, str]] | None:
    """In grey where an answer is needed; beside an optional one it would look like the answer."""
    is_needed = posed.default is MISSING and posed.placeholder
    return [("class:placeholder", f"e.g. {posed.placeholder}")] if is_needed else None


class _PartCompleter(Completer):
    """Completes what stands after the last comma, by any part of an offered word."""

    def __init__(self, offers: tuple[str, ...]) -> None:
        self._offers = offers

    def get_completions(self, document: Document, complete_event: object) -> Iterable[Completion]:  # noqa: ARG002
        typed = document.text_before_cursor.rpartition(",")[2].lstrip()
        for offer in self._offers:
            if typed.lower() in offer.lower() and offer != typed:
                yield Completion(offer, start_position=-len(typed))


def _choices(posed: Posed, checked: Any = None) -> list[Choice]:
    return [
        Choice(
            choice.label,
            choice.value,
            disabled=choice.refusal or None,
            checked=isinstance(checked, list) and choice.value in checked,
        )
        for choice in posed.choices
    ]


def _as_text(posed: Posed, value: Any) -> str:
    if value is None:
        return ""
    if posed.type == "json":
        return json.dumps(value, indent=2 if posed.multiline else None, ensure_ascii=False)
    if posed.type == "yaml":
        return str(yaml.safe_dump(value, default_flow_style=not posed.multiline)).strip()
    return str(value)


def _line(line: Line, width: int, where: str = "") -> Choice:
    shown = "" if line.value in (MISSING, [], {}) else _as_text(line.posed, line.value)
    for choice in line.posed.choices:
        if choice.value == line.value:
            shown = choice.label
    room = _columns() - width - 7
    if len(shown) > room:
        shown = f"{shown[: room - 1]}…"
    title = [
        ("class:instruction", f"{line.posed.spoken_name.replace('_', ' '):<{width}}  "),
        ("class:text", shown or "-"),
    ]
    if where and len(shown) + len(where) + len("  from ") <= room:
        title.append(("class:instruction", f"  from {where}"))
    return Choice(title, line.posed.question.name)


def _columns() -> int:
    return max(shutil.get_terminal_size().columns, 40)


def _run(prompt: Question, *, can_go_back: bool) -> Any:
    keys, typed = KeyBindings(), [""]
    if can_go_back:

        @keys.add("s-tab", eager=True)
        def _(event: Any) -> None:
            event.app.erase_when_done = True  # the question is not asked now: it leaves the screen
            typed.append(event.app.current_buffer.text)
            event.app.exit(result=_BACK)

    there = prompt.application.key_bindings
    prompt.application.key_bindings = merge_key_bindings([there, keys] if there else [keys])
    answer = prompt.unsafe_ask()
    if answer is _BACK:
        raise Back(typed[-1])
    return answer
