"""What a query finds, and how many there are of everything one can narrow it by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charter.catalog import query as asking
from charter.catalog.entry import Hit
from charter.web.portal.results_view import PAGE, Query
from charter.web.portal.views import Looking


@dataclass(frozen=True)
class Found:
    """One page of hits; `total` of them, or more where `is_more`; filter → value → entries."""

    hits: Sequence[Hit]
    total: int
    is_more: bool
    sort: str
    counts: Mapping[str, Mapping[str, int]]


def find(looking: Looking, query: Query) -> Found:
    """The page of hits; what can be chosen instead of a filter is counted as if it were not."""
    sort = asking.Sort(query.sort or ("relevance" if query.words else "activity"))
    answer = looking.answer(_asked(query, sort, limit=PAGE))
    counts = dict(answer.counts)
    for name, _ in query.chosen:
        wider = looking.answer(_asked(query.with_filter(name, ""), sort, limit=0))
        counts[name] = wider.counts.get(name, {})
    return Found(answer.hits, answer.total, answer.is_more, sort.value, counts)


def count(looking: Looking, query: Query) -> int:
    """How many there are, up to where counting ends."""
    return looking.answer(_asked(query, asking.Sort.NAME, limit=0, with_counts=False)).total


def _asked(
    query: Query, sort: asking.Sort, *, limit: int, with_counts: bool = True
) -> asking.Query:
    return asking.Query(
        tuple(query.words.split()),
        query.filters,
        sort,
        limit,
        offset=(query.page - 1) * PAGE if limit else 0,
        with_counts=with_counts,
    )
