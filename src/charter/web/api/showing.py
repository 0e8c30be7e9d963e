"""Entries as the API shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from charter.catalog.address import addresses_of, with_web_addresses
from charter.catalog.entry import END, MARK, Entry, Hit, LookAlike, as_json
from charter.plain_text import one_line


def shown(entry: Entry) -> dict[str, Any]:
    """The entry, and the addresses to use it; looked at once more, for they are opened."""
    entry = with_web_addresses(entry)
    return {**as_json(entry), "addresses": addresses_of(entry)}


def found(hit: Hit) -> dict[str, Any]:
    """The entry, where it matches, and how it was found."""
    texts = {"name": hit.name, "description": hit.description, "readme": hit.readme}
    matches = {name: matched(text) for name, text in texts.items() if text}
    return {**shown(hit.entry), "matches": matches, "how": hit.how}


def found_exactly(entry: Entry) -> dict[str, Any]:
    """The entry as one among those found, by what it is called: nothing in it matches words."""
    return {**shown(entry), "matches": None, "how": ""}


def page(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Entries found, and nothing after them."""
    return {"entries": [*entries], "next": None, "total": None, "is_more": False, "counts": None}


def near(alike: Iterable[LookAlike]) -> dict[str, Any]:
    """The nearest entries, with the words that are shared."""
    return {
        "look_alikes": [
            {"entry": shown(each.entry), "shared": list(map(one_line, each.shared))}
            for each in alike
        ]
    }


def matched(text: str) -> dict[str, Any]:
    """The text without its marks, and the places that they marked."""
    plain, places, begun = "", [], 0
    for piece in text.replace(END, f"{END}{MARK}").split(MARK):
        clean = piece.removesuffix(END)
        begun = len(plain)
        if not clean.isprintable():
            clean = "".join(mark if mark.isprintable() else " " for mark in clean)
        plain += clean
        if piece.endswith(END):
            places.append([begun, len(plain)])
    return {"text": plain, "at": places}


def etag_of(entry: Entry) -> str:
    """The state that somebody may ask not to have changed."""
    return f'"{entry.id}-{entry.revision}"'
