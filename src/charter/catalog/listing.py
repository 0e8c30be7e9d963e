"""Entries in the order of an index, page by page, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charter.catalog.entry import Filters
from charter.catalog.filters import condition_of
from charter.catalog.query import Sort
from charter.database import Database, Row

_ORDERS = {
    Sort.RELEVANCE: "team_key, name_key",
    Sort.NAME: "name_key, team_key",
    Sort.ACTIVITY: "score desc, id",
}
# what comes after the place of which these are the values
_AFTER = {
    Sort.RELEVANCE: "(team_key, name_key) > (:after_team_key, :after_name_key)",
    Sort.NAME: "(name_key, team_key) > (:after_name_key, :after_team_key)",
    Sort.ACTIVITY: "score <= :after_score and (score < :after_score or id > :after_id)",
}
_PLACES = {
    Sort.RELEVANCE: ("team_key", "name_key"),
    Sort.NAME: ("name_key", "team_key"),
    Sort.ACTIVITY: ("score", "id"),
}


@dataclass(frozen=True)
class Page:
    """Rows of entries, and the place after the last of them; empty where nothing follows.

    `total`: how many there are, counted up to what was asked.
    """

    rows: Sequence[Row]
    place: Mapping[str, Any]
    total: int


class Listing:
    """All entries that pass the filters, without any words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        filters: Filters,
        sort: Sort,
        *,
        limit: int,
        offset: int,
        place: Mapping[str, Any],
        most: int,
    ) -> Page:
        """From `place` on, which an earlier page gave; or else from `offset`.

        All are counted up to `most`.
        """
        condition, values = condition_of(filters)
        named = {f"after_{name}": place.get(name) for name in _PLACES[sort]}
        is_after = place and None not in named.values()
        counted = {**values, "most": most}
        total = (
            f"(select count(*) from (select 1 from entry where {condition} limit :most) as found)"  # noqa: S608
        )
        rows = self._database.rows(
            f"select entry.*, {total} as total from entry"  # noqa: S608
            f" where {condition}{f' and {_AFTER[sort]}' if is_after else ''}"
            f" order by {_ORDERS[sort]} limit :limit offset :offset",
            {
                **counted,
                **(named if is_after else {}),
                "limit": limit + 1,
                "offset": 0 if is_after else offset,
            },
        )
        # where the page is empty, nothing in it tells how many there are
        (first, *_) = rows or self._database.rows(f"select {total} as total", counted)
        last = rows[limit - 1] if len(rows) > limit > 0 else None
        return Page(
            rows[:limit],
            {name: last[name] for name in _PLACES[sort]} if last else {},
            int(first["total"]),
        )

    def first_ids(self, filters: Filters, sort: Sort, *, limit: int) -> list[int]:
        """So many of them at most, in that order."""
        condition, values = condition_of(filters)
        rows = self._database.rows(
            f"select id from entry where {condition} order by {_ORDERS[sort]} limit :limit",  # noqa: S608
            {**values, "limit": limit},
        )
        return [row["id"] for row in rows]
