"""What may be asked of a list of entries: parameters of requests."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import Query

from charter.catalog.entry import Filters
from charter.catalog.filters import VISIBILITIES
from charter.web.api.fields import Word

Visible = StrEnum("Visible", {name.upper(): name for name in VISIBILITIES})  # type: ignore[misc]
Limit = Annotated[int, Query(ge=1, le=200, description="At most so many.")]
Cursor = Annotated[
    str, Query(max_length=1000, description="Where to go on: `next` of the page before.")
]
Words = Annotated[
    str, Query(alias="q", max_length=2000, description="Words, all of which an entry has.")
]
_Filter = Annotated[Word, Query(max_length=100)]


async def filters(
    team: _Filter = "",
    visibility: Visible | None = None,
    topic: _Filter = "",
    license: _Filter = "",  # noqa: A002 - the name of the parameter
    language: _Filter = "",
    lifecycle: _Filter = "",
    level: _Filter = "",
) -> Filters:
    """A dependency: the filters of a request."""
    return Filters(
        team=team,
        visibility=visibility.value if visibility else "",
        topic=topic,
        license=license,
        language=language,
        lifecycle=lifecycle,
        level=level,
    )
