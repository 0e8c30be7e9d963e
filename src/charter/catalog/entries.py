"""Writing entries: made, changed, measured, archived, taken out; each change with its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charter.catalog.aliases import Aliases, full_key
from charter.catalog.coding import NO_CODE
from charter.catalog.deliveries import Deliveries
from charter.catalog.entry import Entry, Outcome
from charter.catalog.freshness import may_confirm
from charter.catalog.history import History
from charter.catalog.identity import settle
from charter.catalog.index import Index, put_changed, put_entries
from charter.catalog.index_rows import readme_tokens
from charter.catalog.rows import (
    PASSING,
    Values,
    changes_between,
    digest_of,
    first_told,
    kept_text,
    measured_of,
    new_row,
    values_of,
)
from charter.catalog.times import utc_now
from charter.database import Clash, Database, Row

# the entries that have its name or its address, and silos of its name without either
_KNOWN = """
select * from entry where (name_key = :name_key and team_key = :team_key)
    or (url_key <> '' and url_key = :url_key)
    or (siloed <> '' and url_key = '' and team_key = '' and name_key = :name_key)
"""
_README = """
insert into readme (entry_id, text) values (:entry_id, :text)
on conflict (entry_id) do update set text = excluded.text
"""
# SQLite gives the number of the last entry anew once that one is gone; its history is kept
_HAS_A_PAST = "exists (select 1 from history where history.entry_id = entry.id) as has_a_past"
_NEW_NUMBER = """
update entry set id = (select max(entry_id) + 1 from history) where id = :id returning *
"""


# the entry that is written over (None: a new one), silos that make way for it, and the columns it
# gets → those of them that keep what they hold; raises where it is refused
Check = Callable[[Row | None, Sequence[Row], Mapping[str, Any]], Sequence[str]]


@dataclass(frozen=True)
class Telling:
    """How a registration is meant; see `Catalog.register`.

    `once` is the number of the message that tells it, from `sender`. `check` is asked before
    anything is written, in the transaction that writes.
    """

    moved: bool = False
    lost_charter: bool = False
    once: str = ""
    sender: str = ""
    check: Check | None = None


class Entries:
    """The rows of entries; every method is a part of a transaction that its caller opened."""

    def __init__(self, database: Database, index: Index, actor: str) -> None:
        self._database = database
        self._index = index
        self._history = History(database, actor)
        self._aliases = Aliases(database)
        self._deliveries = Deliveries(database)

    def known_as(self, entry: Entry) -> list[Row]:
        """The entries that a registration of this one could be of."""
        return self._database.rows(_KNOWN, values_of(entry))

    def register(self, entry: Entry, telling: Telling) -> tuple[Outcome, Row | None]:
        """Put it in, or bring it up to date; raises TakenError, and Clash where others did so.

        Gives the row as it is now; none where nothing was done, for the message was carried out
        before (and gives what it gave then), or says nothing of what is known.
        """
        if not telling.once:
            return self._register(entry, telling)
        digest = digest_of(values_of(entry), entry.readme)
        told = self._deliveries.answer(telling.sender, telling.once, digest)
        if told is not None:
            return Outcome(told), None
        outcome, row = self._register(entry, telling)
        self._deliveries.note(telling.sender, telling.once, digest, outcome.value)
        return outcome, row

    def _register(self, entry: Entry, telling: Telling) -> tuple[Outcome, Row | None]:
        values, now = values_of(entry), utc_now()
        known = self._database.rows(_KNOWN, values)
        former = self._aliases.met_by(values)
        settled = settle(
            values, known, former, moved=telling.moved, lost_charter=telling.lost_charter
        )
        if settled.is_refused:
            return Outcome.UNCHANGED, None
        target = settled.target
        released = [row for row in known if row["id"] in settled.released]
        if target is not None:
            keeps = (*settled.keeps, *(name for name in entry.unsaid if name in values))
            values |= {name: target[name] for name in keeps}
        if telling.check:
            keeps = tuple(telling.check(target, released, values))
            values |= {name: target[name] for name in keeps} if target else {}
        for row in released:
            self.remove(row, "merged")
        if target is None:
            return Outcome.CREATED, self._create(entry, values, now)
        changed, row = self._change(target, entry, values, now)
        outcome = Outcome.UPDATED if changed or settled.released else Outcome.UNCHANGED
        return outcome, row

    def confirm(self, row: Row) -> bool:
        """Somebody vouches for it, and takes it out of the archive; false where that is known."""
        now = utc_now()
        if not row["archived"] and not may_confirm(row["confirmed"], now):
            return False
        self._mark(row, {"confirmed": now, "archived": ""}, "confirmed", now)
        return True

    def archive(self, row: Row, because: str) -> bool:
        """Nobody should build on it any more; false where that is known, for the same reason."""
        if row["archived"] == because:
            return False
        self._mark(row, {"archived": because}, "archived", utc_now())
        return True

    def measure(self, row: Row, measured: Mapping[str, Any]) -> bool:
        """Write what was measured elsewhere, quietly; false where all of it is known."""
        fresh = {name: value for name, value in measured.items() if row[name] != value}
        if fresh:
            self._write(row, fresh)
        return bool(fresh)

    def note(self, row: Row, action: str, changes: Mapping[str, Any]) -> None:
        """Something happened to it that no column holds: field → what it was, what it is."""
        self._write(row, {"revision": row["revision"] + 1})
        self._history.note(row, utc_now(), action, changes)

    def remove(self, row: Row, action: str) -> None:
        """Take it out; its history stays."""
        for table in ("alias", "readme"):
            self._database.rows(f"delete from {table} where entry_id = :id", {"id": row["id"]})  # noqa: S608
        gone = self._database.rows(
            "delete from entry where id = :id and revision = :revision returning id",
            {"id": row["id"], "revision": row["revision"]},
        )
        if not gone:
            raise Clash
        self._index.codes.put([(row["id"], NO_CODE)])
        self._history.note(row, utc_now(), action, {})

    def _create(self, entry: Entry, values: Values, now: str) -> Row:
        row = new_row(entry, values, now)
        columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        made = self._database.rows(
            f"insert into entry ({columns}) values ({places}) on conflict do nothing"  # noqa: S608
            f" returning *, {_HAS_A_PAST}",
            row,
        )
        if not made:
            raise Clash
        if made[0]["has_a_past"]:
            made = self._database.rows(_NEW_NUMBER, {"id": made[0]["id"]})
        row["id"] = made[0]["id"]
        self._aliases.free(values)
        put_entries(self._index, [row])
        if entry.readme:
            self._keep_readme(row["id"], entry.readme)
        self._history.note(row, now, "registered", first_told(values))
        return made[0]

    def _change(self, before: Row, entry: Entry, values: Values, now: str) -> tuple[bool, Row]:
        """Whether anything was told that was not known, and the row as it is now."""
        digest = digest_of(values, kept_text(entry.readme))
        if digest == before["digest"] and "readme" not in entry.unsaid:
            return False, self._measure(before, entry, digest, now)
        stored = self.readme_of(before["id"])
        readme = stored if "readme" in entry.unsaid else kept_text(entry.readme)
        digest = digest_of(values, readme)
        changes = changes_between(before, values)
        if not changes and readme == stored:
            return False, self._measure(before, entry, digest, now)
        row = {
            **values,
            **measured_of(entry),
            "digest": digest,
            "revision": before["revision"] + 1,
            "updated": now,
            "confirmed": now,
        }
        written = self._write(before, row)
        put_changed(self._index, before, {**before, **row})
        if readme != stored:
            self._keep_readme(before["id"], readme)
        self._aliases.leave(before, values, now)
        self._aliases.free(values)
        action = _action_of(changes, before, values)
        self._history.note({**values, "id": before["id"]}, now, action, changes)
        return True, written

    def _measure(self, before: Row, entry: Entry, digest: str, now: str) -> Row:
        """What was measured changes quietly; that it was told again confirms it, once a day."""
        measured = {**measured_of(entry), "digest": digest}
        fresh = {name: value for name, value in measured.items() if before[name] != value}
        if not set(fresh) <= PASSING or may_confirm(before["confirmed"], now):
            return self._write(before, {**fresh, "confirmed": now})
        return before

    def _mark(self, before: Row, marks: Mapping[str, str], action: str, now: str) -> None:
        self._write(before, {**marks, "revision": before["revision"] + 1, "updated": now})
        changes = {
            name: [before[name], marks[name]] for name in marks if before[name] != marks[name]
        }
        self._history.note(before, now, action, changes)

    def _write(self, before: Row, row: Mapping[str, Any]) -> Row:
        changes = ", ".join(f"{name} = :{name}" for name in row)
        written = self._database.rows(
            f"update entry set {changes} where id = :id and revision = :known returning *",  # noqa: S608
            {**row, "id": before["id"], "known": before["revision"]},
        )
        if not written:
            raise Clash
        return written[0]

    def readme_of(self, number: int) -> str:
        """The README of the entry with that number; empty where there is none."""
        found = self._database.rows("select text from readme where entry_id = :id", {"id": number})
        return str(found[0]["text"]) if found else ""

    def _keep_readme(self, number: int, text: str) -> None:
        if text:
            self._database.rows(_README, {"entry_id": number, "text": kept_text(text)})
        else:
            self._database.rows("delete from readme where entry_id = :id", {"id": number})
        self._index.put_readmes([{"id": number, "words": readme_tokens(text)}])


def _action_of(changes: Mapping[str, Sequence[Any]], before: Row, values: Values) -> str:
    if before["url_key"] and values["url_key"] and before["url_key"] != values["url_key"]:
        return "moved"
    if full_key(before) != full_key(values):
        return "renamed"
    return "changed" if changes else "readme"
