"""An entry's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from charter.catalog.entry import Entry
from charter.catalog.freshness import freshness_of
from charter.catalog.overview import Overview
from charter.catalog.reuse import ReuseAnswer
from charter.web.portal.activity_view import activity_of
from charter.web.portal.addresses import address_of
from charter.web.portal.answering import page, site_of, viewer_of
from charter.web.portal.health_view import confirmed_words, health_of, newest_of
from charter.web.portal.history_view import lines_of
from charter.web.portal.markdown import letters_of, readme_markup
from charter.web.portal.reuse_view import NOTED, said_about
from charter.web.portal.standing import STATIONS, banner_of, warning_of
from charter.web.portal.use_view import use_of
from charter.web.portal.views import Looking, look, members_catalog
from charter.web.problems import Problem

router = APIRouter(include_in_schema=False)
_CHANGES, _SAID = 10, 200
ABSENT = "there is no project of that name in the catalog."


@router.get("/entries/{team}/{name}")
def show(request: Request, team: str, name: str, before: str = "", noted: str = "") -> Response:
    """Everything about one entry; under its former name, the way to its present one."""
    looking = look(request)
    entry, present, has_moved = entry_at(looking, team, name)
    if has_moved:
        return RedirectResponse(present, 302)
    now = datetime.now(UTC)
    freshness = freshness_of(entry.confirmed, entry.archived, now)
    site, viewer, project = site_of(request), viewer_of(request), entry.project
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else 0  # noqa: PLR2004
    history = looking.history(entry, limit=_CHANGES + 1, before=number)
    said = () if site.is_public_view else _said(request, entry)
    newest = "" if site.is_public_view else _newest(request, entry)
    return page(
        request,
        "entry.html",
        here="catalog",
        entry=entry,
        title="" if letters_of(project.title) == letters_of(project.name) else project.title,
        banner=banner_of(entry, site.organisation),
        way=STATIONS,
        warning=warning_of(entry, freshness),
        use=use_of(entry),
        freshness=freshness,
        confirmed="".join(confirmed_words(entry, freshness, now)),
        health=health_of(entry, newest, now),
        newest=newest,
        activity=activity_of(entry, now),
        history=lines_of(history[:_CHANGES], now),
        older=f"{present}?before={history[_CHANGES - 1].id}#history"
        if len(history) > _CHANGES
        else "",
        readme=_readme(looking, entry),
        noted=NOTED.get(noted, "") if viewer.is_known else "",
        said=said_about(said, now) if said else None,
        may_change=viewer.may_write(project.team),
    )


def entry_at(looking: Looking, team: str, name: str) -> tuple[Entry, str, bool]:
    """The entry that is or was called so, the path of its page, and whether that is another one.

    Raises a Problem where there is none.
    """
    entry = looking.entry(team, name)
    if entry is None:
        raise Problem(404, ABSENT)
    present = address_of(entry.project.team, entry.project.name)
    return entry, present, present.casefold() != address_of(team, name).casefold()


def _newest(request: Request, entry: Entry) -> str:
    if not entry.template:
        return ""
    others = Overview(members_catalog(request).database).versions_of(entry.template)
    return newest_of([*others, entry.version])


def _said(request: Request, entry: Entry) -> Sequence[ReuseAnswer]:
    return Overview(members_catalog(request).database).said_of(entry, limit=_SAID)


def _readme(looking: Looking, entry: Entry) -> Markup:
    project = entry.project
    markup = readme_markup(
        looking.readme(entry), home=project.url, forge=project.forge, title=project.name
    )
    return Markup(markup)  # noqa: S704 - made safe
