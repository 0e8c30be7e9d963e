"""Writing entries: told, confirmed, archived, forgotten; each by whom it is for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from starlette.responses import Response

from charter.catalog.access.caller import Caller
from charter.catalog.access.change import ForbiddenError, check_change, check_owner
from charter.catalog.access.rights import may_oversee
from charter.catalog.address import NOBODYS
from charter.catalog.describe import describe
from charter.catalog.document import entry_of
from charter.catalog.entries import Telling
from charter.catalog.entry import Entry, Outcome, Standing
from charter.catalog.rows import values_of
from charter.catalog.store import Catalog
from charter.catalog.words import key
from charter.database import Row
from charter.errors import CatalogError, UnfitError
from charter.web.api import API
from charter.web.api.answers import ABSENT, READING, WRITING
from charter.web.api.conditions import Condition
from charter.web.api.entries import ONE, entry_named
from charter.web.api.fields import NAME
from charter.web.api.given import Marked, Told
from charter.web.api.replies import reply
from charter.web.api.showing import etag_of, shown
from charter.web.api.told import Archival, EntryTold, RepositoryTold
from charter.web.problems import Problem
from charter.web.who import Member, MembersCatalog, Serving

router = APIRouter(prefix=API, tags=["entries"], responses={**READING, **WRITING})

Namespace = Annotated[str, Path(pattern=f"^-$|{NAME}", description="The team; - for nobody's.")]
Named = Annotated[str, Path(pattern=NAME)]
Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=100,
        pattern=r"^[A-Za-z0-9._:-]*$",
        description="Told again with the same key, nothing happens again.",
    ),
]
IfMatch = Annotated[str, Header(alias="If-Match", max_length=400)]
IfNoneMatch = Annotated[str, Header(alias="If-None-Match", max_length=400)]


@router.put(
    ONE,
    operation_id="tellEntry",
    response_model=Told,
    responses={201: {"model": Told, "description": "There was none before."}},
)
def tell_entry(
    catalog: MembersCatalog,
    caller: Member,
    serving: Serving,
    namespace: Namespace,
    name: Named,
    told: EntryTold,
    moved: Annotated[bool, Query(description="The repository has a new address.")] = False,
    lost_charter: Annotated[bool, Query(description="It is under no charter any more.")] = False,
    once: Once = "",
    if_match: IfMatch = "",
    if_none_match: IfNoneMatch = "",
) -> Response:
    """Put the entry in, or bring it up to date; the same again changes nothing.

    Whose address it has is the same project under a new name. A name that is another
    repository's is refused, and says whose it is; `moved` says that it is the same one.
    """
    entry = _entry(namespace, name, told)
    condition = Condition(if_match, if_none_match)

    def check(before: Row | None, released: Sequence[Row], after: Any) -> Sequence[str]:
        keeps = check_change(caller, before, released, after)
        condition.check(before)
        return keeps

    telling = Telling(moved, lost_charter, once=once, sender=caller.sender, check=check)
    return _tell(catalog, serving, entry, telling)


def _entry(namespace: str, name: str, told: EntryTold) -> Entry:
    team = "" if namespace == NOBODYS else namespace
    document = told.model_dump()
    for field, place in (("team", team), ("name", name)):
        if document[field] and key(document[field]) != key(place):
            raise Problem(422, f"the {field} in the document is not the one of its address.")
        document[field] = document[field] or place
    if not team and not told.siloed:
        raise Problem(422, "only what is under no charter may be nobody's.")
    return entry_of(document)


def _tell(catalog: Catalog, serving: Serving, entry: Entry, telling: Telling) -> Response:
    outcome, now = catalog.tell(entry, telling)
    now = now or _known(catalog, entry)
    serving.metrics.note_registration(outcome.value)
    return reply(
        {"outcome": outcome, "entry": shown(now or entry)},
        status=201 if outcome is Outcome.CREATED else 200,
        headers={"etag": etag_of(now)} if now else {},
    )


def _known(catalog: Catalog, entry: Entry) -> Entry | None:
    """What is there of a project of which nothing was registered now."""
    project = entry.project
    placed = catalog.at(project.url) if project.url else None
    return placed or next(iter(catalog.find(project.name, project.team)), None)


@router.post(
    "/registrations",
    operation_id="registerRepository",
    response_model=Told,
    responses={201: {"model": Told, "description": "There was none before."}},
)
def register_repository(
    catalog: MembersCatalog,
    caller: Member,
    serving: Serving,
    told: RepositoryTold,
    moved: Annotated[bool, Query(description="The repository has a new address.")] = False,
    once: Once = "",
) -> Response:
    """Register a repository by the texts of its files, as `charter register` does."""
    try:
        entry = describe(told.files, told.remote)
    except CatalogError as unfit:
        raise UnfitError(unfit.message, hint=unfit.hint) from unfit

    check = partial(check_change, caller)
    telling = Telling(moved, once=once, sender=caller.sender, check=check)
    return _tell(catalog, serving, entry, telling)


@router.post(f"{ONE}/confirm", operation_id="confirmEntry", responses=ABSENT)
def confirm_entry(catalog: MembersCatalog, caller: Member, namespace: str, name: str) -> Marked:
    """Vouch for the entry, and take it out of the archive; once a day is enough."""
    entry = _own(catalog, caller, namespace, name)
    return Marked(done=catalog.confirm(entry))


@router.post(f"{ONE}/archive", operation_id="archiveEntry", responses=ABSENT)
def archive_entry(
    catalog: MembersCatalog, caller: Member, namespace: str, name: str, told: Archival
) -> Marked:
    """Say why nobody should build on it any more."""
    entry = _own(catalog, caller, namespace, name)
    return Marked(done=catalog.archive(entry, told.because))


@router.delete(ONE, operation_id="forgetEntry", status_code=204, responses=ABSENT)
def forget_entry(
    catalog: MembersCatalog, caller: Member, namespace: str, name: str, if_match: IfMatch = ""
) -> None:
    """Take it out, for what should never have been put in; its history stays.

    What exists and should not be used any more is archived, not forgotten.
    """
    entry = _own(catalog, caller, namespace, name)
    if entry.standing is Standing.PUBLIC and not may_oversee(caller):
        raise ForbiddenError("it is public: only the OSPO can take it out.")
    Condition(if_match).check({"id": entry.id, "revision": entry.revision})
    catalog.forget(entry)


def _own(catalog: Catalog, caller: Caller, namespace: str, name: str) -> Entry:
    entry = entry_named(catalog, namespace, name)
    check_owner(caller, values_of(entry))
    return entry
