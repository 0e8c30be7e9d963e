"""The continuum board: siloed, innersource, candidates, published; now and over a year."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.overview import Overview
from charter.web.portal.answering import page
from charter.web.portal.board_view import HEIGHT, WIDTH, adoption_of, over_time, times_until
from charter.web.portal.results_view import continuum_of, row_of
from charter.web.portal.standing import STATIONS
from charter.web.portal.views import members_catalog
from charter.web.service import service

router = APIRouter(include_in_schema=False)
_SHOWN = 8  # entries of a column


@router.get("/board")
def show(request: Request) -> Response:
    """Where everything stands."""
    overview = Overview(members_catalog(request).database)
    serving, now = service(request), datetime.now(UTC)
    counts = {standing.value: number for standing, number in overview.standings().items()}
    columns = [
        (standing, [row_of(one, now) for one in overview.liveliest(standing, limit=_SHOWN)])
        for standing, _ in STATIONS
    ]
    return page(
        request,
        "board.html",
        here="board",
        stations=continuum_of(counts),
        columns=dict(columns),
        year=over_time(serving.keep("year", lambda: overview.over_time(times_until(now)))),
        width=WIDTH,
        height=HEIGHT,
        adoption=adoption_of(serving.keep("adoption", overview.adoption)),
        decisions={each.value: number for each, number in overview.decisions().items()},
    )
