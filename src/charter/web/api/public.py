"""What everybody may see, where the organisation says so: published entries, public fields."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from charter.catalog.public import PublicEntries, PublicFilters
from charter.web.api import API
from charter.web.api.answers import ABSENT, READING
from charter.web.api.questions import Cursor, Limit
from charter.web.problems import Problem
from charter.web.who import Serving

router = APIRouter(prefix=API, tags=["public"], responses=READING)
_Filter = Annotated[str, Query(max_length=100)]


class PublicPerson(BaseModel):
    """Who reviews and decides."""

    name: str
    handle: str


class PublicEntry(BaseModel):
    """A published project: these fields, and no other."""

    team: str
    name: str
    title: str
    description: str
    maintainers: list[PublicPerson]
    forge: str
    url: str
    license: str
    topics: list[str]
    language: str
    lifecycle: str
    wanted: list[str]
    responds: str
    published: str
    is_archived: bool


class PublicPage(BaseModel):
    """Some entries; `next` is the cursor of those after them, null at the end."""

    entries: list[PublicEntry]
    next: str | None = None


async def entries_of(serving: Serving) -> PublicEntries:
    """The public side of the catalog."""
    return PublicEntries(serving.catalog.database)


Entries = Annotated[PublicEntries, Depends(entries_of)]


@router.get("/public/entries", operation_id="listPublicEntries")
def list_public(
    entries: Entries,
    serving: Serving,
    q: Annotated[str, Query(max_length=400)] = "",
    team: _Filter = "",
    topic: _Filter = "",
    license: _Filter = "",  # noqa: A002 - the name of the parameter
    language: _Filter = "",
    limit: Limit = 20,
    cursor: Cursor = "",
) -> PublicPage:
    """Published projects by team and name."""
    chosen = PublicFilters((q,), team, topic, license, language)
    question = f"public {chosen!r}"
    place = serving.cursors.read(question, cursor) if cursor else None
    listed = entries.list_entries(chosen, limit=limit + 1, after=tuple(place) if place else None)
    after = None
    if len(listed) > limit:
        last = listed[limit - 1]
        after = serving.cursors.write(question, [last["team"], last["name"]])
    return PublicPage.model_validate({"entries": list(listed[:limit]), "next": after})


@router.get("/public/entries/{namespace}/{name}", operation_id="readPublicEntry", responses=ABSENT)
def read_public(entries: Entries, namespace: str, name: str) -> PublicEntry:
    """One published project; whatever is not published is not there."""
    found = entries.find(namespace, name)
    if found is None:
        raise Problem(404, "there is no published project of that name.")
    return PublicEntry.model_validate(found)
