"""`/metrics`, for Prometheus, which brings a token."""

from __future__ import annotations

from fastapi import APIRouter
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.responses import Response

from charter.catalog.access.rights import may_measure
from charter.web.problems import Problem
from charter.web.who import Serving, Who

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
def figures(caller: Who, serving: Serving) -> Response:
    """What this process has counted."""
    if not may_measure(caller):
        raise Problem(403, "the figures are for tokens with the scope metrics.")
    return Response(serving.metrics.as_text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
