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
_ROOM = 8 * 1024 * 1024  # characters of parts that are kept, for they may stand elsewhere too


def as_text(value: Any) -> str:
    """The document; its keys are texts."""
    return "".join(in_parts(value))


def in_parts(value: Any) -> Iterator[str]:
    """The same from its beginning to its end: thousands of things in a list are never one text."""
    known = _Known()
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


class _Known:
    """What stands there already, by id and depth."""

    def __init__(self) -> None:
        self.texts: dict[tuple[int, str], str] = {}
        self._room = _ROOM

    def keep(self, key: tuple[int, str], text: str) -> None:
        if len(text) <= self._room:
            self._room -= len(text)
            self.texts[key] = text


def _items(values: Sequence[Any], line: str, known: _Known) -> Iterator[str]:
    """Each of them stands there once, and is not kept; its parts may be another's too."""
    before, inner = "[", line + _STEP
    for each in values:
        text = (_with_parts if _has_parts(each) else _text)(each, inner, known)
        yield f"{before}{inner}{text}"
        before = ","
    yield f"{line}]"


def _text(value: Any, line: str, known: _Known) -> str:
    """`line` ends a line and indents the next one."""
    if type(value) is str:
        return encode_basestring(value)
    if not _has_parts(value):
        return json.dumps(value, ensure_ascii=False)
    key = (id(value), line)
    if key not in known.texts:
        text = _with_parts(value, line, known)
        known.keep(key, text)
        return text
    return known.texts[key]


def _has_parts(value: Any) -> bool:
    return bool(value) and isinstance(value, (dict, list, tuple))


def _with_parts(
    value: dict[str, Any] | list[Any] | tuple[Any, ...], line: str, known: _Known
) -> str:
    inner = line + _STEP
    if isinstance(value, dict):
        items = [
            f"{encode_basestring(name)}: {_text(each, inner, known)}"
            for name, each in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(items)}{line}}}"
    items = [_text(each, inner, known) for each in value]
    return f"[{inner}{f',{inner}'.join(items)}{line}]"
