"""Which entries a query finds: all its words, then ever less sure ways till there are enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from charter.catalog.entry import Filters
from charter.catalog.filters import condition_of
from charter.catalog.index import Index, Sought
from charter.catalog.index_rows import facets_of
from charter.catalog.ranking import How
from charter.catalog.spelling import is_meant
from charter.catalog.tokens import Wanted
from charter.catalog.words import Term, key
from charter.database import Database

COUNTED = 1000  # entries are counted, and can be paged to, up to here
RANKED = 200  # of so many the best come first; the rest follows, the last registered first
_ENOUGH = 20  # with so many found, no less sure way is tried
_PARTS, _SPELT, _READMES = 200, 100, 1000
_SHORTEST = 3  # signs of a part of a name: shorter ones are in nearly all


@dataclass
class Found:
    """`how` each was found, by its id; `ranked` are those that may be the best."""

    how: dict[int, How] = field(default_factory=dict)
    ranked: Sequence[int] = ()
    is_more: bool = False

    def add(self, ids: Sequence[int], how: How) -> None:
        for number in ids:
            self.how.setdefault(number, how)


class Finder:
    """Finds ids; what is best among them is for `ranking` to say."""

    def __init__(self, database: Database, index: Index) -> None:
        self._database = database
        self._index = index

    def find(self, terms: Sequence[Term], wanted: Sequence[Wanted], filters: Filters) -> Found:
        """Entries with the words, or with what comes near to them where these are few."""
        found = Found()
        facets = facets_of(filters)
        ids = self._index.ids_of(Sought(wanted, facets), limit=COUNTED + 1)
        found.is_more = len(ids) > COUNTED
        found.add(ids[:COUNTED], How.WORDS)
        if len(ids) > RANKED:
            first = [
                *self._called(terms, filters),
                *self._index.ids_of(Sought(wanted, facets, in_name=True), limit=RANKED),
            ]
            # whatever is in the name is surely among all, though perhaps not among the last ones
            how = dict.fromkeys([*first, *found.how], How.WORDS)
            found.how = dict(list(how.items())[:COUNTED])
            found.ranked = list(found.how)[:RANKED]
            return found
        self._loosen(found, terms, wanted, filters)
        found.ranked = list(found.how)[:RANKED]
        return found

    def _loosen(
        self, found: Found, terms: Sequence[Term], wanted: Sequence[Wanted], filters: Filters
    ) -> None:
        if len(found.how) < _ENOUGH:
            loose = [Wanted(word.spellings, is_prefix=True) for word in wanted]
            sought = Sought(loose, facets_of(filters), are_few=True)
            found.add(self._index.ids_of(sought, limit=RANKED), How.BEGINNING)
        if len(found.how) < _ENOUGH:
            parts = [key(term.text) for term in terms]
            if all(len(part) >= _SHORTEST for part in parts):
                ids = self._index.ids_named(parts, limit=_PARTS)
                found.add(self._allowed(ids, filters), How.PART)
        if not found.how:
            found.add(
                self._spelt_like(" ".join(key(term.text) for term in terms), filters), How.SPELLING
            )
        if len(found.how) < _ENOUGH:
            ids = self._index.ids_in_readmes(wanted, limit=_READMES)
            found.add(self._allowed(ids, filters), How.README)

    def _spelt_like(self, typed: str, filters: Filters) -> list[int]:
        near = self._index.ids_spelt_like(typed, limit=_SPELT)
        names = self._rows("id, name_key", near)
        meant = [row["id"] for row in names if is_meant(typed, row["name_key"])]
        return self._allowed(meant, filters)

    def _called(self, terms: Sequence[Term], filters: Filters) -> list[int]:
        """Entries with the words for a name, however they are joined."""
        words = [key(term.text) for term in terms]
        names = {
            f"name_{sign}": joint.join(words) for sign, joint in zip("abcd", "-_. ", strict=True)
        }
        condition, values = condition_of(filters)
        listed = ", ".join(f":{name}" for name in names)
        rows = self._database.rows(
            f"select id from entry where name_key in ({listed}) and {condition}"  # noqa: S608
            " order by id limit :limit",
            {**names, **values, "limit": RANKED // 4},
        )
        return [row["id"] for row in rows]

    def _allowed(self, ids: Sequence[int], filters: Filters) -> list[int]:
        condition, values = condition_of(filters)
        if filters == Filters() or not ids:
            return list(ids)
        kept = {row["id"] for row in self._rows("id", ids, condition, values)}
        return [number for number in ids if number in kept]

    def _rows(
        self,
        columns: str,
        ids: Sequence[int],
        condition: str = "1 = 1",
        values: Mapping[str, Any] | None = None,
    ) -> list[Mapping[str, Any]]:
        if not ids:
            return []
        among, numbers = self._index.among(ids)
        return self._database.rows(
            f"select {columns} from entry where {among} and {condition}",  # noqa: S608
            {**(values or {}), **numbers},
        )
