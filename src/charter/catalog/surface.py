"""How others may take part: what `innersource.json` and the answers say of it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charter.catalog.address import web_address
from charter.catalog.text_tree import text_of
from charter.errors import CatalogError
from charter.plain_text import one_line

SURFACE = "innersource.json"
_MOST, _LONGEST = 20, 100
_DEEPEST = "is nested too deeply"


@dataclass(frozen=True)
class Surface:
    """Kinds of contribution wanted, where the documentation is, the language it names itself."""

    wanted: tuple[str, ...] = ()
    docs: str = ""
    language: str = ""


def read_surface(text: str) -> Surface:
    """What innersource.json says; raises CatalogError where it is no JSON object."""
    if not text.strip():
        return Surface()
    try:
        found = json.loads(text)
    except RecursionError as wrong:
        raise CatalogError(f"{SURFACE} {_DEEPEST}.") from wrong
    except ValueError as wrong:
        raise CatalogError(f"{SURFACE} is not valid JSON: {wrong}.") from wrong
    if not isinstance(found, dict):
        raise CatalogError(f"{SURFACE} holds no JSON object.")
    return Surface(
        wanted=_lines(found.get("contributions")),
        docs=web_address(text_of(found, "docs")),
        language=one_line(text_of(found, "language"))[:_LONGEST],
    )


def promise_of(answers: Mapping[str, Any]) -> str:
    """When somebody answers, in words; empty where the project says nothing of its own."""
    days = text_of(answers, "review_days")
    if not days.isdigit():
        return ""
    return f"first review within {int(days)} working day{'' if int(days) == 1 else 's'}"


def _lines(found: Any) -> tuple[str, ...]:
    texts = (one_line(it)[:_LONGEST] for it in found if isinstance(it, str)) if _is(found) else ()
    return tuple(dict.fromkeys(filter(None, texts)))[:_MOST]


def _is(found: Any) -> bool:
    return isinstance(found, list)
