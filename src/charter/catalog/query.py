"""What a catalog is asked, and what it answers: values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from charter.catalog.entry import Filters, Hit
from charter.errors import UsageError


class Sort(StrEnum):
    """What comes first."""

    RELEVANCE = "relevance"  # without words: by team and name
    ACTIVITY = "activity"  # the liveliest repositories
    NAME = "name"


@dataclass(frozen=True)
class Query:
    """`words` as they were typed; none: every entry. `after` is `Answer.next` of another page."""

    words: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0
    after: str = ""
    with_counts: bool = True


@dataclass(frozen=True)
class Answer:
    """One page of what was found.

    `total` entries are what was looked for, or more where `is_more`: counting ends somewhere, and
    of very many only the best can be paged to. `counts`: filter → value → entries, the most
    first; of the first `total` ones. `next`: where the next page begins, empty for the last one.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_more: bool = False
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    next: str = ""


def cursor_of(place: Mapping[str, Any]) -> str:
    """A place in a list as text that fits into an address."""
    from base64 import urlsafe_b64encode  # noqa: PLC0415 - few ask for another page

    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_of(cursor: str) -> dict[str, Any]:
    """The place that `cursor_of` wrote; raises UsageError for any other text."""
    from base64 import urlsafe_b64decode  # noqa: PLC0415

    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(it, int | str) for it in found.values()):
        raise UsageError("this is not where a page begins.", hint="Begin with the first page.")
    return found


def words_and_filters(words: Iterable[str], filters: Filters | None, limit: int) -> Query:
    """The query of who wants hits alone."""
    return Query(tuple(words), filters or Filters(), limit=limit, with_counts=False)
