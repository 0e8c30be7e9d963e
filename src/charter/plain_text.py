"""Text that nobody has vouched for, made safe to be shown on a terminal."""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\-_])")
_JOINERS = "\u200c\u200d"  # parts of words and emoji, not tricks


def one_line(text: str) -> str:
    """The text without escape sequences, control and direction characters, on one line."""
    if text.isprintable():  # nothing but spaces is a separator there
        return " ".join(text.split()) if " " in text else text
    text = _ESCAPE.sub("", text)
    kept = (
        mark if mark in _JOINERS or unicodedata.category(mark)[0] not in "CZ" else " "
        for mark in text
        if unicodedata.category(mark) != "Cf" or mark in _JOINERS
    )
    return " ".join("".join(kept).split())


def is_utf8(text: str) -> bool:
    """Whether a file can hold it: the words of a command line may be any bytes."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False
