"""Before something is built: what is like it, what is spelt like it, and which teams there are."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from charter.catalog.teams import list_teams
from charter.web.api import API
from charter.web.api.answers import READING
from charter.web.api.given import LookAlikes, Names, Teams, TeamShown
from charter.web.api.replies import reply
from charter.web.api.showing import near
from charter.web.who import MembersCatalog

router = APIRouter(prefix=API, tags=["discovery"], responses=READING)


@router.get("/similar", operation_id="findSimilar", response_model=LookAlikes)
def find_similar(
    catalog: MembersCatalog,
    name: Annotated[str, Query(max_length=100)] = "",
    description: Annotated[str, Query(max_length=2000)] = "",
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Response:
    """The entries nearest to what somebody wants to build."""
    return reply(near(catalog.look_alikes(name, description, limit=limit)))


@router.get("/names", operation_id="findNames")
def find_names(
    catalog: MembersCatalog,
    like: Annotated[str, Query(min_length=1, max_length=100)],
    limit: Annotated[int, Query(ge=1, le=20)] = 3,
) -> Names:
    """Names that are spelt like this one."""
    return Names(names=list(catalog.nearest_names(like, limit=limit)))


@router.get("/teams", operation_id="listTeams")
def read_teams(catalog: MembersCatalog) -> Teams:
    """All teams that own something."""
    teams = list_teams(catalog.database)
    return Teams(teams=[TeamShown(name=each.name, entries=each.entries) for each in teams])
