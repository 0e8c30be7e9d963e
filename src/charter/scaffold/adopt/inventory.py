"""A list of repositories, CSV or JSON, that nobody has vouched for. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from charter.errors import UsageError
from charter.plain_text import one_line

LARGEST = 10 * 1024 * 1024
MOST = 10_000
PATH, URL = "path", "url"
_LONGEST_CELL = 4096
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Row:
    """One repository: where it lies, its address if that is said, and answers for it."""

    path: str
    url: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)


def read_inventory(file: str, data: bytes, questions: Iterable[str]) -> tuple[Row, ...]:
    """The rows, in order; raises UsageError naming the line and what is wrong with it.

    A column is `path`, `url` or a question of the template; an empty cell says nothing.
    """
    if len(data) > LARGEST:
        raise UsageError(f"{file} is larger than {LARGEST // 1024 // 1024} MiB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UsageError(f"{file} is not text in UTF-8.") from wrong
    is_json = text.lstrip()[:1] in ("[", "{")
    known = {PATH, URL, *questions} | {name.removeprefix("public_") for name in questions}
    rows, seen = [], set()
    for place, found in _of_json(file, text) if is_json else _of_csv(file, text):
        row = _row(f"{file}, {place}", found, known)
        if row.path in seen:
            raise UsageError(f"{file}, {place}: '{one_line(row.path)}' is there twice.")
        seen.add(row.path)
        rows.append(row)
    if not rows:
        raise UsageError(f"{file} lists no repository.", hint="It begins with a header: path,team")
    if len(rows) > MOST:
        raise UsageError(f"{file} lists more than {MOST} repositories: give it in parts.")
    return tuple(rows)


def _of_csv(file: str, text: str) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    header = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for found in reader:
            if None in found:
                raise UsageError(f"{file}, line {reader.line_num} has more cells than the header.")
            if any(found.values()):
                yield f"line {reader.line_num}", found
    except csv.Error as wrong:
        raise UsageError(f"{file}, line {reader.line_num} cannot be read: {wrong}.") from wrong


def _of_json(file: str, text: str) -> Iterator[tuple[str, Mapping[Any, Any]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise UsageError(f"{file} is not valid JSON: {wrong}.") from wrong
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UsageError(f"{file} must be a list of objects, each with a path.")
    for number, item in enumerate(found, start=1):
        yield f"item {number}", item


def _row(place: str, found: Mapping[Any, Any], known: set[str]) -> Row:
    said = {str(key).strip(): value for key, value in found.items() if _says(value)}
    for name, value in said.items():
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1)
            raise UsageError(
                f"{place}: '{one_line(name)}' is no question of the template.",
                hint=f"Did you mean '{near[0]}'?" if near else "",
            )
        if len(str(value)) > _LONGEST_CELL:
            raise UsageError(f"{place}: '{name}' is longer than {_LONGEST_CELL} characters.")
    path, url = said.pop(PATH, ""), said.pop(URL, "")
    if not isinstance(path, str) or not path.strip() or "\0" in path:
        raise UsageError(f"{place} has no path.")
    if not isinstance(url, str):
        raise UsageError(f"{place}: the url must be text.")
    return Row(path.strip(), url.strip(), said)


def _says(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
