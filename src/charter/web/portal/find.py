"""What a query finds, and how many there are of everything one can narrow it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from charter.catalog.entry import Entry, Hit
from charter.web.portal.results_view import FACETS, PAGE, Query
from charter.web.portal.views import Looking

_MOST = 2000  # entries that are looked at for their counts


@dataclass(frozen=True)
class Found:
    """One page of hits, how many there are, and counts: facet → value → entries."""

    hits: Sequence[Hit]
    total: int
    sort: str
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def find(looking: Looking, query: Query, *, counts: bool = True) -> Found:
    """The page of hits; each facet is counted as if it were not chosen."""
    sort = query.sort or ("relevance" if query.words else "activity")
    hits = looking.hits(query.words, query.filters, limit=_MOST)
    first = (query.page - 1) * PAGE
    return Found(
        sorted_by(sort, hits)[first : first + PAGE],
        len(hits),
        sort,
        _counts(looking, query, hits) if counts else {},
    )


def sorted_by(sort: str, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Relevance is the order they come in."""
    if sort == "activity":
        return sorted(hits, key=lambda hit: (-hit.entry.score, hit.entry.project.name))
    if sort == "name":
        return sorted(
            hits, key=lambda hit: (hit.entry.project.name.casefold(), hit.entry.project.team)
        )
    return hits


def _counts(looking: Looking, query: Query, hits: Sequence[Hit]) -> dict[str, dict[str, int]]:
    counted = {}
    for name in ("visibility", *FACETS):
        chosen = getattr(query.filters, name)
        wider = replace(query.filters, **{name: ""})
        among = looking.hits(query.words, wider, limit=_MOST) if chosen else hits
        values = Counter(value for hit in among for value in _values(name, hit.entry) if value)
        counted[name] = dict(values)
    return counted


def _values(facet: str, entry: Entry) -> Sequence[str]:
    project = entry.project
    return {
        "visibility": (entry.standing.value,),
        "team": (project.team,),
        "topic": project.topics,
        "license": (project.license,),
        "language": (entry.language,),
        "lifecycle": (entry.lifecycle,),
        "level": (project.governance_level,),
    }[facet]
