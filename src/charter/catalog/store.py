"""The catalog: entries in a database, found by words, names and nearness."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Protocol

from charter.catalog.entry import Entry, Filters, Hit, Link, LookAlike, Outcome, Standing
from charter.catalog.words import Term, key, read_terms, telling_words
from charter.database import Database
from charter.errors import CatalogError
from charter.model import Maintainer, Project, Visibility
from charter.plain_text import one_line

Row = Mapping[str, Any]

_SAVE = """
insert into entry ({columns}, digest, revision, registered, updated)
values ({values}, :digest, 1, :now, :now)
on conflict (name_key, team_key) do update set {changes},
    digest = excluded.digest, revision = entry.revision + 1, updated = excluded.updated
where entry.digest <> excluded.digest
returning revision
"""
# what a silo would displace: the same project, or the same repository
_CHARTERED = """
select 1 from entry where siloed = ''
    and ((name_key = :name_key and team_key = :team_key) or (url <> '' and url = :url))
"""
# the silo that an entry was before somebody said its name and team
_RELEASE = """
delete from entry where siloed <> '' and not (name_key = :name_key and team_key = :team_key)
    and ((url <> '' and url = :url) or (url = '' and team_key = '' and name_key = :name_key))
"""
# what an entry would stand in the place of
_DISPLACED = """
select 1 from entry where (name_key = :name_key and team_key = :team_key)
    or (url <> '' and url = :url)
    or (siloed <> '' and url = '' and team_key = '' and name_key = :name_key)
"""
_FORGET = """
delete from entry where name_key = :name_key and team_key = :team_key and url = :url
"""
_MOST_NAMES = 5000


class Index(Protocol):
    """Search, where databases differ: one class for each kind of database."""

    def ids_of(
        self, terms: Sequence[Term], condition: str, parameters: Mapping[str, Any], *, limit: int
    ) -> list[int]:
        """Entries with all terms that meet the condition, the best first."""

    def marked(self, terms: Sequence[Term], ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Name and description of these entries with the matches between MARK and END."""

    def nearest(self, words: Sequence[str], *, limit: int) -> list[tuple[int, tuple[str, ...]]]:
        """Entries that share the rarest of the words, the best first, and the words they share."""


class Catalog:
    """The searchable register of projects; raises CatalogError when the database fails."""

    def __init__(self, database: Database, index: Index) -> None:
        self._database = database
        self._index = index

    def register(self, entry: Entry, *, lost_charter: bool = False) -> Outcome:
        """Put the entry in, or bring it up to date; the same again leaves no trace.

        A silo is known by its address where it has one: chartered, it becomes the new entry. It
        takes the place of a project under a charter only where it is known to have lost that.
        """
        import hashlib  # noqa: PLC0415 - who only reads needs none

        row = _row(entry)
        told = {name: value for name, value in row.items() if value or name != "siloed"}
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        statement = _SAVE.format(
            columns=", ".join(row),
            values=", ".join(f":{name}" for name in row),
            changes=", ".join(f"{name} = excluded.{name}" for name in row),
        )
        with self._database.transaction():
            if entry.siloed and not lost_charter and self._database.rows(_CHARTERED, row):
                return Outcome.UNCHANGED
            self._database.rows(_RELEASE, row)
            saved = self._database.rows(statement, {**row, "digest": digest, "now": now})
        if not saved:
            return Outcome.UNCHANGED
        return Outcome.CREATED if saved[0]["revision"] == 1 else Outcome.UPDATED

    def is_new(self, entry: Entry) -> bool:
        """Whether nothing here tells of the same project or repository: it can be forgotten."""
        return not self._database.rows(_DISPLACED, _row(entry))

    def forget(self, entry: Entry) -> None:
        """Take out the entry of that name, team and address: only what nobody listed before."""
        with self._database.transaction():
            self._database.rows(_FORGET, _row(entry))

    def find(self, name: str, team: str = "") -> tuple[Entry, ...]:
        """Every entry of that name, in any case; of one team where a team is given."""
        condition = " and team_key = :team" if team else ""
        found = self._database.rows(
            f"select * from entry where name_key = :name{condition} order by team_key",  # noqa: S608
            {"name": key(name), "team": key(team)},
        )
        return tuple(map(_entry, found))

    def search(
        self, words: Iterable[str], filters: Filters | None = None, *, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Entries with all the words, the best first; then those where they begin a word."""
        terms = read_terms(words)
        if not terms:
            return ()
        condition, parameters = _condition(filters or Filters())
        ids = self._index.ids_of(terms, condition, parameters, limit=limit)
        marked = self._index.marked(terms, ids)
        if len(ids) < limit:
            loose = [Term(term.text, prefix=True) for term in terms]
            more = self._index.ids_of(loose, condition, parameters, limit=limit)
            more = [number for number in more if number not in ids][: limit - len(ids)]
            marked = {**marked, **self._index.marked(loose, more)}
            ids = [*ids, *more]
        entries = self._entries(ids)
        return tuple(Hit(entries[number], *marked[number]) for number in ids if number in entries)

    def list_entries(self, filters: Filters | None = None, *, limit: int = -1) -> tuple[Entry, ...]:
        """Entries by team and name; a negative limit means all."""
        condition, parameters = _condition(filters or Filters())
        found = self._database.rows(
            f"select * from entry where {condition} order by team_key, name_key"  # noqa: S608
            + (" limit :limit" if limit >= 0 else ""),
            {**parameters, "limit": limit},
        )
        return tuple(map(_entry, found))

    def look_alikes(self, name: str, description: str, *, limit: int = 5) -> tuple[LookAlike, ...]:
        """The entries nearest to a new project; how near they are is for a person to judge."""
        near = self._index.nearest(telling_words(name, description), limit=limit)
        entries = self._entries([number for number, _ in near])
        return tuple(LookAlike(entries[n], shared) for n, shared in near if n in entries)

    def nearest_names(self, name: str, *, limit: int = 3) -> tuple[str, ...]:
        """Names in the catalog that are spelt like this one."""
        from difflib import get_close_matches  # noqa: PLC0415 - only where nothing was found

        first = key(name)[:1]
        found = self._database.rows(
            "select name, name_key from entry"
            " order by case when name_key >= :first and name_key < :next then 0 else 1 end,"
            " name_key limit :limit",
            {"first": first, "next": f"{first}\U0010ffff", "limit": _MOST_NAMES},
        )
        names = {row["name_key"]: str(row["name"]) for row in found}
        return tuple(names[near] for near in get_close_matches(key(name), names, n=limit))

    def close(self) -> None:
        self._database.close()

    def _entries(self, ids: Sequence[int]) -> dict[int, Entry]:
        if not ids:
            return {}
        listed = ", ".join(str(int(number)) for number in ids)
        found = self._database.rows(f"select * from entry where id in ({listed})")  # noqa: S608
        return {row["id"]: _entry(row) for row in found}


def _condition(filters: Filters) -> tuple[str, dict[str, Any]]:
    """SQL for the filters, its values apart."""
    parts, values = ["1 = 1"], {}
    if filters.team:
        parts.append("entry.team_key = :team")
        values["team"] = key(filters.team)
    if filters.license:
        parts.append("entry.license_key = :license")
        values["license"] = key(filters.license)
    if filters.topic:
        parts.append("entry.topics like :topic escape '!'")
        topic = filters.topic.strip().lower()
        for special in "!%_":
            topic = topic.replace(special, f"!{special}")
        values["topic"] = f"% {topic} %"
    if filters.visibility:
        parts.append(_STANDINGS[filters.visibility])
    return " and ".join(parts), values


_CLOSED = f"entry.siloed = '' and entry.visibility = '{Visibility.INNERSOURCE}'"
_OPEN = f"entry.siloed = '' and entry.visibility = '{Visibility.OPENSOURCE}'"
_STANDINGS = {
    Standing.SILOED.value: "entry.siloed <> ''",
    Visibility.INNERSOURCE.value: _CLOSED,
    Standing.INTERNAL.value: _CLOSED,
    Visibility.OPENSOURCE.value: _OPEN,
    Standing.CANDIDATE.value: f"{_OPEN} and entry.publication_date = ''",
    Standing.PUBLIC.value: f"{_OPEN} and entry.publication_date <> ''",
}
VISIBILITIES = tuple(_STANDINGS)


def _row(entry: Entry) -> dict[str, str]:
    project = entry.project
    return {
        "team_key": key(project.team),
        "name_key": key(project.name),
        "team": project.team,
        "name": project.name,
        "title": project.title,
        "description": project.description,
        "visibility": project.visibility.value,
        "publication_date": project.publication_date,
        "maintainers": json.dumps([asdict(one) for one in project.maintainers], ensure_ascii=False),
        "forge": project.forge,
        "url": project.url,
        "license": project.license,
        "license_key": key(project.license),
        # spaces around each, so that one can be asked for
        "topics": f" {' '.join(project.topics)} ",
        "governance_level": project.governance_level,
        "chat": entry.chat,
        "template": entry.template,
        "version": entry.version,
        "siloed": entry.siloed,
        "links": json.dumps([asdict(link) for link in entry.links], ensure_ascii=False),
    }


def _entry(stored: Row) -> Entry:
    """The entry in a row, whoever wrote it: no text from it can steer a terminal."""
    row = {name: one_line(text) for name, text in stored.items() if isinstance(text, str)}
    try:
        people = tuple(Maintainer(**_lines(person)) for person in json.loads(row["maintainers"]))
        links = tuple(Link(**_lines(link)) for link in json.loads(row["links"]))
        visibility = Visibility(row["visibility"])
    except (ValueError, TypeError) as wrong:
        raise CatalogError(
            f"the entry {row['team']}/{row['name']} is damaged: {wrong}.",
            hint="Run `charter register` in its repository.",
        ) from wrong
    project = Project(
        name=row["name"],
        title=row["title"],
        description=row["description"],
        visibility=visibility,
        team=row["team"],
        maintainers=people,
        forge=row["forge"],
        url=row["url"],
        license=row["license"],
        topics=tuple(row["topics"].split()),
        governance_level=row["governance_level"],
        publication_date=row["publication_date"],
    )
    return Entry(
        project=project,
        template=row["template"],
        version=row["version"],
        links=links,
        chat=row["chat"],
        siloed=row["siloed"],
        registered=row["registered"],
        updated=row["updated"],
    )


def _lines(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: one_line(text) for name, text in texts.items()}
