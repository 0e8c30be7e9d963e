"""Copies of values: a template can change lists and mappings, and nobody else may notice. Pure."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

FROZEN = (str, bool, int, float, type(None))


def copied(value: Any, known: dict[int, Any] | None = None) -> Any:
    """As `deepcopy`, which is ten times slower for what answers are made of.

    What is one list in two places stays one: YAML shows it. `known` holds what was copied before.
    """
    kind = type(value)
    if kind in FROZEN:
        return value
    known = {} if known is None else known
    if id(value) in known:
        return known[id(value)]
    if kind is list:
        items: list[Any] = []
        known[id(value)] = items
        items.extend([it if type(it) in FROZEN else copied(it, known) for it in value])
        return items
    if kind is dict:
        pairs: dict[Any, Any] = {}
        known[id(value)] = pairs
        for key, item in value.items():
            key = key if type(key) is str else copied(key, known)  # noqa: PLW2901
            pairs[key] = item if type(item) in FROZEN else copied(item, known)
        return pairs
    return deepcopy(value, known)
