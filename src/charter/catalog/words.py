"""Words of a query and of a description, before any database sees them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from charter.plain_text import one_line

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_SHORT = 3  # "bus" is no plural
_COMMON = frozenset(
    """a about after all also an and any are as at be been but by can do does each every for from
    get has have if in into is it its just like made make makes more most new no not of on one only
    or other our out over so some such than that the their them then there these they this those
    through to up use used uses using very via was we what when where which who will with within
    without you your""".split()  # noqa: SIM905 - one can read it
)


@dataclass(frozen=True)
class Term:
    """A word to look for, or several joined by marks; `prefix`: only its beginning is known."""

    text: str
    prefix: bool = False


def key(text: str) -> str:
    """What two names have in common that differ in case only."""
    return unicodedata.normalize("NFKC", text).casefold()


def like_literal(text: str) -> str:
    """The text for `like … escape '!'`, where none of its signs stands for others."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def read_terms(words: Iterable[str]) -> tuple[Term, ...]:
    """The terms of what a person typed; nothing in it is syntax but a `*` at a word's end."""
    found = []
    for word in " ".join(words).split():
        text = one_line(word.replace('"', " ")).strip()
        if any(mark.isalnum() for mark in text):
            found.append(Term(text.rstrip("*"), prefix=text.endswith("*")))
    return tuple(found)


def telling_words(name: str, description: str) -> tuple[str, ...]:
    """The words that may tell what a project is: lower case, common ones left out, each once.

    Singular and plural count as one: shown side by side, they would seem to be two likenesses.
    """
    text = one_line(f"{_CAMEL.sub(' ', name)} {description}").casefold()
    words = (word for word in _WORD.findall(text) if len(word) > 1 and word not in _COMMON)
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(singular(word), word)
    return tuple(found.values())


def singular(word: str) -> str:
    """The form in which singular and plural of most English words are the same."""
    return word[:-1] if len(word) > _SHORT and word.endswith("s") and word[-2] != "s" else word
