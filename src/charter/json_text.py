"""Values → JSON as people read it. Pure.

The bytes of `json.dumps(…, indent=2)`, which has no C code for an indent: ten times as quick where
parts are one object in many places, such as the same finding in a thousand repositories.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any

_STEP = "  "
_LONGEST = 2000  # what is longer is hardly in two places, and would be kept twice


def as_text(value: Any) -> str:
    """The document; its keys are texts."""
    return "".join(in_parts(value))


def in_parts(value: Any) -> Iterator[str]:
    """The same from its beginning to its end: thousands of things in a list are never one text."""
    known: dict[tuple[int, str], str] = {}
    if not value or not isinstance(value, dict):
        yield _text(value, "\n", known)
        return
    before = "{"
    for name, each in value.items():
        yield f"{before}\n{_STEP}{encode_basestring(name)}: "
        before = ","
        if each and isinstance(each, (list, tuple)):
            yield from _items(each, "\n" + _STEP, known)
        else:
            yield _text(each, "\n" + _STEP, known)
    yield "\n}"


def _items(values: Sequence[Any], line: str, known: dict[tuple[int, str], str]) -> Iterator[str]:
    before, inner = "[", line + _STEP
    for each in values:
        yield f"{before}{inner}{_text(each, inner, known)}"
        before = ","
    yield f"{line}]"


def _text(value: Any, line: str, known: dict[tuple[int, str], str]) -> str:
    """`line` ends a line and indents the next one; `known` is what stands there already, by id."""
    if type(value) is str:
        return encode_basestring(value)
    if not value or not isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False)
    key = (id(value), line)
    if key in known:
        return known[key]
    inner = line + _STEP
    if isinstance(value, dict):
        items = [
            f"{encode_basestring(name)}: {_text(each, inner, known)}"
            for name, each in value.items()
        ]
        text = f"{{{inner}{f',{inner}'.join(items)}{line}}}"
    else:
        items = [_text(each, inner, known) for each in value]
        text = f"[{inner}{f',{inner}'.join(items)}{line}]"
    if len(text) < _LONGEST:
        known[key] = text
    return text
