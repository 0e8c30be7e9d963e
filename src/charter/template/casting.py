"""Texts and values by a question's type, as copier casts them. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml

from charter.plain_text import is_utf8

_TRUE = frozenset({"y", "yes", "t", "true", "on"})
_FALSE = frozenset({"", "n", "no", "f", "false", "off", "~", "null", "none"})


def cast_to_bool(value: Any) -> bool:
    """Truth as copier reads it: numbers, then YAML's words for yes and no, then Python's own."""
    if isinstance(value, bool):
        return value
    try:
        return bool(float(value))
    except (TypeError, ValueError):
        pass
    if isinstance(value, str):
        word = value.strip().lower()
        return word not in _FALSE if word not in _TRUE else True
    return bool(value)


def as_said(type_: str, value: Any, *, multiselect: bool) -> Any:
    """Text in JSON or YAML is said in quotes, or it would be read as what it spells."""
    if type_ not in ("json", "yaml"):
        return value
    if multiselect and isinstance(value, list):
        return [json.dumps(item) if isinstance(item, str) else item for item in value]
    return json.dumps(value) if isinstance(value, str) else value


def split_list(text: str) -> list[str]:
    """The items of a YAML list as they are written: each is then read by the question's type."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.SequenceNode):
        raise ValueError(f"{text!r} is not a list")  # noqa: TRY004 - a refusal like the others
    found = []
    for item in node.value:
        written = text[item.start_mark.index : item.end_mark.index].strip()
        is_quoted = isinstance(item, yaml.ScalarNode) and item.style in ("'", '"')
        found.append(written[1:-1] if is_quoted else written)
    return found


def _cast_to_str(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, str) and not is_utf8(value):
        raise ValueError("it is not text in UTF-8")
    if isinstance(value, (str, int, float)):
        return str(value)
    raise ValueError(f"{value!r} is not text")


@lru_cache(maxsize=64)
def _read_yaml(text: str | bytes) -> Any:
    return yaml.safe_load(text)


def _cast_to_yaml(value: Any) -> Any:
    if not isinstance(value, (str, bytes)):
        raise TypeError(f"{value!r} is no text")
    return _read_yaml(value)


def cast(type_: str, answer: Any) -> Any:
    """The value of that type that `answer` means; raises ValueError, TypeError or YAMLError.

    It may be shared with `answer` and with others: who keeps it makes a copy.
    """
    if answer is None and type_ not in ("json", "yaml"):
        raise ValueError(f"nothing is not a {type_}")
    try:
        return CASTS[type_](answer)
    except OverflowError as wrong:  # no whole number is infinite
        raise ValueError(str(wrong)) from wrong
    except (TypeError, AttributeError):
        if type_ in ("json", "yaml"):  # already what a parsed text would be
            return answer
        raise


# what copier keeps in an answers file: what JSON knows too, so no dates
STORABLE = (dict, list, str, int, float, bool, type(None))
CASTS: dict[str, Callable[[Any], Any]] = {
    "bool": cast_to_bool,
    "float": float,
    "int": int,
    "json": json.loads,
    "path": str,
    "str": _cast_to_str,
    "yaml": _cast_to_yaml,
}
