"""YAML that nobody has vouched for, read as texts, lists and mappings only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from charter.errors import CatalogError

LARGEST = 256 * 1024
_DEEPEST = 20
_NOTHING = ("", "~", "null", "Null", "NULL")


def read_tree(file: str, text: str, *, every: bool = False) -> Mapping[str, Any]:
    """The mapping that `text` holds, each value a text, list or mapping; raises CatalogError.

    `every`: all documents of the file, as the list `documents`, those that are mappings.
    Aliases are refused: with them a few lines stand for gigabytes.
    """
    import yaml  # noqa: PLC0415 - most commands read no YAML

    if len(text) > LARGEST:
        raise CatalogError(f"{file} is larger than {LARGEST // 1024} KiB.")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _refuse_traps(file, yaml.parse(text, Loader=loader), yaml)
        documents = list(yaml.load_all(text, Loader=loader))
    except (yaml.YAMLError, ValueError, RecursionError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        place = f" (line {mark.line + 1})" if mark else ""
        problem = getattr(wrong, "problem", None) or "it cannot be read"
        raise CatalogError(f"{file} is not valid YAML{place}: {problem}.") from wrong
    trees = [tree for tree in documents if isinstance(tree, dict)]
    if every:
        return {"documents": trees}
    if text.strip() and documents != [""] and not trees:
        raise CatalogError(f"{file} holds no `key: value` lines.")
    return trees[0] if trees else {}


def _refuse_traps(file: str, events: Any, yaml: Any) -> None:
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise CatalogError(f"{file} uses YAML aliases, which are not read here.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise CatalogError(f"{file} is nested deeper than {_DEEPEST} levels.")


def text_of(tree: Mapping[str, Any], name: str) -> str:
    """The text under that name; empty where there is none or something else."""
    value = tree.get(name)
    return value.strip() if isinstance(value, str) and value.strip() not in _NOTHING else ""


def mappings(tree: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The mapping under that name; empty where there is none or something else."""
    value = tree.get(name)
    return value if isinstance(value, dict) else {}
