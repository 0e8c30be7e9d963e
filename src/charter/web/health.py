"""Whether the process lives, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from charter.web.who import Serving

OPEN = ("/healthz", "/readyz")
router = APIRouter()


@router.get("/healthz", include_in_schema=False)
async def lives() -> PlainTextResponse:
    """The process answers: whoever started it need not start it anew."""
    return PlainTextResponse("ok\n")


@router.get("/readyz", include_in_schema=False)
def is_ready(serving: Serving) -> PlainTextResponse:
    """The database answers as well: requests may be sent here."""
    serving.catalog.database.rows("select id from entry limit 1")
    return PlainTextResponse("ok\n")
