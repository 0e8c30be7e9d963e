"""The catalog of a service, as commands use it: the same questions, the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from charter.catalog.address import NOBODYS
from charter.catalog.document import entry_of, told_of
from charter.catalog.entry import Entry, Filters, Hit, LookAlike, Outcome
from charter.catalog.history import Change, change_of_json
from charter.catalog.query import Answer, Query, words_and_filters
from charter.catalog.remote.answers import answer_of, hit_of, member, members
from charter.catalog.remote.place import check_address, read_token
from charter.catalog.remote.speaker import Speaker
from charter.catalog.reuse import ReuseAnswer, answer_of_json, told_of_answer
from charter.catalog.rows import url_key
from charter.catalog.words import key
from charter.errors import CatalogError, UnfitError, UsageError
from charter.plain_text import one_line

_PAGE = 200  # as many as the service gives at once
_LONGEST = 2000


class RemoteCatalog:
    """Fulfils `AnyCatalog`; raises CatalogError where the service cannot be asked."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker

    @property
    def place(self) -> str:
        return self._speaker.address

    def acting(self, actor: str) -> RemoteCatalog:  # noqa: ARG002
        """The same: the service knows by the token who acts."""
        return self

    def register(
        self, entry: Entry, *, moved: bool = False, lost_charter: bool = False, once: str = ""
    ) -> Outcome:
        meant = {"moved": "true" if moved else "", "lost_charter": "true" if lost_charter else ""}
        reply = self._speaker.ask(
            "PUT",
            _path(entry),
            question=meant,
            body=told_of(entry),
            headers={"idempotency-key": once} if once else {},
        )
        return Outcome(member(reply.document, "outcome"))

    def confirm(self, entry: Entry) -> bool:
        return bool(member(self._on(entry, "POST", "/confirm"), "done"))

    def archive(self, entry: Entry, because: str) -> bool:
        return bool(member(self._on(entry, "POST", "/archive", {"because": because}), "done"))

    def _on(self, entry: Entry, method: str, what: str, body: Any = None) -> Any:
        reply = self._speaker.ask(method, _path(entry) + what, body=body)
        if reply.status == 404:  # noqa: PLR2004 - it was there when it was found
            full = entry.project.full_name
            raise CatalogError(f"{full} is not in the catalog any more.")
        return reply.document

    def is_new(self, entry: Entry) -> bool:
        project = entry.project
        of_that_name = self.find(project.name)
        known = [each for each in of_that_name if key(each.project.team) == key(project.team)]
        places = [each.project.url + each.project.team for each in of_that_name if each.siloed]
        placed = self.at(project.url) if project.url else None
        is_there = placed is not None and url_key(placed.project.url) == url_key(project.url)
        return not (known or "" in places or is_there)

    def forget(self, entry: Entry) -> None:
        reply = self._speaker.ask("GET", _path(entry))
        if reply.status == 404:  # noqa: PLR2004 - it is forgotten
            return
        known = entry_of(reply.document)
        if _identity(known) == _identity(entry):
            self._speaker.ask("DELETE", _path(entry), headers={"if-match": reply.etag})

    def find(self, name: str, team: str = "") -> tuple[Entry, ...]:
        return self._exactly({"name": name, "team": team}) if name else ()

    def at(self, url: str) -> Entry | None:
        found = self._exactly({"url": url}) if url else ()
        return found[0] if found else None

    def _exactly(self, question: Mapping[str, str]) -> tuple[Entry, ...]:
        reply = self._speaker.ask("GET", "/entries", question=question)
        return tuple(map(entry_of, members(reply.document, "entries")))

    def readme(self, entry: Entry) -> str:
        return str(member(self._on(entry, "GET", "/readme"), "text"))

    def history(self, entry: Entry, *, limit: int = 50, before: int = 0) -> tuple[Change, ...]:
        found: list[Change] = []
        while len(found) < limit:
            reply = self._speaker.ask(
                "GET",
                f"{_path(entry)}/history",
                question={"limit": min(limit - len(found), _PAGE), "before": before},
            )
            found += map(change_of_json, members(reply.document, "changes"))
            if not (before := member(reply.document, "next") or 0):
                break
        return tuple(found)

    def former_names(self, entry: Entry) -> tuple[str, ...]:
        reply = self._speaker.ask("GET", f"{_path(entry)}/history", question={"limit": 1})
        return tuple(map(one_line, members(reply.document, "former_names")))

    def list_entries(self, filters: Filters | None = None, *, limit: int = -1) -> tuple[Entry, ...]:
        query = Query(filters=filters or Filters(), limit=limit, with_counts=False)
        return tuple(hit.entry for hit in self.answer(query).hits)

    def search(
        self, words: Iterable[str], filters: Filters | None = None, *, limit: int = 20
    ) -> tuple[Hit, ...]:
        return self.answer(words_and_filters(words, filters, limit)).hits

    def answer(self, query: Query) -> Answer:
        """As `Catalog.answer`; a negative limit means all, and offsets are not for here."""
        asked: dict[str, Any] = {
            **asdict(query.filters),
            "q": " ".join(query.words)[:_LONGEST],
            "sort": query.sort.value,
        }
        counts = {"counts": "true"} if query.with_counts else {}
        hits: list[Hit] = []
        first, after, left = None, query.after, query.limit
        while left != 0:
            size = min(left, _PAGE) if left > 0 else _PAGE
            page = {**asked, **counts, "limit": size, "cursor": after}
            document = self._page(page, begins=not query.after)
            found = members(document, "entries")
            first, counts = first or document, {}
            hits += map(hit_of, found)
            left -= len(found) if left > 0 else 0
            after = member(document, "next") or ""
            if not after or not found:
                break
        return answer_of(first or {}, tuple(hits), after)

    def _page(self, question: Mapping[str, Any], *, begins: bool) -> Any:
        try:
            return self._speaker.ask("GET", "/entries", question=question).document
        except UnfitError as refused:
            if begins:
                raise
            raise UsageError(
                "this is not where a page begins.", hint="Begin with the first page."
            ) from refused

    def look_alikes(self, name: str, description: str, *, limit: int = 5) -> tuple[LookAlike, ...]:
        question = {"name": name[:100], "description": description[:_LONGEST], "limit": limit}
        reply = self._speaker.ask("GET", "/similar", question=question)
        return tuple(
            LookAlike(entry_of(member(each, "entry")), tuple(map(one_line, each["shared"])))
            for each in members(reply.document, "look_alikes")
        )

    def record_answer(self, answer: ReuseAnswer, *, once: str = "") -> ReuseAnswer:
        headers = {"idempotency-key": once} if once else {}
        reply = self._speaker.ask("POST", "/answers", body=told_of_answer(answer), headers=headers)
        return answer_of_json(reply.document)

    def answers(
        self, *, since: str = "", limit: int = -1, before: int = 0
    ) -> tuple[ReuseAnswer, ...]:
        found: list[ReuseAnswer] = []
        while len(found) < limit or limit < 0:
            size = min(limit - len(found), _PAGE) if limit >= 0 else _PAGE
            question = {"since": since, "limit": size, "before": before}
            reply = self._speaker.ask("GET", "/answers", question=question)
            found += map(answer_of_json, members(reply.document, "answers"))
            if not (before := member(reply.document, "next") or 0):
                break
        return tuple(found)

    def nearest_names(self, name: str, *, limit: int = 3) -> tuple[str, ...]:
        question = {"like": name[:100], "limit": limit}
        reply = self._speaker.ask("GET", "/names", question=question)
        return tuple(map(one_line, members(reply.document, "names")))

    def close(self) -> None:
        self._speaker.close()


def open_remote_catalog(address: str) -> RemoteCatalog:
    """The catalog of the service at that address; nothing is asked yet. Raises UsageError."""
    address = check_address(address)
    return RemoteCatalog(Speaker(address, read_token(address)))


def _path(entry: Entry) -> str:
    project = entry.project
    return f"/entries/{quote(project.team or NOBODYS, safe='')}/{quote(project.name, safe='')}"


def _identity(entry: Entry) -> tuple[str, str, str]:
    project = entry.project
    return key(project.team), key(project.name), url_key(project.url)
