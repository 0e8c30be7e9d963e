"""Parts of an entry out of values that nobody has vouched for. Pure.

What is too long is cut, what is no such part is left out: only a name must be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from charter.catalog.address import bug_address, contributing_address, web_address
from charter.catalog.entry import KINDS, Entry, Link, Standing
from charter.catalog.exchange.backstage_names import tag_of
from charter.errors import CatalogError
from charter.model import Maintainer, Visibility, parse_maintainers
from charter.plain_text import one_line

UNSAID = "an import lists it; nobody has said its visibility"
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_LONGEST, _LONGEST_TITLE, _LONGEST_WORD = 1000, 200, 100
_MOST = 30
_LARGEST_COUNT = 2**31 - 1
_SIDES = {
    "opensource": Visibility.OPENSOURCE,
    "open-source": Visibility.OPENSOURCE,
    "innersource": Visibility.INNERSOURCE,
    "inner-source": Visibility.INNERSOURCE,
    "internal": Visibility.INNERSOURCE,
}


def text_at(values: Mapping[str, Any], name: str, longest: int = _LONGEST) -> str:
    """The text under that name on one line; empty where there is none."""
    value = values.get(name)
    line = one_line(value) if isinstance(value, str) else ""
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def title_at(values: Mapping[str, Any], name: str) -> str:
    """A text of a line at most."""
    return text_at(values, name, _LONGEST_TITLE)


def word_at(values: Mapping[str, Any], name: str) -> str:
    """A short text: a language, a licence."""
    return text_at(values, name, _LONGEST_WORD)


def count_at(values: Mapping[str, Any], name: str) -> int:
    """A count; 0 where there is none."""
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return min(max(value, 0), _LARGEST_COUNT)


def texts_at(values: Mapping[str, Any], name: str, between: str = ",") -> tuple[str, ...]:
    """The texts of a list, or of a text with `between` between them."""
    value = values.get(name)
    listed = value.split(between) if isinstance(value, str) else value
    if not isinstance(listed, (list, tuple)):
        return ()
    lines = (one_line(each) for each in listed if isinstance(each, str))
    return tuple(dict.fromkeys(line[:_LONGEST_TITLE] for line in lines if line))[:_MOST]


def topics_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Topics as every registration has them; that something is InnerSource is no topic."""
    tags = (tag_of(text) for text in texts)
    return tuple(dict.fromkeys(tag for tag in tags if tag and tag not in _SIDES))[:_MOST]


def links_of(listed: Any) -> tuple[Link, ...]:
    """Links with an address that can be followed; a kind that we do not know is none."""
    found = []
    for link in listed[:_MOST] if isinstance(listed, list) else ():
        if isinstance(link, dict) and (url := web_address(text_at(link, "url"))):
            kind = text_at(link, "type")
            found.append(Link(url, title_at(link, "title"), kind if kind in KINDS else ""))
    return tuple(found)


def side_of(said: str) -> tuple[Visibility, str, bool]:
    """The visibility, why it is siloed if so, and whether anything was said; raises CatalogError.

    Nothing said means internal: the mistake that harms less.
    """
    word = said.strip().lower()
    if word == Standing.SILOED:
        return Visibility.INNERSOURCE, UNSAID, False
    if word and word not in _SIDES:
        raise CatalogError(
            f"it says its visibility is '{one_line(said)[:60]}'; known are {Standing.SILOED}, "
            f"{' and '.join(Visibility)}."
        )
    return _SIDES.get(word, Visibility.INNERSOURCE), "", bool(word)


def name_of(text: str, what: str) -> str:
    """The text, where it can be a name; raises CatalogError."""
    line = one_line(text)
    if not line:
        raise CatalogError(f"it says no {what}.")
    if not _NAME.fullmatch(line):
        raise CatalogError(
            f"the {what} '{line[:80]}' is not one the catalog can keep:"
            " 1 to 63 letters, digits, '-', '_' or '.'."
        )
    return line


def people_of(text: str) -> tuple[Maintainer, ...]:
    """`Name @handle, …`; who is written otherwise is left out: nobody else is named."""
    found: list[Maintainer] = []
    for part in text.split(","):
        try:
            found += parse_maintainers(one_line(part)) if part.strip() else ()
        except ValueError:
            continue
    return tuple(found)[:_MOST]


def without_what_follows(entry: Entry, forge: str = "") -> Entry:
    """Without the links that an entry on that forge has of itself: told back, they are no news."""
    project = replace(entry.project, forge=entry.project.forge or forge)
    bare = replace(entry, project=project, links=())
    implied = {("issues", bug_address(bare)), ("contributing", contributing_address(bare))}
    links = tuple(link for link in entry.links if (link.kind, link.url) not in implied)
    return replace(entry, links=links)
