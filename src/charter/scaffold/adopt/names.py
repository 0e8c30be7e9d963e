"""A folder's name → a name that a repository can have. Pure."""

from __future__ import annotations

import re
import unicodedata

NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_OTHER = re.compile(r"[^A-Za-z0-9._-]+")


def as_name(text: str) -> str:
    """The text where it is a name, else one made of its letters; empty where it has none."""
    if NAME.fullmatch(text):
        return text
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    made = _OTHER.sub("-", ascii_).strip("-._")[:63].rstrip("-._")
    return made if NAME.fullmatch(made) else ""
