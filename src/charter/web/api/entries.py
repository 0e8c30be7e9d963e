"""Reading entries: lists, searches, one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from charter.catalog.address import NOBODYS
from charter.catalog.entry import Entry, Filters
from charter.catalog.history import as_json as change_as_json
from charter.catalog.query import Query as QueryOf
from charter.catalog.query import Sort
from charter.catalog.store import Catalog
from charter.plain_text import one_line
from charter.web.api import API
from charter.web.api.answers import ABSENT, READING
from charter.web.api.given import Changes, EntryShown, LookAlikes, Page, Readme
from charter.web.api.questions import Cursor, Limit, Words, filters
from charter.web.api.replies import reply
from charter.web.api.showing import etag_of, found, found_exactly, near, page, shown
from charter.web.problems import Problem
from charter.web.who import MembersCatalog, Serving

ONE = "/entries/{namespace}/{name}"

router = APIRouter(prefix=API, tags=["entries"], responses=READING)


@router.get("/entries", operation_id="listEntries", response_model=Page)
def list_entries(
    catalog: MembersCatalog,
    serving: Serving,
    chosen: Annotated[Filters, Depends(filters)],
    words: Words = "",
    sort: Annotated[Sort, Query(description="What comes first.")] = Sort.RELEVANCE,
    name: Annotated[str, Query(max_length=100, description="Only of this name.")] = "",
    url: Annotated[str, Query(max_length=2000, description="Only at this address.")] = "",
    limit: Limit = 20,
    cursor: Cursor = "",
    counts: Annotated[bool, Query(description="Count filters' values, too.")] = False,
) -> Response:
    """Entries by team and name; with `q`, those that have all the words, the best first.

    Where few have them, those follow whose name begins with them, holds them, or is spelt like
    them, and those that have them in their README. `name` (with `team`) and `url` find an entry by
    what it is, or was, called.
    """
    if name or url:
        found_ones = _exactly(catalog, name, chosen.team, url)
        return reply(page(map(found_exactly, found_ones)))
    question = repr((words, chosen, sort.value))
    after = str(serving.cursors.read(question, cursor)) if cursor else ""
    query = QueryOf(
        tuple(words.split()), chosen, sort, limit=limit, after=after, with_counts=counts
    )
    answer = catalog.answer(query)
    return reply(
        {
            **page(map(found, answer.hits)),
            "next": serving.cursors.write(question, answer.next) if answer.next else None,
            "total": answer.total,
            "is_more": answer.is_more,
            "counts": answer.counts if counts else None,
        }
    )


def _exactly(catalog: Catalog, name: str, team: str, url: str) -> tuple[Entry, ...]:
    if url:
        entry = catalog.at(url)
        return (entry,) if entry else ()
    return catalog.find(name, team)


def entry_named(catalog: Catalog, namespace: str, name: str) -> Entry:
    """The entry of that path, or the one that was called so once; raises a Problem."""
    if namespace == NOBODYS:
        entries = [each for each in catalog.find(name) if not each.project.team]
    else:
        entries = list(catalog.find(name, namespace))
    if not entries:
        raise Problem(
            404,
            f"there is no entry {one_line(namespace)[:80]}/{one_line(name)[:80]}.",
            hint="It may have another name: ask /api/v1/names?like=",
        )
    return entries[0]


@router.get(ONE, operation_id="readEntry", response_model=EntryShown, responses=ABSENT)
def read_entry(catalog: MembersCatalog, namespace: str, name: str) -> Response:
    """One entry; by a former name, the one that was called so. Its ETag is for `If-Match`."""
    entry = entry_named(catalog, namespace, name)
    return reply(shown(entry), headers={"etag": etag_of(entry)})


@router.get(f"{ONE}/readme", operation_id="readReadme", responses=ABSENT)
def read_readme(catalog: MembersCatalog, namespace: str, name: str) -> Readme:
    """The README as it was told: its Markdown is not to be trusted."""
    return Readme(text=catalog.readme(entry_named(catalog, namespace, name)))


@router.get(f"{ONE}/history", operation_id="readHistory", responses=ABSENT)
def read_history(
    catalog: MembersCatalog,
    namespace: str,
    name: str,
    limit: Limit = 50,
    before: Annotated[int, Query(ge=0, le=2**62, description="Only older ones.")] = 0,
) -> Changes:
    """What became of the entry, the newest first."""
    entry = entry_named(catalog, namespace, name)
    changes = catalog.history(entry, limit=limit + 1, before=before)
    older = changes[limit - 1].id if len(changes) > limit else None
    return Changes.model_validate(
        {
            "changes": [change_as_json(each) for each in changes[:limit]],
            "former_names": list(catalog.former_names(entry)),
            "next": older,
        }
    )


@router.get(
    f"{ONE}/look-alikes",
    operation_id="readLookAlikes",
    response_model=LookAlikes,
    responses=ABSENT,
)
def read_look_alikes(
    catalog: MembersCatalog,
    namespace: str,
    name: str,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Response:
    """The entries nearest to this one."""
    entry = entry_named(catalog, namespace, name)
    return reply(near(catalog.others_like(entry, limit=limit)))
