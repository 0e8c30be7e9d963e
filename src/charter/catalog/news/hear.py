"""Takes a forge's message into the catalog: whole or not at all, and once."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from charter.catalog.deliveries import Deliveries
from charter.catalog.entries import Entries, Telling, utc_now
from charter.catalog.entry import Entry, Standing, Unmet, score_entry
from charter.catalog.history import History
from charter.catalog.identity import TakenError
from charter.catalog.news.news import News
from charter.catalog.rows import entry_of, health_values, measured_of, url_key
from charter.database import Database, Row

ARCHIVED = "archived on its forge"
_AGE = timedelta(days=1)
_FIND = """
select * from entry where url_key = :url and url_key <> ''
union all
select entry.* from entry join alias on alias.entry_id = entry.id
where alias.kind = 'url' and alias.value = :url
"""
_CHECK = "FORGE-1"
_TOO_OPEN = Unmet(
    _CHECK,
    "The forge shows it to the public, and it is not published",
    "Make the repository internal or private on its forge, or ask the OSPO to publish it.",
)
_TOO_CLOSED = Unmet(
    _CHECK,
    "It is published, and the forge does not show it to the public",
    "Make the repository public on its forge, or ask the OSPO to withdraw it.",
)


class Ear:
    """Hears for one catalog; raises CatalogError when the database fails."""

    def __init__(self, database: Database, forge: str) -> None:
        self._database = database
        self._forge = forge
        self._entries = Entries(database, f"forge:{forge}")
        self._history = History(database, f"forge:{forge}")
        self._deliveries = Deliveries(database)

    def hear(self, news: News, number: str) -> tuple[str, ...]:
        """What was done, in words; raises nothing for news of what the catalog does not know.

        Nothing becomes public by it, whatever a forge says: that only shows as a contradiction.
        """
        if _is_old(news):
            return ("too old",)

        def work() -> tuple[str, ...]:
            if self._deliveries.answer(self._forge, number, "") is not None:
                return ("repeated",)
            row = self._find(news)
            if row is None:
                return ("unknown",)
            done = tuple(self._take_in(row, news))
            self._deliveries.note(self._forge, number, "", json.dumps(done))
            return done or ("nothing new",)

        return self._database.write(work)

    def _find(self, news: News) -> Row | None:
        for url in filter(None, (news.former_url, news.url)):
            if found := self._database.rows(_FIND, {"url": url_key(url)}):
                return found[0]
        return None

    def _take_in(self, row: Row, news: News) -> list[str]:
        done = []
        entry = entry_of(row)
        home = entry.project.url
        # a late message about what it was called once does not lead back there
        is_moved = bool(news.former_url) and url_key(home) == url_key(news.former_url)
        told = replace(
            entry,
            project=replace(entry.project, url=news.url if is_moved else home),
            language=entry.language or news.language,
            unsaid=("readme",),
        )
        if is_moved or told.language != entry.language:
            try:
                self._entries.register(told, Telling(moved=True))
            except TakenError:
                return ["its address is another entry's"]
            done.append("moved" if is_moved else "changed")
            row = self._again(row)
        done += self._mark_archived(row, news)
        row = self._again(row)
        measured = _measured(entry_of(row), news)
        if self._entries.measure(row, measured_of(measured) | health_values(measured.health)):
            done.append("measured")
        if news.is_state and (before := _contradiction(entry)) != (now := _contradiction(measured)):
            change = {"contradiction": [before or None, now or None]}
            self._history.note(row, utc_now(), "contradicted" if now else "settled", change)
            done.append("contradiction" if now else "no contradiction any more")
        return done

    def _mark_archived(self, row: Row, news: News) -> list[str]:
        if news.is_archived and not row["archived"]:
            self._entries.archive(row, ARCHIVED)
            return ["archived"]
        if news.is_archived is False and row["archived"] == ARCHIVED:
            self._entries.confirm(row)
            return ["taken out of the archive"]
        return []

    def _again(self, row: Row) -> Row:
        return self._database.rows("select * from entry where id = :id", {"id": row["id"]})[0]


def _measured(entry: Entry, news: News) -> Entry:
    """The entry with what the forge counts, and with what contradicts."""
    now = datetime.now(UTC)
    known = entry.activity
    counts = {name: getattr(news, name) for name in ("stars", "forks", "watchers", "open_issues")}
    pushed = min(news.pushed, now.isoformat(timespec="seconds"))  # of no clock that goes ahead
    activity = replace(
        known,
        **{name: value for name, value in counts.items() if value is not None},
        created=known.created or news.created,
        updated=max(known.updated, pushed),
    )
    entry = replace(entry, activity=activity)
    if asdict(activity) != asdict(known):
        entry = replace(entry, score=score_entry(entry, now))
    return entry if news.is_public is None else _held_against(entry, is_public=news.is_public)


def _held_against(entry: Entry, *, is_public: bool) -> Entry:
    """Its health by whether the forge's word and the catalog's are one."""
    health = entry.health
    others = tuple(each for each in health.unmet if each.check != _CHECK)
    is_held = len(others) < len(health.unmet)
    wrong = _TOO_OPEN if is_public else _TOO_CLOSED
    # of a silo nobody has said what it is to be
    is_wrong = not entry.siloed and is_public is not (entry.standing is Standing.PUBLIC)
    unmet = (*others, wrong) if is_wrong else others
    held = health.held + is_wrong - is_held
    return replace(entry, health=replace(health, held=held, unmet=unmet))


def _contradiction(entry: Entry) -> str:
    return next((each.title for each in entry.health.unmet if each.check == _CHECK), "")


def _is_old(news: News) -> bool:
    """A message about what a repository is counts for a day: it may be out of date, or replayed."""
    if not (news.is_state and news.happened):
        return False
    return datetime.now(UTC) - datetime.fromisoformat(news.happened) > _AGE
