"""What a repository says about itself, each answer with where it came from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from charter.plain_text import one_line

LONGEST = 300


@dataclass(frozen=True)
class Guess:
    """A likely answer to a question, by its spoken name, and where it was found."""

    question: str
    value: str
    where: str


@dataclass(frozen=True)
class Author:
    """Somebody whom the history names, with how many commits."""

    name: str
    email: str
    commits: int = 1


def guess(question: str, value: object, where: str) -> tuple[Guess, ...]:
    """One guess, or none where the value is no text; what would steer a terminal is taken out."""
    text = one_line(value)[: LONGEST + 1] if isinstance(value, str) else ""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"
    return (Guess(question, text, where),) if text else ()


def first_of_each(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """The first guess for each question: they come in the order in which they are trusted."""
    found: dict[str, Guess] = {}
    for one in guesses:
        found.setdefault(one.question, one)
    return tuple(found.values())


def by_question(
    guesses: Iterable[Guess], names: Iterable[str], *, is_public: bool
) -> dict[str, Guess]:
    """The guesses by the template's own names of its questions.

    A question of the public side gets one only where the repository is public already: a name or
    handle from inside is never taken for one that the world may know.
    """
    known = frozenset(names)
    found = {}
    for one in guesses:
        if one.question in known:
            found[one.question] = one
        if is_public and f"public_{one.question}" in known:
            found[f"public_{one.question}"] = one
    return found


def sort_out(
    offered: Mapping[str, Guess], stored: Mapping[str, Any], said: Iterable[str]
) -> tuple[tuple[Guess, ...], tuple[Guess, ...]]:
    """The guesses that became answers, and those that did not fit the template's question."""
    spoken = set(said)
    taken: list[Guess] = []
    refused: list[Guess] = []
    for name, one in offered.items():
        if name not in stored or {name, one.question} & spoken:
            continue
        (taken if str(stored[name]) == one.value else refused).append(one)
    return tuple(taken), tuple(refused)
