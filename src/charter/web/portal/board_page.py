"""The continuum board: siloed, innersource, candidates, published; now and over a year."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.continuum import Moment
from charter.catalog.overview import Overview
from charter.web.portal.answering import page
from charter.web.portal.board_view import HEIGHT, WIDTH, adoption_of, over_time, times_until
from charter.web.portal.results_view import continuum_of, row_of
from charter.web.portal.standing import STATIONS
from charter.web.portal.views import members_catalog
from charter.web.service import service

router = APIRouter(include_in_schema=False)
_SHOWN = 8  # entries of a column
_KEPT = 600.0  # seconds for which the past is not asked for again


@router.get("/board")
def show(request: Request) -> Response:
    """Where everything stands."""
    overview = Overview(members_catalog(request).database)
    now = datetime.now(UTC)
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
        year=over_time(_past(request, overview, now)),
        width=WIDTH,
        height=HEIGHT,
        adoption=adoption_of(overview.adoption()),
        decisions={each.value: number for each, number in overview.decisions().items()},
    )


def _past(request: Request, overview: Overview, now: datetime) -> Sequence[Moment]:
    """The year; the whole history is read for it, so it is kept for some minutes."""
    kept = service(request).kept
    at, moments = kept.get("continuum", (0.0, ()))
    if not moments or time.monotonic() - at > _KEPT:
        moments = overview.over_time(times_until(now))
        kept["continuum"] = (time.monotonic(), moments)
    found: Sequence[Moment] = moments
    return found
