"""An inventory, CSV or JSON: a project a line → what each line tells. Pure.

The columns are those of our own CSV, all but the name or the address optional; others are passed
over, for an inventory serves many.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from charter.catalog.address import of_remote, web_address
from charter.catalog.entry import Entry, Link
from charter.catalog.exchange.parts import (
    UNSAID,
    name_of,
    people_of,
    side_of,
    text_at,
    texts_at,
    title_at,
    topics_of,
    without_what_follows,
    word_at,
)
from charter.catalog.exchange.read_json import items_of
from charter.catalog.exchange.spreadsheet import COLUMNS, unguarded
from charter.catalog.exchange.told import Told
from charter.errors import CatalogError, UsageError
from charter.model import Project

_DELIMITERS = ",;\t"
_TITLES = {"issues": "Issues", "contributing": "How to contribute", "docs": "Documentation"}


def read_inventory(text: str) -> Iterator[Told]:
    """Each line or item; raises UsageError where the file is none."""
    is_json = text.lstrip()[:1] == "["
    for place, row in items_of(text) if is_json else _rows_of(text):
        try:
            yield _told(place, {name.strip().lower(): value for name, value in row.items()})
        except CatalogError as wrong:
            yield Told(place, problem=wrong.message)


def _rows_of(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    header = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names = [name.strip().lower() for name in next(reader, [])]
    if not {"name", "url"} & set(names):
        raise UsageError(
            "the file has no header with a column `name` or `url`.",
            hint=f"Known columns: {', '.join(COLUMNS)}",
        )
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict(zip(names, map(unguarded, cells), strict=False))
                yield f"line {reader.line_num}", row
    except csv.Error as wrong:
        raise UsageError(f"line {reader.line_num} cannot be read: {wrong}.") from wrong


def _told(place: str, row: Mapping[str, Any]) -> Told:
    """A visibility that is not said makes a silo: under no charter, as far as anybody knows."""
    url = _place(text_at(row, "url"))
    name = text_at(row, "name") or urlsplit(url).path.rpartition("/")[2]
    visibility, siloed, is_said = side_of(text_at(row, "visibility"))
    team = text_at(row, "team")
    if not is_said and not siloed:
        siloed = UNSAID
    name = name_of(name, "name")
    project = Project(
        name=name,
        title=title_at(row, "title") or name,
        description=text_at(row, "description"),
        visibility=visibility,
        team="" if siloed and not team else name_of(team, "team"),
        maintainers=people_of(", ".join(texts_at(row, "maintainers"))),
        forge=word_at(row, "forge").lower(),
        url=url,
        license=word_at(row, "license"),
        topics=_topics(row),
        governance_level=word_at(row, "governance_level"),
    )
    entry = Entry(
        project,
        lifecycle=word_at(row, "lifecycle"),
        language=word_at(row, "language"),
        links=_links(row),
        chat=title_at(row, "chat"),
        wanted=texts_at(row, "wanted"),
        responds=title_at(row, "responds"),
        siloed=text_at(row, "siloed") or siloed if siloed else "",
    )
    entry = _with_channel(without_what_follows(entry))
    return Told(f"{place} {name}", entry, says_visibility=is_said)


def _with_channel(entry: Entry) -> Entry:
    """A chat that is an address is a link."""
    url = web_address(entry.chat)
    if not url:
        return entry
    return replace(entry, chat="", links=(*entry.links, Link(url, "Chat", "chat")))


def _place(text: str) -> str:
    return (of_remote(text) or web_address(text)).rstrip("/")


def _topics(row: Mapping[str, Any]) -> tuple[str, ...]:
    return topics_of(word for text in texts_at(row, "topics") for word in text.split())


def _links(row: Mapping[str, Any]) -> tuple[Link, ...]:
    found = ((kind, title, web_address(text_at(row, kind))) for kind, title in _TITLES.items())
    return tuple(Link(url, title, kind) for kind, title, url in found if url)
