"""Finding entries: by words, by nearness, by names spelt alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from charter.catalog.entry import Entry, Filters, Hit, LookAlike
from charter.catalog.filters import condition_of
from charter.catalog.rows import entry_of
from charter.catalog.words import Term, key, read_terms, telling_words
from charter.database import Database

_MOST_NAMES = 5000


class Index(Protocol):
    """Search, where databases differ: one class for each kind of database."""

    def ids_of(
        self, terms: Sequence[Term], condition: str, parameters: Mapping[str, Any], *, limit: int
    ) -> list[int]:
        """Entries with all terms that meet the condition, the best first."""

    def marked(self, terms: Sequence[Term], ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Name and description of these entries with the matches between MARK and END."""

    def nearest(self, words: Sequence[str], *, limit: int) -> list[tuple[int, tuple[str, ...]]]:
        """Entries that share the rarest of the words, the best first, and the words they share."""


class Search:
    """What a catalog is asked."""

    def __init__(self, database: Database, index: Index) -> None:
        self._database = database
        self._index = index

    def hits(self, words: Iterable[str], filters: Filters, *, limit: int) -> tuple[Hit, ...]:
        """Entries with all the words, the best first; then those where they begin a word."""
        terms = read_terms(words)
        if not terms:
            return ()
        condition, parameters = condition_of(filters)
        ids = self._index.ids_of(terms, condition, parameters, limit=limit)
        marked = self._index.marked(terms, ids)
        if len(ids) < limit:
            loose = [Term(term.text, prefix=True) for term in terms]
            more = self._index.ids_of(loose, condition, parameters, limit=limit)
            more = [number for number in more if number not in ids][: limit - len(ids)]
            marked = {**marked, **self._index.marked(loose, more)}
            ids = [*ids, *more]
        entries = self._entries(ids)
        return tuple(Hit(entries[number], *marked[number]) for number in ids if number in entries)

    def look_alikes(self, name: str, description: str, *, limit: int) -> tuple[LookAlike, ...]:
        """The entries nearest to a new project, with the words they share."""
        near = self._index.nearest(telling_words(name, description), limit=limit)
        entries = self._entries([number for number, _ in near])
        return tuple(LookAlike(entries[n], shared) for n, shared in near if n in entries)

    def nearest_names(self, name: str, *, limit: int) -> tuple[str, ...]:
        """Names in the catalog that are spelt like this one."""
        from difflib import get_close_matches  # noqa: PLC0415 - only where nothing was found

        first = key(name)[:1]
        found = self._database.rows(
            "select name, name_key from entry"
            " order by case when name_key >= :first and name_key < :next then 0 else 1 end,"
            " name_key limit :limit",
            {"first": first, "next": f"{first}\U0010ffff", "limit": _MOST_NAMES},
        )
        names = {row["name_key"]: str(row["name"]) for row in found}
        return tuple(names[near] for near in get_close_matches(key(name), names, n=limit))

    def _entries(self, ids: Sequence[int]) -> dict[int, Entry]:
        if not ids:
            return {}
        listed = ", ".join(str(int(number)) for number in ids)
        found = self._database.rows(f"select * from entry where id in ({listed})")  # noqa: S608
        return {row["id"]: entry_of(row) for row in found}
