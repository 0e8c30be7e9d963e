"""Many entries at once: what meets nothing known is put in together, the rest one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from charter.catalog.aliases import Aliases
from charter.catalog.entries import Entries, Telling
from charter.catalog.entry import Entry, Health, Outcome
from charter.catalog.history import History
from charter.catalog.identity import TakenError
from charter.catalog.index import Index, put_entries
from charter.catalog.index_rows import readme_tokens
from charter.catalog.rows import (
    Values,
    first_told,
    health_values,
    kept_text,
    new_row,
    values_of,
)
from charter.catalog.times import utc_now
from charter.database import Database

_STEP = 1000  # entries in a transaction: memory stays flat, and others come in between


@dataclass
class Loaded:
    """How many entries became what; `refused` names those whose name is another's, and why."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[str, ...] = ()

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


class Loader:
    """Writes entries by the thousand, each with its history and found by its words."""

    def __init__(self, database: Database, index: Index, actor: str) -> None:
        self._database = database
        self._index = index
        self._entries = Entries(database, index, actor)
        self._history = History(database, actor)
        self._aliases = Aliases(database)

    def load(self, entries: Iterable[Entry]) -> Iterator[Loaded]:
        """Each step in a transaction of its own; what it did is told when it is done."""
        every = iter(entries)
        while step := list(islice(every, _STEP)):
            yield self._database.write(lambda told=step: self._load(told))  # type: ignore[misc]

    def _load(self, entries: Sequence[Entry]) -> Loaded:
        values = [values_of(entry) for entry in entries]
        known = self._known(values)
        new: list[tuple[Entry, Values]] = []
        others: list[Entry] = []
        for entry, its in zip(entries, values, strict=True):
            marks = set(_marks(its))
            if marks & known:
                others.append(entry)
            else:
                new.append((entry, its))
                known |= marks
        self._create(new)
        done = Loaded(created=len(new))
        for entry in others:
            done += self._register(entry)
        return done

    def _register(self, entry: Entry) -> Loaded:
        try:
            outcome, _ = self._entries.register(entry, Telling())
        except TakenError as taken:
            return Loaded(refused=(taken.message,))
        return Loaded(
            created=outcome is Outcome.CREATED,
            updated=outcome is Outcome.UPDATED,
            unchanged=outcome is Outcome.UNCHANGED,
        )

    def _known(self, values: Sequence[Values]) -> set[tuple[str, ...]]:
        """The names and addresses among these that entries have, or had."""
        found: set[tuple[str, ...]] = set()
        for key, sql in (
            # by name alone: a silo of that name would have to make way
            ("name_key", "select name_key as one from entry where name_key in ({})"),
            ("url_key", "select url_key as one from entry where url_key in ({})"),
            ("url_key", "select value as one from alias where kind = 'url' and value in ({})"),
        ):
            asked = sorted({str(its[key]) for its in values if its[key]})
            among, parameters = self._index.texts(asked)
            rows = self._database.rows(sql.format(among), parameters)
            found |= {(key, row["one"]) for row in rows}
        return found

    def _create(self, new: Sequence[tuple[Entry, Values]]) -> None:
        if not new:
            return
        now = utc_now()
        numbers = self._database.reserve("entry", len(new), after=self._last_in_history())
        rows = [
            _row(entry, values, number, now)
            for (entry, values), number in zip(new, numbers, strict=True)
        ]
        columns, places = ", ".join(rows[0]), ", ".join(f":{name}" for name in rows[0])
        self._database.many(f"insert into entry ({columns}) values ({places})", rows)  # noqa: S608
        self._aliases.free_all(rows)
        self._history.note_all(((row, first_told(row)) for row in rows), now, "registered")
        put_entries(self._index, rows)
        readmes = [
            {"id": number, "text": kept_text(entry.readme)}
            for (entry, _), number in zip(new, numbers, strict=True)
            if entry.readme
        ]
        self._database.many("insert into readme (entry_id, text) values (:id, :text)", readmes)
        self._index.put_readmes(
            {"id": readme["id"], "words": readme_tokens(str(readme["text"]))} for readme in readmes
        )

    def _last_in_history(self) -> int:
        (row,) = self._database.rows("select coalesce(max(entry_id), 0) as last from history")
        return int(row["last"])


def _marks(values: Values) -> Iterator[tuple[str, ...]]:
    """What two entries that may be one have in common."""
    yield ("name_key", str(values["name_key"]))
    if values["url_key"]:
        yield ("url_key", str(values["url_key"]))


# every row of a statement for many has the same columns
_UNMEASURED: Values = {**health_values(Health()), "activity": "{}", "score": 0}


def _row(entry: Entry, values: Values, number: int, now: str) -> dict[str, Any]:
    return {"id": number, **_UNMEASURED, **new_row(entry, values, now)}
