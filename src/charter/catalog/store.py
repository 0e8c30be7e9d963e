"""The catalog: entries in a database, each change with its history; found by `Search`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from charter.catalog.entry import Entry, Filters, Hit, LookAlike, Outcome
from charter.catalog.filters import condition_of
from charter.catalog.identity import settle
from charter.catalog.rows import (
    TOLD,
    Values,
    changes_between,
    digest_of,
    entry_of,
    measured_of,
    url_key,
    values_of,
)
from charter.catalog.search import Index, Search
from charter.catalog.words import key
from charter.database import Clash, Database, Row

_OFTEN = timedelta(days=1)  # a confirmation is not worth a write more often than that

# the entries that have its name or its address, and silos of its name without either
_KNOWN = """
select * from entry where (name_key = :name_key and team_key = :team_key)
    or (url_key <> '' and url_key = :url_key)
    or (siloed <> '' and url_key = '' and team_key = '' and name_key = :name_key)
"""
_FORMER = """
select alias.kind, alias.value, entry.* from alias join entry on entry.id = alias.entry_id
where alias.entry_id in (select entry_id from alias where kind = 'url' and value = :url_key)
"""
_ALIAS = """
insert into alias (kind, value, entry_id, since) values (:kind, :value, :entry_id, :now)
on conflict (kind, value) do update set entry_id = excluded.entry_id, since = excluded.since
"""
_HISTORY = """
insert into history (entry_id, team, name, at, actor, action, changes)
values (:entry_id, :team, :name, :now, :actor, :action, :changes)
"""
_README = """
insert into readme (entry_id, text) values (:entry_id, :text)
on conflict (entry_id) do update set text = excluded.text
"""


class Catalog:
    """The searchable register of projects; raises CatalogError when the database fails.

    `actor` stands in the history for whoever changes something.
    """

    def __init__(self, database: Database, index: Index, actor: str = "") -> None:
        self.database = database
        self._search = Search(database, index)
        self._index = index
        self._actor = actor

    def acting(self, actor: str) -> Catalog:
        """The same catalog, changed by somebody else."""
        return Catalog(self.database, self._index, actor)

    def register(self, entry: Entry, *, moved: bool = False, lost_charter: bool = False) -> Outcome:
        """Put the entry in, or bring it up to date; the same again leaves no trace.

        An entry is known by its address, and by its name in its team: renamed or moved it stays
        the same one. `moved` says that the repository of that name has a new address; else another
        repository's name is refused with a TakenError. A silo takes the place of a project under a
        charter only where that is known to have `lost_charter`.
        """
        values = values_of(entry)
        return self.database.write(
            lambda: self._register(entry, values, moved=moved, lost_charter=lost_charter)
        )

    def _register(
        self, entry: Entry, values: Values, *, moved: bool, lost_charter: bool
    ) -> Outcome:
        known = self.database.rows(_KNOWN, values)
        former = self.database.rows(_FORMER, values) if values["url_key"] else []
        settled = settle(values, known, former, moved=moved, lost_charter=lost_charter)
        if settled.is_refused:
            return Outcome.UNCHANGED
        now = _now()
        for number in settled.released:
            self._remove(next(row for row in known if row["id"] == number), now, "merged")
        if settled.target is None:
            self._create(entry, values, now)
            return Outcome.CREATED
        kept = {name: settled.target[name] for name in settled.keeps}
        changed = self._change(settled.target, entry, {**values, **kept}, now)
        return Outcome.UPDATED if changed or settled.released else Outcome.UNCHANGED

    def _create(self, entry: Entry, values: Values, now: str) -> None:
        row: dict[str, Any] = {
            **values,
            **measured_of(entry),
            "digest": digest_of(values, entry.readme),
            "revision": 1,
            "registered": now,
            "updated": now,
            "confirmed": now,
        }
        columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        made = self.database.rows(
            f"insert into entry ({columns}) values ({places}) on conflict do nothing returning id",  # noqa: S608
            row,
        )
        if not made:
            raise Clash
        row["id"] = made[0]["id"]
        self._free(values)
        self._keep_readme(row["id"], entry.readme)
        told = {name: [None, values[name]] for name in TOLD if values[name]}
        self._note(row, now, "registered", told)

    def _change(self, before: Row, entry: Entry, values: Values, now: str) -> bool:
        """Whether anything was told that was not known."""
        digest = digest_of(values, entry.readme)
        if digest == before["digest"]:
            self._measure(before, entry, now)
            return False
        changes = changes_between(before, values)
        row = {
            **values,
            **(measured_of(entry) if _is_measured(entry) else {}),
            "digest": digest,
            "revision": before["revision"] + 1,
            "updated": now,
            "confirmed": now,
            "archived": "",
        }
        self._write(before, row)
        self._keep_readme(before["id"], entry.readme)
        self._note_former(before, values, now)
        self._free(values)
        self._note(
            {**values, "id": before["id"]}, now, _action_of(changes, before, values), changes
        )
        return True

    def _measure(self, before: Row, entry: Entry, now: str) -> None:
        """What was measured changes quietly; that it was told again confirms it, once a day."""
        measured = measured_of(entry) if _is_measured(entry) else {}
        fresh = {name: value for name, value in measured.items() if before[name] != value}
        if set(fresh) <= {"checked"} and not _is_older(before["confirmed"], now):
            return
        self._write(before, {**fresh, "confirmed": now})

    def _write(self, before: Row, row: Mapping[str, Any]) -> None:
        changes = ", ".join(f"{name} = :{name}" for name in row)
        written = self.database.rows(
            f"update entry set {changes} where id = :id and revision = :known returning id",  # noqa: S608
            {**row, "id": before["id"], "known": before["revision"]},
        )
        if not written:
            raise Clash

    def _note_former(self, before: Row, values: Values, now: str) -> None:
        """Leave an alias where it had another name or address."""
        former = {"name": _full(before), "url": before["url_key"]}
        present = {"name": _full(values), "url": values["url_key"]}
        for kind, value in former.items():
            if value and value != present[kind]:
                parameters = {"kind": kind, "value": value, "entry_id": before["id"], "now": now}
                self.database.rows(_ALIAS, parameters)

    def _free(self, values: Values) -> None:
        """What an entry has now is nobody's former name or address any more."""
        self.database.rows(
            "delete from alias where (kind = 'name' and value = :name)"
            " or (kind = 'url' and value = :url)",
            {"name": _full(values), "url": values["url_key"]},
        )

    def _keep_readme(self, number: int, text: str) -> None:
        if text:
            self.database.rows(_README, {"entry_id": number, "text": text.replace("\0", "")})
        else:
            self.database.rows("delete from readme where entry_id = :id", {"id": number})

    def _note(self, row: Mapping[str, Any], now: str, action: str, changes: Any) -> None:
        told = {
            "entry_id": row["id"],
            "team": row["team"],
            "name": row["name"],
            "now": now,
            "actor": self._actor,
            "action": action,
            "changes": json.dumps(changes, ensure_ascii=False),
        }
        self.database.rows(_HISTORY, told)

    def _remove(self, row: Row, now: str, action: str) -> None:
        self._note(row, now, action, {})
        for table in ("alias", "readme"):
            self.database.rows(f"delete from {table} where entry_id = :id", {"id": row["id"]})  # noqa: S608
        self.database.rows("delete from entry where id = :id", {"id": row["id"]})

    def is_new(self, entry: Entry) -> bool:
        """Whether nothing here tells of the same project or repository: it can be forgotten."""
        return not self.database.rows(_KNOWN, values_of(entry))

    def forget(self, entry: Entry) -> None:
        """Take out the entry of that name, team and address: only what nobody listed before."""
        values = values_of(entry)

        def work() -> None:
            for row in self.database.rows(_KNOWN, values):
                if _full(row) == _full(values) and row["url_key"] == values["url_key"]:
                    self._remove(row, _now(), "forgotten")

        self.database.write(work)

    def find(self, name: str, team: str = "") -> tuple[Entry, ...]:
        """Every entry of that name, in any case; of one team where a team is given.

        Where there is none now, the one that had the name once.
        """
        parameters = {"name": key(name), "team": key(team)}
        condition = " and team_key = :team" if team else ""
        found = self.database.rows(
            f"select * from entry where name_key = :name{condition} order by team_key",  # noqa: S608
            parameters,
        )
        if not found and team:
            found = self.database.rows(
                "select entry.* from entry join alias on alias.entry_id = entry.id"
                " where alias.kind = 'name' and alias.value = :full",
                {"full": f"{key(team)}/{key(name)}"},
            )
        return tuple(map(entry_of, found))

    def at(self, url: str) -> Entry | None:
        """The entry of the repository with that address, or that had it once."""
        found = self.database.rows(
            "select * from entry where url_key = :url and url_key <> ''"
            " union all select entry.* from entry join alias on alias.entry_id = entry.id"
            " where alias.kind = 'url' and alias.value = :url",
            {"url": url_key(url)},
        )
        return entry_of(found[0]) if found else None

    def readme(self, entry: Entry) -> str:
        """The README as it was told, Markdown most often; empty where there is none."""
        found = self.database.rows(
            "select text from readme where entry_id = :id", {"id": entry.id}
        )
        return str(found[0]["text"]) if found else ""

    def list_entries(self, filters: Filters | None = None, *, limit: int = -1) -> tuple[Entry, ...]:
        """Entries by team and name; a negative limit means all."""
        condition, parameters = condition_of(filters or Filters())
        found = self.database.rows(
            f"select * from entry where {condition} order by team_key, name_key"  # noqa: S608
            + (" limit :limit" if limit >= 0 else ""),
            {**parameters, "limit": limit},
        )
        return tuple(map(entry_of, found))

    def search(
        self, words: Iterable[str], filters: Filters | None = None, *, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Entries with all the words, the best first; then those where they begin a word."""
        return self._search.hits(words, filters or Filters(), limit=limit)

    def look_alikes(self, name: str, description: str, *, limit: int = 5) -> tuple[LookAlike, ...]:
        """The entries nearest to a new project; how near they are is for a person to judge."""
        return self._search.look_alikes(name, description, limit=limit)

    def nearest_names(self, name: str, *, limit: int = 3) -> tuple[str, ...]:
        """Names in the catalog that are spelt like this one."""
        return self._search.nearest_names(name, limit=limit)

    def close(self) -> None:
        self.database.close()


def _full(row: Mapping[str, Any]) -> str:
    return f"{row['team_key']}/{row['name_key']}"


def _action_of(changes: Mapping[str, Sequence[Any]], before: Row, values: Values) -> str:
    if before["url_key"] and values["url_key"] and before["url_key"] != values["url_key"]:
        return "moved"
    if _full(before) != _full(values):
        return "renamed"
    return "changed" if changes else "readme"


def _is_measured(entry: Entry) -> bool:
    blank = replace(entry, health=type(entry.health)(), activity=type(entry.activity)(), score=0)
    return blank != entry


def _is_older(then: str, now: str) -> bool:
    return not then or datetime.fromisoformat(now) - datetime.fromisoformat(then) > _OFTEN


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
