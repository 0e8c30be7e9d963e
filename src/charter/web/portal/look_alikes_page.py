"""What is like an entry: a page of its own, of which the entry's page takes the list later.

To find it takes longer than all the rest of an entry's page.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.web.portal.answering import page
from charter.web.portal.entry_page import entry_at
from charter.web.portal.views import Members, members_catalog

router = APIRouter(include_in_schema=False)
_NEAR = 5


@router.get("/entries/{team}/{name}/look-alikes")
def show(request: Request, team: str, name: str) -> Response:
    """The nearest entries, for members; under its former name, the way to its present one."""
    catalog = members_catalog(request)
    entry, present, has_moved = entry_at(Members(catalog), team, name)
    if has_moved:
        return RedirectResponse(f"{present}/look-alikes", 302)
    near = catalog.others_like(entry, limit=_NEAR)
    return page(request, "look_alikes.html", here="catalog", entry=entry, near=near)
