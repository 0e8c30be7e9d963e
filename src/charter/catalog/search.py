"""Answers queries: found, ranked, one page of it read and marked, the rest only counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from charter.catalog.counts import count_values
from charter.catalog.entry import Entry, Filters, Hit, LookAlike
from charter.catalog.finding import COUNTED, Finder, Found
from charter.catalog.index import Index, Sought
from charter.catalog.index_rows import facets_of
from charter.catalog.listing import Listing
from charter.catalog.marks import marked, marked_part, snippet
from charter.catalog.nearness import nearest
from charter.catalog.query import Answer, Query, Sort, cursor_of, place_of
from charter.catalog.ranking import How, order
from charter.catalog.rows import entry_of
from charter.catalog.tokens import Wanted, read_wanted
from charter.catalog.words import Term, key, read_terms
from charter.database import Database, Row

_COLUMNS = (
    "entry_search.id, entry_search.name, entry_search.title, entry_search.description,"
    " entry_search.topics, entry_search.team, entry.confirmed, entry.archived, entry.score,"
    " entry.name_key, entry.team_key"
)
_FURTHEST = 2**31  # no page begins there; a database counts not much further
_SORTED = {Sort.NAME: "name_key, team_key", Sort.ACTIVITY: "score desc, id"}


class Search:
    """What a catalog is asked."""

    def __init__(self, database: Database, index: Index) -> None:
        self._database = database
        self._index = index
        self._finder = Finder(database, index)
        self._listing = Listing(database)

    def answer(self, query: Query, now: datetime | None = None) -> Answer:
        """One page; raises UsageError where `query.after` is not from another page."""
        place = place_of(query.after) if query.after else {}
        terms = read_terms(query.words)
        wanted = read_wanted(terms)
        if not query.words or not "".join(query.words).strip():
            return self._listed(query, place)
        if not wanted:
            return Answer()
        found = self._finder.find(terms, wanted, query.filters)
        ids = self._ordered(found, wanted, query.sort, now or datetime.now(UTC))
        offset = _offset(query, place)
        page = ids[offset : offset + query.limit]
        return Answer(
            hits=self._hits(page, found, terms, wanted),
            total=len(ids),
            is_more=found.is_more,
            counts=count_values(self._database, self._index, ids) if query.with_counts else {},
            next=cursor_of({"offset": offset + query.limit}) if ids[offset + query.limit :] else "",
        )

    def _ordered(
        self, found: Found, wanted: Sequence[Wanted], sort: Sort, now: datetime
    ) -> list[int]:
        if sort is not Sort.RELEVANCE:
            archived = "case when archived <> '' then 1 else 0 end"
            rows = self._rows("id", "entry", list(found.how), f"{archived}, {_SORTED[sort]}")
            return [row["id"] for row in rows]
        tables = "entry_search join entry on entry.id = entry_search.id"
        rows = self._rows(_COLUMNS, tables, found.ranked, "entry.id")
        best = order(rows, found.how, wanted, now)
        return list(dict.fromkeys([*best, *found.how]))

    def _listed(self, query: Query, place: Mapping[str, Any]) -> Answer:
        facets = facets_of(query.filters)
        # a team's entries stand in an index of their own, in this order
        is_in_order = query.sort is Sort.RELEVANCE and query.filters == Filters(query.filters.team)
        is_found = bool(facets) and not is_in_order
        ids = self._index.ids_of(Sought(facets=facets), limit=COUNTED + 1) if is_found else []
        if is_found and len(ids) <= COUNTED:
            return self._listed_few(query, ids, _offset(query, place))
        page = self._listing.page(
            query.filters,
            query.sort,
            limit=query.limit,
            offset=_offset(query, place),
            place=place,
            most=COUNTED + 1,
        )
        counts: Mapping[str, Mapping[str, int]] = {}
        if query.with_counts:
            first = self._listing.first_ids(query.filters, query.sort, limit=COUNTED)
            counts = count_values(self._database, self._index, first)
        return Answer(
            hits=tuple(map(_plain, map(entry_of, page.rows))),
            total=min(page.total, COUNTED),
            is_more=page.total > COUNTED,
            counts=counts,
            next=cursor_of(page.place) if page.place else "",
        )

    def _listed_few(self, query: Query, ids: Sequence[int], offset: int) -> Answer:
        sort = _SORTED.get(query.sort, "team_key, name_key")
        end = offset + query.limit
        rows = self._rows("*", "entry", ids, f"{sort} limit {query.limit:d} offset {offset:d}")
        return Answer(
            hits=tuple(map(_plain, map(entry_of, rows))),
            total=len(ids),
            counts=count_values(self._database, self._index, ids) if query.with_counts else {},
            next=cursor_of({"offset": end}) if len(ids) > end else "",
        )

    def _hits(
        self, page: Sequence[int], found: Found, terms: Sequence[Term], wanted: Sequence[Wanted]
    ) -> tuple[Hit, ...]:
        entries = self._entries(page)
        readmes = self._readmes([number for number in page if found.how[number] is How.README])
        loose = [Wanted(word.spellings, is_prefix=True) for word in wanted]
        hits = []
        for number in page:
            if number not in entries:
                continue
            entry, how = entries[number], found.how[number]
            project = entry.project
            words = loose if how is How.BEGINNING else wanted
            parts = [key(term.text) for term in terms]
            name = (
                marked_part(project.name, parts) if how is How.PART else marked(project.name, words)
            )
            text = snippet(readmes.get(number, ""), wanted)
            hits.append(
                Hit(entry, name, marked(project.description, words), text, how.name.lower())
            )
        return tuple(hits)

    def _readmes(self, ids: Sequence[int]) -> dict[int, str]:
        tables = "readme join entry on entry.id = readme.entry_id"
        rows = self._rows("entry.id, readme.text", tables, ids, "entry.id")
        return {row["id"]: str(row["text"]) for row in rows}

    def look_alikes(self, name: str, description: str, *, limit: int) -> tuple[LookAlike, ...]:
        """The entries nearest to a new project, with the words they share."""
        near = nearest(self._database, self._index, name, description, limit=limit)
        entries = self._entries([number for number, _ in near])
        return tuple(LookAlike(entries[n], shared) for n, shared in near if n in entries)

    def nearest_names(self, name: str, *, limit: int) -> tuple[str, ...]:
        """Names in the catalog that are spelt like this one."""
        from difflib import get_close_matches  # noqa: PLC0415 - only where nothing was found

        near = self._index.ids_spelt_like(key(name), limit=200)
        rows = self._rows("name, name_key", "entry", near, "name_key, team_key desc")
        names = {row["name_key"]: str(row["name"]) for row in rows}
        return tuple(names[near] for near in get_close_matches(key(name), names, n=limit))

    def _entries(self, ids: Sequence[int]) -> dict[int, Entry]:
        return {row["id"]: entry_of(row) for row in self._rows("entry.*", "entry", ids, "id")}

    def _rows(self, columns: str, tables: str, ids: Sequence[int], sort: str) -> Sequence[Row]:
        if not ids:
            return []
        among, numbers = self._index.among(ids)
        return self._database.rows(
            f"select {columns} from {tables} where {among} order by {sort}",  # noqa: S608
            numbers,
        )


def _plain(entry: Entry) -> Hit:
    return Hit(entry, entry.project.name, entry.project.description)


def _offset(query: Query, place: Mapping[str, Any]) -> int:
    offset = place.get("offset", query.offset)
    return min(max(offset, 0), _FURTHEST) if isinstance(offset, int) else 0
