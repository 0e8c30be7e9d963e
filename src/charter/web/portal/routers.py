"""The pages of the portal, and which of them are for everybody."""

from __future__ import annotations

from charter.web.options import Anonymous, Options
from charter.web.portal import (
    board_page,
    entry_marks,
    entry_page,
    look_alikes_page,
    plain_pages,
    register_page,
    reuse_page,
    search_page,
    start_page,
    team_pages,
    tokens_page,
)

ROUTERS = (
    search_page.router,
    entry_page.router,
    look_alikes_page.router,
    entry_marks.router,
    team_pages.router,
    board_page.router,
    reuse_page.router,
    start_page.router,
    register_page.router,
    tokens_page.router,
    plain_pages.router,
)


def open_paths(options: Options) -> tuple[str, ...]:
    """What nobody need sign in for: more where the organisation shows what is published."""
    public = ("/", "/entries/") if options.anonymous == Anonymous.PUBLIC else ()
    return (*plain_pages.OPEN, *public)
