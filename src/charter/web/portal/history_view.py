"""Who did what to an entry, and when, as lines to read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from charter.catalog.history import Change
from charter.web.portal.times import ago, day

_LONGEST = 160
_DONE = {
    "registered": "registered it",
    "changed": "changed",
    "renamed": "renamed it",
    "moved": "told its new address",
    "readme": "changed the README",
    "confirmed": "confirmed that it is alive",
    "archived": "archived it",
    "merged": "merged it into another entry",
    "forgotten": "took it out",
}
_FIELDS = {
    "publication_date": "publication date",
    "governance_level": "governance level",
    "url": "address",
    "version": "template version",
    "wanted": "contributions wanted",
    "responds": "response promise",
    "siloed": "why it is siloed",
}


@dataclass(frozen=True)
class Difference:
    """A field that changed."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One change: who did what, when."""

    at: str
    day: str
    ago: str
    actor: str
    did: str
    differences: tuple[Difference, ...]


def lines_of(history: Iterable[Change], now: datetime) -> tuple[Line, ...]:
    """The changes in the order they come in."""
    return tuple(_line(change, now) for change in history)


def _line(change: Change, now: datetime) -> Line:
    differences = tuple(
        Difference(_FIELDS.get(name, name.replace("_", " ")), _said(before), _said(after))
        for name, (before, after) in change.changes.items()
    )
    did = _DONE.get(change.action, change.action)
    if change.action == "changed" and differences:
        names = [one.field for one in differences]
        did = (
            f"changed {', '.join(names[:-1])} and {names[-1]}"
            if names[1:]
            else f"changed {names[0]}"
        )
    told = () if change.action == "registered" else differences
    return Line(change.at, day(change.at), ago(change.at, now), called(change.actor), did, told)


def called(actor: str) -> str:
    """A person by their name; a token as one."""
    kind, mark, name = actor.partition(":")
    if not mark:
        return actor
    return name if kind == "person" else f"{name} ({kind})"


def _said(value: Any) -> str:
    """A value as one reads it, cut where it is long."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        text = str(value.get("handle") or value.get("url") or value.get("title") or "")
    elif isinstance(value, list | tuple):
        text = ", ".join(_said(one) for one in value)
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
