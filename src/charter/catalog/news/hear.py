"""Takes a forge's message into the catalog: whole or not at all, and once."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from charter.catalog.deliveries import Deliveries
from charter.catalog.entry import Entry, Standing, Unmet, score_entry
from charter.catalog.identity import TakenError
from charter.catalog.news.news import News
from charter.catalog.rows import entry_of, health_values, measured_of, url_key
from charter.catalog.store import Catalog
from charter.catalog.times import as_text

ARCHIVED = "archived on its forge"
_AGE = timedelta(days=1)
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
    """Hears one forge for one catalog; raises CatalogError when the database fails."""

    def __init__(self, catalog: Catalog, forge: str) -> None:
        self._forge = forge
        self._database = catalog.database
        self._catalog = catalog.acting(f"forge:{forge}")
        self._deliveries = Deliveries(catalog.database)

    def hear(self, news: News, number: str) -> tuple[str, ...]:
        """What was done, in words; raises nothing for news of what the catalog does not know.

        `number` is the message's own. Nothing becomes public by it, whatever a forge says: that
        only shows as a contradiction.
        """
        if _is_old(news):
            return ("too old",)

        def work() -> tuple[str, ...]:
            if self._deliveries.answer(self._forge, number, "") is not None:
                return ("repeated",)
            entry = self._catalog.at(news.former_url) or self._catalog.at(news.url)
            if entry is None:
                return ("unknown",)
            done = tuple(self._take_in(entry, news))
            self._deliveries.note(self._forge, number, "", json.dumps(done))
            return done or ("nothing new",)

        return self._database.write(work)

    def _take_in(self, entry: Entry, news: News) -> list[str]:
        done = []
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
                self._catalog.register(told, moved=True)
            except TakenError:
                return ["its address is another entry's"]
            done.append("moved" if is_moved else "changed")
        done += self._mark_archived(self._again(entry), news)
        now = self._again(entry)
        measured = _measured(now, news)
        values = measured_of(measured) | health_values(measured.health)
        if self._catalog.measure(now, values):
            done.append("measured")
        return [*done, *self._note_contradiction(now, measured)] if news.is_state else done

    def _mark_archived(self, entry: Entry, news: News) -> list[str]:
        if news.is_archived and not entry.archived:
            self._catalog.archive(entry, ARCHIVED)
            return ["archived"]
        if news.is_archived is False and entry.archived == ARCHIVED:
            self._catalog.confirm(entry)
            return ["taken out of the archive"]
        return []

    def _note_contradiction(self, entry: Entry, measured: Entry) -> list[str]:
        before, after = _contradiction(entry), _contradiction(measured)
        if before == after:
            return []
        change = {"contradiction": [before or None, after or None]}
        self._catalog.note(entry, "contradicted" if after else "settled", change)
        return ["contradiction" if after else "no contradiction any more"]

    def _again(self, entry: Entry) -> Entry:
        sql = "select * from entry where id = :id"
        return entry_of(self._database.rows(sql, {"id": entry.id})[0])


def _measured(entry: Entry, news: News) -> Entry:
    """The entry with what the forge counts, and with what contradicts."""
    now = datetime.now(UTC)
    known = entry.activity
    counts = {name: getattr(news, name) for name in ("stars", "forks", "watchers", "open_issues")}
    pushed = min(news.pushed, as_text(now))  # of no clock that goes ahead
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
