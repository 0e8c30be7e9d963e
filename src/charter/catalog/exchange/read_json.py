"""JSON that nobody has vouched for → its items. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from charter.errors import UsageError


def items_of(text: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each object of an array, with its place; raises UsageError where the text is none."""
    found = value_of(text)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UsageError("the file is no list of objects.")
    for number, item in enumerate(found, start=1):
        yield f"item {number}", item


def value_of(text: str) -> Any:
    """The document; raises UsageError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise UsageError(f"the file is not valid JSON: {wrong}.") from wrong
