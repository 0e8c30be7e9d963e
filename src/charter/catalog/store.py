"""The catalog: what it can be told and asked; written by `Entries`, found by `Search`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from charter.catalog.aliases import Aliases, full_key
from charter.catalog.entry import Entry, Filters, Hit, LookAlike, Outcome
from charter.catalog.filters import condition_of
from charter.catalog.index import Index, fill, fill_codes
from charter.catalog.query import Answer, Query, words_and_filters
from charter.catalog.rows import Values, entry_of, url_key, values_of
from charter.catalog.search import Search
from charter.catalog.words import key
from charter.database import Database
from charter.errors import CatalogError

if TYPE_CHECKING:  # whoever only searches needs nothing of what writes
    from charter.catalog.coding import KeptCodes
    from charter.catalog.entries import Entries, Telling
    from charter.catalog.history import Change
    from charter.catalog.load import Loaded
    from charter.catalog.pairs import Pairs
    from charter.catalog.reuse import ReuseAnswer


class Catalog:
    """The searchable register of projects; raises CatalogError when the database fails.

    `actor` stands in the history for whoever changes something.
    """

    def __init__(self, database: Database, index: Index, actor: str = "") -> None:
        self.database = database
        self._search = Search(database, index)
        self._index = index
        self._actor = actor
        self._aliases = Aliases(database)

    @cached_property
    def _entries(self) -> Entries:
        from charter.catalog.entries import Entries  # noqa: PLC0415

        return Entries(self.database, self._index, self._actor)

    @property
    def place(self) -> str:
        """Where it is, without any password."""
        return self.database.facts().place

    def acting(self, actor: str) -> Catalog:
        """The same catalog, changed by somebody else."""
        return Catalog(self.database, self._index, actor)

    def register(
        self, entry: Entry, *, moved: bool = False, lost_charter: bool = False, once: str = ""
    ) -> Outcome:
        """Put the entry in, or bring it up to date; the same again leaves no trace.

        An entry is known by its address, and by its name in its team: renamed or moved it stays
        the same one. `moved` says that the repository of that name has a new address; else another
        repository's name is refused with a TakenError. A silo takes the place of a project under a
        charter only where that is known to have `lost_charter`. `once` is the number of a message:
        told again, it does nothing more, whatever became of the entry meanwhile.
        """
        from charter.catalog.entries import Telling  # noqa: PLC0415

        telling = Telling(moved=moved, lost_charter=lost_charter, once=once)
        return self.tell(entry, telling)[0]

    def tell(self, entry: Entry, telling: Telling) -> tuple[Outcome, Entry | None]:
        """As `register`, on conditions; with the entry as it is now, if anything was done."""
        outcome, row = self.database.write(lambda: self._entries.register(entry, telling))
        return outcome, entry_of(row) if row else None

    def confirm(self, entry: Entry) -> bool:
        """Vouch for the entry by hand, and take it out of the archive.

        False, and nothing written, where it was confirmed within a day and is in no archive.
        """
        return self.database.write(lambda: self._entries.confirm(self._row(entry)))

    def archive(self, entry: Entry, because: str) -> bool:
        """Say why nobody should build on it any more; false where that was said before."""
        return self.database.write(lambda: self._entries.archive(self._row(entry), because))

    def measure(self, entry: Entry, measured: Values) -> bool:
        """Write columns that were measured elsewhere, quietly; false where all of it is known."""
        return self.database.write(lambda: self._entries.measure(self._row(entry), measured))

    def note(self, entry: Entry, action: str, changes: Mapping[str, Sequence[Any]]) -> None:
        """Keep in its history what no column holds: field → what it was, what it is."""
        self.database.write(lambda: self._entries.note(self._row(entry), action, changes))

    def _row(self, entry: Entry) -> dict[str, object]:
        found = self.database.rows("select * from entry where id = :id", {"id": entry.id})
        if not found:
            raise CatalogError(f"{entry.project.full_name} is not in the catalog any more.")
        return dict(found[0])

    def load(self, entries: Iterable[Entry]) -> Iterator[Loaded]:
        """Register very many, a thousand in a transaction; tells what became of each thousand.

        The same as registering each, but that a name of another is told and not raised.
        """
        from charter.catalog.load import Loader  # noqa: PLC0415

        return Loader(self.database, self._index, self._actor).load(entries)

    def is_new(self, entry: Entry) -> bool:
        """Whether nothing here tells of the same project or repository: it can be forgotten."""
        return not self._entries.known_as(entry)

    def forget(self, entry: Entry) -> None:
        """Take out the entry of that name, team and address: only what nobody listed before."""
        values = values_of(entry)

        def work() -> None:
            for row in self._entries.known_as(entry):
                if full_key(row) == full_key(values) and row["url_key"] == values["url_key"]:
                    self._entries.remove(row, "forgotten")

        self.database.write(work)

    def find(self, name: str, team: str = "") -> tuple[Entry, ...]:
        """Every entry of that name, in any case; of one team where a team is given.

        Where there is none now, the one that had the name once.
        """
        parameters = {"name": key(name), "team": key(team)}
        condition = " and team_key = :team" if team else ""
        found = self.database.rows(
            f"select * from entry where name_key = :name{condition} order by team_key",  # noqa: S608
            parameters,
        )
        if not found and team:
            found = self.database.rows(
                "select entry.* from entry join alias on alias.entry_id = entry.id"
                " where alias.kind = 'name' and alias.value = :full",
                {"full": f"{key(team)}/{key(name)}"},
            )
        return tuple(map(entry_of, found))

    def at(self, url: str) -> Entry | None:
        """The entry of the repository with that address, or that had it once."""
        found = self.database.rows(
            "select * from entry where url_key = :url and url_key <> ''"
            " union all select entry.* from entry join alias on alias.entry_id = entry.id"
            " where alias.kind = 'url' and alias.value = :url",
            {"url": url_key(url)},
        )
        return entry_of(found[0]) if found else None

    def readme(self, entry: Entry) -> str:
        """The README as it was told, Markdown most often; empty where there is none."""
        return self._entries.readme_of(entry.id)

    def history(self, entry: Entry, *, limit: int = 50, before: int = 0) -> tuple[Change, ...]:
        """What became of the entry, the newest first; only what is older than change `before`."""
        from charter.catalog.history import History  # noqa: PLC0415

        return History(self.database, self._actor).of(entry.id, limit=limit, before=before)

    def former_names(self, entry: Entry) -> tuple[str, ...]:
        """What it was called once, team/name as they are compared, the latest first."""
        return self._aliases.names_of(entry.id)

    def list_entries(self, filters: Filters | None = None, *, limit: int = -1) -> tuple[Entry, ...]:
        """Entries by team and name; a negative limit means all."""
        condition, parameters = condition_of(filters or Filters())
        found = self.database.rows(
            f"select * from entry where {condition} order by team_key, name_key"  # noqa: S608
            + (" limit :limit" if limit >= 0 else ""),
            {**parameters, "limit": limit},
        )
        return tuple(map(entry_of, found))

    def search(
        self, words: Iterable[str], filters: Filters | None = None, *, limit: int = 20
    ) -> tuple[Hit, ...]:
        """The best entries with all the words, or with what comes near to them; see `answer`."""
        return self.answer(words_and_filters(words, filters, limit)).hits

    def answer(self, query: Query) -> Answer:
        """One page of what the query finds, with counts; raises UsageError for a wrong `after`.

        Entries with all the words come first, then those where they begin a word, are a part of
        the name, nearly the name, or in the README: each only where those before were few.
        """
        return self._search.answer(query)

    def reindex(self) -> None:
        """Make anew what entries are found by, after rows were written past the catalog."""

        def work() -> None:
            fill(self.database, lambda _: self._index)
            fill_codes(self.database, lambda _: self._index)

        self.database.write(work)

    def look_alikes(self, name: str, description: str, *, limit: int = 5) -> tuple[LookAlike, ...]:
        """The entries nearest to a new project; how near they are is for a person to judge."""
        return self._search.look_alikes(name, description, limit=limit)

    def others_like(self, entry: Entry, *, limit: int) -> tuple[LookAlike, ...]:
        """The entries nearest to one that is in the catalog."""
        project = entry.project
        found = self.look_alikes(project.name, project.description, limit=limit + 1)
        return tuple(one for one in found if one.entry.id != entry.id)[:limit]

    @property
    def codes(self) -> KeptCodes:
        """By what entries that are like each other are found."""
        return self._index.codes

    def pairs(self, team: str = "") -> Pairs:
        """Look-alikes of different teams; of that team with all others where one is given."""
        from charter.catalog.pairs import Pairs  # noqa: PLC0415

        return Pairs(self.database, self._index, team)

    def record_answer(
        self, answer: ReuseAnswer, *, once: str = "", sender: str = ""
    ) -> ReuseAnswer:
        """Keep an author's word for good; gives it with its time, number and whose it is.

        `once` is the number of the message that tells it, from `sender`: told again, it is kept
        once, and so is the same word of the same author about the same project. Raises UnfitError
        where what is reused or contributed to is no entry.
        """
        from charter.catalog.reuse_answers import ReuseAnswers  # noqa: PLC0415

        answers = ReuseAnswers(self.database, self._actor)
        return self.database.write(
            lambda: answers.record(answer, self.find, once=once, sender=sender)
        )

    def answers(
        self, *, since: str = "", limit: int = -1, before: int = 0
    ) -> tuple[ReuseAnswer, ...]:
        """What authors said from the day or time `since` on, the newest first.

        A negative limit means all; `before` is the number of the answer where the last page ended.
        """
        from charter.catalog.reuse_answers import ReuseAnswers  # noqa: PLC0415

        answers = ReuseAnswers(self.database, self._actor)
        return answers.listed(since=since, limit=limit, before=before)

    def nearest_names(self, name: str, *, limit: int = 3) -> tuple[str, ...]:
        """Names in the catalog that are spelt like this one."""
        return self._search.nearest_names(name, limit=limit)

    def close(self) -> None:
        self.database.close()
