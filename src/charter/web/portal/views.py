"""The two views of one catalog: members see all of it, nobody what is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from starlette.requests import Request

from charter.catalog.access.rights import may_read
from charter.catalog.address import NOBODYS
from charter.catalog.entry import Entry
from charter.catalog.history import Change
from charter.catalog.public import PublicEntries
from charter.catalog.query import Answer, Query
from charter.catalog.store import Catalog
from charter.web.portal.answering import caller_of, is_public_view
from charter.web.portal.public_view import PublicView
from charter.web.problems import Problem, sign_in
from charter.web.service import service


class Looking(Protocol):
    """What pages ask a catalog."""

    def answer(self, query: Query) -> Answer:
        """One page of what the query finds, with counts."""

    def entry(self, team: str, name: str) -> Entry | None:
        """The entry of that name."""

    def readme(self, entry: Entry) -> str: ...

    def history(self, entry: Entry, *, limit: int, before: int) -> Sequence[Change]: ...

    def nearest_names(self, name: str) -> Sequence[str]: ...


class Members:
    """The whole catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def answer(self, query: Query) -> Answer:
        return self._catalog.answer(query)

    def entry(self, team: str, name: str) -> Entry | None:
        if team == NOBODYS:
            return next((it for it in self._catalog.find(name) if not it.project.team), None)
        return next(iter(self._catalog.find(name, team)), None)

    def readme(self, entry: Entry) -> str:
        return self._catalog.readme(entry)

    def history(self, entry: Entry, *, limit: int, before: int) -> Sequence[Change]:
        return self._catalog.history(entry, limit=limit, before=before)

    def nearest_names(self, name: str) -> Sequence[str]:
        return self._catalog.nearest_names(name)


def look(request: Request) -> Looking:
    """The view for whoever asks; raises a Problem where there is none for them."""
    caller, serving = caller_of(request), service(request)
    if may_read(caller):
        return Members(serving.catalog)
    if is_public_view(caller, serving.options):
        return PublicView(PublicEntries(serving.catalog.database))
    raise refused(request)


def members_catalog(request: Request) -> Catalog:
    """The whole catalog, changed in the caller's name; raises a Problem."""
    caller = caller_of(request)
    if not may_read(caller):
        raise refused(request)
    return service(request).catalog.acting(caller.actor)


def refused(request: Request) -> Problem:
    """For whom this is not."""
    if not caller_of(request).is_known:
        return sign_in()
    return Problem(403, "this token is not for reading the catalog.")
