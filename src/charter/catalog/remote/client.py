"""The catalog of a service, as commands use it: the same questions, the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from charter.catalog.document import entry_of, told_of
from charter.catalog.entry import END, MARK, Entry, Filters, Hit, LookAlike, Outcome
from charter.catalog.history import Change, change_of_json
from charter.catalog.remote.place import check_address, read_token
from charter.catalog.remote.speaker import Speaker
from charter.catalog.rows import url_key
from charter.catalog.words import key
from charter.errors import CatalogError
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
        return Outcome(_member(reply.document, "outcome"))

    def confirm(self, entry: Entry) -> bool:
        return bool(_member(self._on(entry, "POST", "/confirm"), "done"))

    def archive(self, entry: Entry, because: str) -> bool:
        return bool(_member(self._on(entry, "POST", "/archive", {"because": because}), "done"))

    def _on(self, entry: Entry, method: str, what: str, body: Any = None) -> Any:
        reply = self._speaker.ask(method, _path(entry) + what, body=body)
        if reply.status == 404:  # noqa: PLR2004 - it was there when it was found
            full = f"{entry.project.team}/{entry.project.name}"
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
        return tuple(map(entry_of, _members(reply.document, "entries")))

    def readme(self, entry: Entry) -> str:
        return str(_member(self._on(entry, "GET", "/readme"), "text"))

    def history(self, entry: Entry, *, limit: int = 50, before: int = 0) -> tuple[Change, ...]:
        found: list[Change] = []
        while len(found) < limit:
            reply = self._speaker.ask(
                "GET",
                f"{_path(entry)}/history",
                question={"limit": min(limit - len(found), _PAGE), "before": before},
            )
            found += map(change_of_json, _members(reply.document, "changes"))
            if not (before := _member(reply.document, "next") or 0):
                break
        return tuple(found)

    def former_names(self, entry: Entry) -> tuple[str, ...]:
        reply = self._speaker.ask("GET", f"{_path(entry)}/history", question={"limit": 1})
        return tuple(map(one_line, _members(reply.document, "former_names")))

    def list_entries(self, filters: Filters | None = None, *, limit: int = -1) -> tuple[Entry, ...]:
        return tuple(map(entry_of, self._pages(asdict(filters or Filters()), limit)))

    def search(
        self, words: Iterable[str], filters: Filters | None = None, *, limit: int = 20
    ) -> tuple[Hit, ...]:
        text = " ".join(words)[:_LONGEST]
        if not text.strip():
            return ()
        question = {**asdict(filters or Filters()), "q": text}
        return tuple(map(_hit, self._pages(question, limit)))

    def _pages(self, question: Mapping[str, Any], limit: int) -> Iterator[Mapping[str, Any]]:
        cursor, left = "", limit
        while left != 0:
            size = min(left, _PAGE) if left > 0 else _PAGE
            asked = {**question, "limit": size, "cursor": cursor}
            document = self._speaker.ask("GET", "/entries", question=asked).document
            found = _members(document, "entries")
            yield from found
            left -= len(found) if left > 0 else 0
            cursor = _member(document, "next") or ""
            if not cursor or not found:
                return

    def look_alikes(self, name: str, description: str, *, limit: int = 5) -> tuple[LookAlike, ...]:
        question = {"name": name[:100], "description": description[:_LONGEST], "limit": limit}
        reply = self._speaker.ask("GET", "/similar", question=question)
        return tuple(
            LookAlike(entry_of(_member(each, "entry")), tuple(map(one_line, each["shared"])))
            for each in _members(reply.document, "look_alikes")
        )

    def nearest_names(self, name: str, *, limit: int = 3) -> tuple[str, ...]:
        question = {"like": name[:100], "limit": limit}
        reply = self._speaker.ask("GET", "/names", question=question)
        return tuple(map(one_line, _members(reply.document, "names")))

    def close(self) -> None:
        self._speaker.close()


def open_remote_catalog(address: str) -> RemoteCatalog:
    """The catalog of the service at that address; nothing is asked yet. Raises UsageError."""
    address = check_address(address)
    return RemoteCatalog(Speaker(address, read_token(address)))


def _path(entry: Entry) -> str:
    project = entry.project
    return f"/entries/{quote(project.team or '-', safe='')}/{quote(project.name, safe='')}"


def _identity(entry: Entry) -> tuple[str, str, str]:
    project = entry.project
    return key(project.team), key(project.name), url_key(project.url)


def _hit(document: Mapping[str, Any]) -> Hit:
    matches = document.get("matches") or {}
    entry = entry_of(document)
    name = _marked(matches.get("name"), entry.project.name)
    description = _marked(matches.get("description"), entry.project.description)
    readme = _marked(matches.get("readme"), "")
    return Hit(entry, name, description, readme, one_line(str(document.get("how", ""))))


def _marked(match: Any, plain: str) -> str:
    """The text with its matches between MARK and END, as a search of a file gives it."""
    if not isinstance(match, dict):
        return plain
    text, marked, done = str(match.get("text", "")), "", 0
    for begin, end in match.get("at", ()):
        marked += f"{text[done:begin]}{MARK}{text[begin:end]}{END}"
        done = end
    return marked + text[done:]


def _member(document: Any, name: str) -> Any:
    try:
        return document[name]
    except (KeyError, TypeError, IndexError) as wrong:
        raise CatalogError(f"the catalog's answer lacks '{name}': is it a newer one?") from wrong


def _members(document: Any, name: str) -> list[Any]:
    found = _member(document, name)
    if not isinstance(found, list):
        raise CatalogError(f"the catalog's answer holds no list '{name}': is it a newer one?")
    return found
