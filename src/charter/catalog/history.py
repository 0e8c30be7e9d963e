"""Every change of an entry: kept in the transaction that made it, never changed itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from charter.database import Database, Row
from charter.errors import CatalogError
from charter.plain_text import one_line

_NOTE = """
insert into history (entry_id, team, name, at, actor, action, changes)
values (:entry_id, :team, :name, :now, :actor, :action, :changes)
"""
_READ = """
select * from history where entry_id = :entry_id and (:before = 0 or id < :before)
order by id desc limit :limit
"""
_TEXTS = ("at", "actor", "action", "team", "name")
_LISTS = ("maintainers", "links", "wanted")  # stored as JSON


@dataclass(frozen=True)
class Change:
    """One change: field → what it was and what it is. `at` is a time in UTC, `id` its number."""

    at: str
    actor: str
    action: str
    team: str
    name: str
    changes: Mapping[str, tuple[Any, Any]]
    id: int


class History:
    """The history of one database; `actor` is who changes something now."""

    def __init__(self, database: Database, actor: str) -> None:
        self._database = database
        self._actor = actor

    def note(self, row: Mapping[str, Any], now: str, action: str, changes: Any) -> None:
        """Add what becomes of the entry in `row`: part of the transaction that changes it."""
        self._database.rows(_NOTE, self._told(row, now, action, changes))

    def note_all(
        self, told: Iterable[tuple[Mapping[str, Any], Any]], now: str, action: str
    ) -> None:
        """The same of very many entries: each row, and its changes."""
        self._database.many(_NOTE, (self._told(row, now, action, its) for row, its in told))

    def _told(self, row: Mapping[str, Any], now: str, action: str, changes: Any) -> dict[str, Any]:
        return {
            "entry_id": row["id"],
            "team": row["team"],
            "name": row["name"],
            "now": now,
            "actor": self._actor,
            "action": action,
            "changes": json.dumps(changes, ensure_ascii=False),
        }

    def of(self, entry_id: int, *, limit: int, before: int) -> tuple[Change, ...]:
        """The changes of an entry, the newest first; before the one with that number if not 0."""
        parameters = {"entry_id": entry_id, "limit": limit, "before": before}
        return tuple(map(_change_of, self._database.rows(_READ, parameters)))


def as_json(change: Change) -> dict[str, Any]:
    """The same keys each time."""
    return {
        "id": change.id,
        "at": change.at,
        "actor": change.actor,
        "action": change.action,
        "team": change.team,
        "name": change.name,
        "changes": {
            name: {"before": before, "after": after}
            for name, (before, after) in change.changes.items()
        },
    }


def change_of_json(document: Mapping[str, Any]) -> Change:
    """The change in a document of `as_json`; raises CatalogError where it is none."""
    try:
        texts = {name: one_line(document[name]) for name in _TEXTS}
        told = document["changes"].items()
        changes = {name: (_lines(each["before"]), _lines(each["after"])) for name, each in told}
        return Change(**texts, changes=changes, id=int(document["id"]))
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise CatalogError(f"what is said to be a change is none: {wrong!r}.") from wrong


def _change_of(row: Row) -> Change:
    told = json.loads(row["changes"])
    changes = {name: (_read(name, pair[0]), _read(name, pair[1])) for name, pair in told.items()}
    return Change(
        at=one_line(row["at"]),
        actor=one_line(row["actor"]),
        action=one_line(row["action"]),
        team=one_line(row["team"]),
        name=one_line(row["name"]),
        changes=changes,
        id=row["id"],
    )


def _read(name: str, value: Any) -> Any:
    """A stored value as people and programs read it; no text of it can steer a terminal."""
    if not isinstance(value, str):
        return value
    if name == "topics":
        return one_line(value).split()
    if name in _LISTS:
        return [_lines(one) for one in json.loads(value)]
    return one_line(value)


def _lines(value: Any) -> Any:
    if isinstance(value, list):
        return [_lines(each) for each in value]
    if isinstance(value, dict):
        return {name: _lines(inner) for name, inner in value.items()}
    return one_line(value) if isinstance(value, str) else value
