"""A valid answer to a question of free text: its default, its placeholder, by its name. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from charter.errors import AnswerError, TemplateError
from charter.template.evaluation import Evaluator
from charter.template.posed import Answers, Posed
from charter.template.questions import MISSING

# what the name of a question says of its answer: the first word that is a part of it
_BY_NAME: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("maintainer", ("Ada Lovelace @ada, Bob Noyce @bob",)),
    ("url", ("https://git.example.com/payments/invoice-renderer", "https://example.com")),
    ("address", ("https://git.example.com/payments/invoice-renderer", "ada@example.com")),
    ("contact", ("ada@example.com", "https://example.com/contact")),
    ("mail", ("ada@example.com",)),
    ("date", ("2026-01-31",)),
    ("year", ("2026", 2026)),
    ("days", ("5", 5)),
    ("version", ("1.0.0",)),
    ("channel", ("#invoice-renderer",)),
    ("chat", ("#invoice-renderer",)),
    ("topics", ("pdf, billing",)),
    ("description", ("Renders invoices as PDF for every billing team",)),
    ("title", ("Invoice renderer",)),
    ("organisation", ("Acme Corporation",)),
    ("holder", ("Acme Corporation",)),
    ("team", ("payments",)),
    ("name", ("invoice-renderer", "Ada Lovelace")),
)
_BY_TYPE: dict[str, tuple[Any, ...]] = {
    "int": (1, 5, 2026),
    "float": (1.5, 1),
    "json": ("{}", "[]", '"text"'),
    "yaml": ("[]", "{}", "text"),
    "path": ("docs/index.md",),
    "str": (
        *("invoice-renderer", "Invoice renderer", "1", "https://example.com", "ada@example.com"),
        *("2026-01-31", "1.0.0", "Acme", "acme", "ACME-1", "4711", "yes", "a", "A"),
    ),
}
_CLOCKS = ("strftime", "now()")


@dataclass(frozen=True)
class Sample:
    """`value` is MISSING where nothing was valid; `refusals` are what was wrong with what it says.

    An `alternative` is a filled-in answer where the default leaves it empty.
    """

    value: Any
    alternative: Any = MISSING
    refusal: str = ""


def find_sample(evaluator: Evaluator, posed: Posed, answers: Answers) -> Sample:
    """An answer that the question takes. A default that depends on the day is not one."""
    default = MISSING if _depends_on_the_day(posed) else posed.default
    refusal = ""
    if posed.placeholder and (why := _refused(evaluator, posed, posed.placeholder, answers)):
        refusal = f"its placeholder '{posed.placeholder}' is refused: {why}"
    if default is not MISSING and not _refused(evaluator, posed, default, answers):
        if default not in ("", None):
            return Sample(default, refusal=refusal)
        filled = _first(evaluator, posed, answers)
        return Sample(default, filled, refusal)
    found = _first(evaluator, posed, answers)
    if found is MISSING and not refusal:
        refusal = "no answer that could be thought of is valid"
    return Sample(found, refusal=refusal)


def _first(evaluator: Evaluator, posed: Posed, answers: Answers) -> Any:
    for candidate in _candidates(posed):
        if candidate != "" and not _refused(evaluator, posed, candidate, answers):
            return candidate
    return MISSING


def _candidates(posed: Posed) -> Iterator[Any]:
    if posed.placeholder:
        yield posed.placeholder
    for word, values in _BY_NAME:
        if word in posed.question.name.lower():
            yield from values
    yield from _BY_TYPE.get(posed.type, ())
    if posed.default is not MISSING:
        yield posed.default


def _refused(evaluator: Evaluator, posed: Posed, value: Any, answers: Answers) -> str:
    try:
        evaluator.accept(posed, value, answers)
    except (AnswerError, TemplateError) as refused:
        return refused.message.removeprefix(f"{posed.spoken_name}: ")
    return ""


def _depends_on_the_day(posed: Posed) -> bool:
    default = posed.question.default
    return isinstance(default, str) and any(word in default for word in _CLOCKS)
