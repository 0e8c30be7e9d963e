"""The teams, and what is theirs."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.entry import Filters
from charter.catalog.overview import Overview
from charter.catalog.words import key
from charter.web.portal.answering import page
from charter.web.portal.results_view import row_of
from charter.web.portal.team_view import row_of_team
from charter.web.portal.views import members_catalog
from charter.web.problems import Problem

router = APIRouter(include_in_schema=False)
_MOST = 200


@router.get("/teams")
def show_teams(request: Request) -> Response:
    """All of them by name."""
    teams = [row_of_team(team) for team in Overview(members_catalog(request).database).teams()]
    return page(request, "teams.html", here="teams", teams=teams)


@router.get("/teams/{team}")
def show_team(request: Request, team: str) -> Response:
    """One team's projects, the liveliest first, and the people who maintain them."""
    catalog = members_catalog(request)
    entries = catalog.list_entries(Filters(team=team), limit=_MOST)
    if not entries or not key(team):
        raise Problem(404, "no team of that name owns anything in the catalog.")
    summary = next(it for it in Overview(catalog.database).teams() if key(it.name) == key(team))
    now = datetime.now(UTC)
    people: dict[str, int] = {}
    for entry in entries:
        for person in entry.project.maintainers:
            people[person.name or f"@{person.handle}"] = people.get(person.name, 0) + 1
    return page(
        request,
        "team.html",
        here="teams",
        team=row_of_team(summary),
        rows=[row_of(one, now) for one in sorted(entries, key=lambda it: -it.score)],
        people=sorted(people.items(), key=lambda it: (-it[1], it[0])),
        wanting=[one for one in entries if one.wanted],
    )
