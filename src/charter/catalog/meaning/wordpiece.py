"""Text → the pieces of words that have a vector (WordPiece, as BERT's lower-case models do it)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

_LONGEST = 100  # signs in a word; a longer one is no word
_PLAIN = re.compile(r"[a-z0-9]+|[^a-z0-9 ]")
_MORE = "##"  # before a piece that is not its word's first
_UNSEEN = ("Cc", "Cf", "Co", "Cs")
# written without spaces: each sign is a word
_IDEOGRAPHS = (
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xF900, 0xFB00),
    range(0x20000, 0x2A6E0),
    range(0x2A700, 0x2CEB0),
    range(0x2F800, 0x2FA20),
)


def split_pieces(text: str, known: Container[str]) -> list[str]:
    """The longest known pieces of each word; none of a word that is not made of known ones."""
    return [piece for word in split_words(text) for piece in _pieces(word, known)]


def split_words(text: str) -> list[str]:
    """Words in lower case without accents; a punctuation mark or an ideograph is one by itself."""
    if text.isascii() and text.isprintable():
        return _PLAIN.findall(text.lower())
    bare = "".join(map(_apart, text)).lower()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFD", bare)
        bare = "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")
    return bare.split()


def _apart(mark: str) -> str:
    if mark.isalnum() and mark < "\u3400":
        return mark
    if mark in "\t\n\r":
        return " "
    kind = unicodedata.category(mark)
    if kind in _UNSEEN or mark == "\ufffd":
        return ""
    if kind[0] == "Z":
        return " "
    if kind[0] == "P" or mark.isascii() or any(ord(mark) in signs for signs in _IDEOGRAPHS):
        return f" {mark} "
    return mark


def _pieces(word: str, known: Container[str]) -> list[str]:
    if word in known:
        return [word]
    if len(word) > _LONGEST:
        return []
    found: list[str] = []
    start = 0
    while start < len(word):
        before = _MORE if found else ""
        for end in range(len(word), start, -1):
            if (piece := before + word[start:end]) in known:
                break
        else:
            return []
        found.append(piece)
        start = end
    return found
