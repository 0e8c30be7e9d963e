"""The search page: what is found, and how it can be narrowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.entry import Filters
from charter.catalog.filters import VISIBILITIES
from charter.web.portal.answering import page
from charter.web.portal.find import Found, count, find
from charter.web.portal.results_view import (
    FACETS,
    PAGE,
    SORTS,
    Query,
    continuum_of,
    facet_of,
    pages_around,
    row_of_hit,
)
from charter.web.portal.views import Looking, look

router = APIRouter(include_in_schema=False)
_LONGEST = 200  # characters of a query or a filter
_LAST_PAGE = 50  # who looks further narrows it


@router.get("/")
def search(request: Request) -> Response:
    """Every parameter is a text; what is wrong with one is left out, for a link never breaks."""
    query, looking = read_query(request), look(request)
    found = find(looking, query)
    shown = (
        _shown(query, found) if found.hits else {**_shown(query, found), **_help(looking, query)}
    )
    return page(request, "search.html", here="catalog", **shown)


def read_query(request: Request) -> Query:
    """What the address says."""
    said = {name: text.strip()[:_LONGEST] for name, text in request.query_params.items()}
    filters = Filters(
        visibility=said.get("visibility", "") if said.get("visibility") in VISIBILITIES else "",
        **{name: said.get(name, "") for name in FACETS},
    )
    number = said.get("page", "1")
    return Query(
        said.get("q", ""),
        filters,
        said.get("sort", "") if said.get("sort") in SORTS else "",
        min(max(int(number), 1), _LAST_PAGE) if number.isascii() and number.isdigit() else 1,
    )


def _shown(query: Query, found: Found) -> dict[str, Any]:
    now = datetime.now(UTC)
    last = min(max((found.total + PAGE - 1) // PAGE, 1), _LAST_PAGE)
    return {
        "query": query,
        "cleared": replace(query, filters=Filters(), page=1),
        "total": found.total,
        "is_more": found.is_more,
        "rows": [row_of_hit(hit, now) for hit in found.hits],
        "stations": continuum_of(found.counts.get("visibility", {})),
        "facets": [
            facet_of(name, found.counts.get(name, {}), query)
            for name in FACETS
            if found.counts.get(name)
        ],
        "sorts": SORTS if query.words else SORTS[1:],
        "sorted": found.sort,
        "first": (query.page - 1) * PAGE + 1,
        "around": pages_around(query.page, last),
        "spelt_alike": [],
        "without": [],
    }


def _help(looking: Looking, query: Query) -> dict[str, Any]:
    """What leads on from a page without results."""
    without = []
    for name, value in query.chosen:
        wider = query.with_filter(name, "")
        if number := count(looking, wider):
            without.append({"value": value, "count": number, "address": wider.address()})
    near = looking.nearest_names(query.words) if query.words else ()
    alike = [{"words": name, "address": Query(name).address()} for name in near]
    return {"without": without, "spelt_alike": alike}
