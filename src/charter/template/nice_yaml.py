"""A mapping as YAML in PyYAML's own bytes: simple lines are written directly, for speed. Pure.

One answers file takes PyYAML longer than all other files of a rendering together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml

_WIDTH = 80  # beyond it PyYAML breaks lines
_SIMPLE = re.compile(r"[A-Za-z_/]([A-Za-z0-9_./@+()<>=;, -]*[A-Za-z0-9_./@+()<>=;-])?")
_QUOTED = re.compile(r"[#,\[\]{}&*!|>'\"%@`][ -~]*")  # what begins so is something else unquoted
_MEANINGS = yaml.Dumper.yaml_implicit_resolvers  # by the first letter: what is no text
_WORDS: dict[Any, str] = {None: "null", True: "true", False: "false"}
_SCALARS = (str, bool, int, float, type(None))


def dump_mapping(value: dict[Any, Any], indent: int) -> str | None:
    """As `yaml.dump` writes it in block style; None where only that knows how.

    Lines do not depend on each other, unless one thing stands in two places, for which YAML has
    names: so at most one value may be a list or a mapping.
    """
    if not value or not all(type(key) is str for key in value):
        return None
    if sum(type(each) not in _SCALARS for each in value.values()) > 1:
        return None
    return "".join(_line(key, value[key], indent) for key in sorted(value))


def _line(key: str, value: Any, indent: int) -> str:
    kind = type(value)
    if kind is str:
        return _line_of_text(key, value, indent)
    if kind in (bool, int, type(None)) and _is_simple(key, ""):
        return f"{key}: {str(value) if kind is int else _WORDS[value]}\n"
    return _dump(key, value, indent)


@lru_cache(maxsize=512)
def _line_of_text(key: str, value: str, indent: int) -> str:
    if _is_simple(key, value) and _SIMPLE.fullmatch(value) and _is_text(value):
        return f"{key}: {value}\n"
    doubled = value.replace("'", "''")
    if _is_simple(key, f"'{doubled}'") and _QUOTED.fullmatch(value):
        return f"{key}: '{doubled}'\n"
    return _dump(key, value, indent)


def _is_simple(key: str, value: str) -> bool:
    fits = len(key) + 2 + len(value) <= _WIDTH
    return fits and _SIMPLE.fullmatch(key) is not None and _is_text(key)


def _is_text(word: str) -> bool:
    """Whether it stands for itself without quotes: `no` is none, nor is `1.5`."""
    return not any(meaning.match(word) for _, meaning in _MEANINGS.get(word[0], ()))


def _dump(key: str, value: Any, indent: int) -> str:
    return str(yaml.dump({key: value}, indent=indent, allow_unicode=True, default_flow_style=False))
