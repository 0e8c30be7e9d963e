"""Entries as JSON Lines: one a line, with the keys that every command tells. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from charter.catalog.entry import Entry, as_json


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A line for each entry, as `charter list --json` has it."""
    for entry in entries:
        yield json.dumps(as_json(entry), ensure_ascii=False) + "\n"
