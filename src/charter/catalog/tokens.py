"""Texts as the tokens that are searched for: the same for every database, and for what is typed.

Case and accents do not count, English endings neither. A name in one word is also found by its
parts (InvoiceRenderer: invoice, renderer); scripts without spaces are taken sign by sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from charter.catalog.stemmer import stem
from charter.catalog.words import Term

_NO_SPACES = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECE = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST, _MOST = 64, 4000
_MOST_WORDS = 16  # of a query; more narrow nothing
# letters that no normalization takes apart
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


@dataclass(frozen=True)
class Token:
    """Where it stands in the piece that it was read from; `plain`: not stemmed, but folded."""

    text: str
    start: int
    end: int
    plain: str


@dataclass(frozen=True)
class Wanted:
    """A word as it was typed: one of these ways to spell it, each all of its tokens.

    `is_prefix`: its last token may go on.
    """

    spellings: tuple[tuple[str, ...], ...]
    is_prefix: bool = False


def composed(text: str) -> str:
    """The text as `read_pieces` wants it, so that its places can be marked."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def read_pieces(text: str) -> Iterator[tuple[int, tuple[Token, ...]]]:
    """Where each piece of a composed text begins, and its tokens.

    Of a word in humps first the whole, then each part.
    """
    for piece in islice(_PIECE.finditer(text), _MOST):
        yield piece.start(), _tokens_of(piece.group())


def _split(piece: str) -> list[str]:
    return [piece] if piece.isascii() else _signs().findall(piece)


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    return re.compile(f"[{_NO_SPACES}]|[^{_NO_SPACES}]+")  # slow to compile, and seldom wanted


def tokens_of(text: str) -> list[str]:
    """The tokens alone."""
    pieces = _PIECE.findall(composed(text))[:_MOST]
    return [token.text for piece in pieces for token in _tokens_of(piece)]


@lru_cache(maxsize=100_000)
def _tokens_of(piece: str) -> tuple[Token, ...]:
    if not piece.isascii():
        signs = (sign.span() for sign in _signs().finditer(piece))
        words = ((folded(piece[begin:end]), begin, end) for begin, end in signs)
        return tuple(Token(stem(it), begin, end, it) for it, begin, end in words if it)
    plain = folded(piece)
    found = [Token(stem(plain), 0, len(piece), plain)] if plain else []
    if cuts := [cut.start() for cut in _HUMP.finditer(piece)]:
        for begin, end in zip([0, *cuts], [*cuts, len(piece)], strict=True):
            part = piece[begin:end]
            found.append(Token(stem(part.lower()), begin, end, folded(part)))
    return tuple(found)


def tokens_of_name(name: str) -> list[str]:
    """Those of a name, and all of it as one word: e-mail is found by email."""
    found = tokens_of(name)
    joined = squashed(name)
    return found if joined in found or not joined else [*found, stem(joined[:_LONGEST])]


def squashed(name: str) -> str:
    """A name without what separates its parts."""
    return "".join(folded(piece) for piece in _PIECE.findall(composed(name)))


def folded(word: str) -> str:
    """Without case and accents, letters and digits only; empty where none is left."""
    if word.isascii():
        return word.lower()[:_LONGEST]
    apart = unicodedata.normalize("NFKD", word).casefold().translate(_LETTERS)
    return "".join(sign for sign in apart if sign.isalnum())[:_LONGEST]


def read_wanted(terms: Iterable[Term]) -> tuple[Wanted, ...]:
    """What a query wants of an entry, word by word; empty where no word has a letter or digit."""
    found: dict[Wanted, None] = {}
    for term in terms:
        if wanted := _wanted(term):
            found.setdefault(wanted)
        if len(found) == _MOST_WORDS:
            break
    return tuple(found)


def _wanted(term: Term) -> Wanted | None:
    text = composed(term.text)
    pieces = [sign for piece in _PIECE.findall(text) for sign in _split(piece)][:_MOST_WORDS]
    parts = [stem(it) for piece in pieces for it in map(folded, _HUMP.split(piece)) if it]
    whole = [stem(it) for it in map(folded, pieces) if it]
    joined = stem("".join(map(folded, pieces))[:_LONGEST])
    spellings = dict.fromkeys((tuple(whole), tuple(parts), (joined,)))
    spellings.pop((), None)
    spellings.pop(("",), None)
    return Wanted(tuple(spellings), term.prefix) if spellings else None
