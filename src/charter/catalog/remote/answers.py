"""What a service says, as the values that a catalog gives; raises CatalogError for other texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charter.catalog.document import entry_of
from charter.catalog.entry import END, MARK, Hit
from charter.catalog.query import Answer
from charter.errors import CatalogError
from charter.plain_text import one_line


def answer_of(first: Mapping[str, Any], hits: tuple[Hit, ...], after: str) -> Answer:
    """The answer whose first page is given; `after` is where the next page begins."""
    counts = first.get("counts") or {}
    return Answer(
        hits=hits,
        total=int(first.get("total") or 0),
        is_more=bool(first.get("is_more")),
        counts={
            one_line(name): {one_line(value): int(number) for value, number in values.items()}
            for name, values in counts.items()
        },
        next=after,
    )


def hit_of(document: Mapping[str, Any]) -> Hit:
    """One entry of a list, with its matches."""
    matches = document.get("matches") or {}
    entry = entry_of(document)
    name = _marked(matches.get("name"), entry.project.name)
    description = _marked(matches.get("description"), entry.project.description)
    readme = _marked(matches.get("readme"), "")
    return Hit(entry, name, description, readme, one_line(str(document.get("how", ""))))


def _marked(match: Any, plain: str) -> str:
    """The text with its matches between MARK and END, as a search of a file gives it."""
    if not isinstance(match, dict):
        return plain
    text, marked, done = str(match.get("text", "")), "", 0
    for begin, end in match.get("at", ()):
        marked += f"{text[done:begin]}{MARK}{text[begin:end]}{END}"
        done = end
    return marked + text[done:]


def member(document: Any, name: str) -> Any:
    """What is there under that name."""
    try:
        return document[name]
    except (KeyError, TypeError, IndexError) as wrong:
        raise CatalogError(f"the catalog's answer lacks '{name}': is it a newer one?") from wrong


def members(document: Any, name: str) -> list[Any]:
    """The list under that name."""
    found = member(document, name)
    if not isinstance(found, list):
        raise CatalogError(f"the catalog's answer holds no list '{name}': is it a newer one?")
    return found
