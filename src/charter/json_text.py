"""Values → JSON as people read it. Pure.

The bytes of `json.dumps(…, indent=2)`, which has no C code for an indent: ten times as quick where
parts are one object in many places, such as the same finding in a thousand repositories.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from typing import Any

_STEP = "  "
_LONGEST = 2000  # what is longer is hardly in two places, and would be kept twice


def as_text(value: Any) -> str:
    """The document; its keys are texts."""
    return _text(value, "\n", {})


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
