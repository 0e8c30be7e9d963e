"""Look-alikes across teams: pairs of entries that may do the same, the nearest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from charter.catalog.entry import Entry
from charter.catalog.index import Index
from charter.catalog.meaning.pairs import nearest_pairs
from charter.catalog.meaning.ranking import rank, weigh
from charter.catalog.meaning.vectors import text_of
from charter.catalog.nearness import RARE_WORDS, shared_words
from charter.catalog.rows import entry_of
from charter.catalog.words import key, singular, telling_words
from charter.database import Database, Row

_CANDIDATES = 1000  # so many of the nearest codes, or some times the limit, are looked at closely
_FEW = 5
# an archived one is nobody's double work any more
_READ = """
select id, name, title, description, topics, team_key from entry
where archived = '' order by id
"""


@dataclass(frozen=True)
class Pair:
    """Two entries of different teams, and the words they share, the rarest first.

    `nearness` says which pair is nearer than another, not whether the two are duplicates.
    """

    one: Entry
    other: Entry
    shared: tuple[str, ...]
    nearness: float


class Pairs:
    """All entries that are not archived, read once, to be compared with each other."""

    def __init__(self, database: Database, index: Index, team: str = "") -> None:
        """Of one team with all others where a team is given."""
        self._database = database
        self._index = index
        codes = dict(index.codes.every())
        rows = [row for row in database.rows(_READ) if row["id"] in codes]
        team_key = key(team)
        rows.sort(key=lambda row: bool(team) and row["team_key"] != team_key)
        self._rows = rows
        self._codes = [codes[row["id"]] for row in rows]
        self._first = sum(row["team_key"] == team_key for row in rows) if team else len(rows)

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self._rows)

    @property
    def comparisons(self) -> int:
        """How many pairs will be compared."""
        return self._first * (2 * len(self._rows) - self._first - 1) // 2

    def nearest(
        self, *, limit: int, count: Callable[[int], None] = lambda _: None
    ) -> tuple[Pair, ...]:
        """The nearest pairs of different teams; `count` is told how many more were compared."""
        near = nearest_pairs(
            self._codes,
            [row["team_key"] for row in self._rows],
            first=self._first,
            limit=max(_CANDIDATES, _FEW * limit),
            count=count,
        )
        words = Counter(word for row in self._rows for word in set(_words_of(row)))
        pairs = [(self._rows[one], self._rows[other]) for one, other in near]
        told = [(self._nearness(one, other, words), one, other) for one, other in pairs]
        told.sort(key=lambda each: -each[0])
        best = told[:limit]
        entries = self._entries(row["id"] for _, *both in best for row in both)
        return tuple(
            Pair(entries[one["id"]], entries[other["id"]], _shared(one, other, words), nearness)
            for nearness, one, other in best
            if one["id"] in entries and other["id"] in entries
        )

    def _nearness(self, one: Row, other: Row, words: Counter[str]) -> float:
        """As look-alikes are ranked, the mean of both ways."""
        return (self._one_way(one, other, words) + self._one_way(other, one, words)) / 2

    def _one_way(self, one: Row, other: Row, words: Counter[str]) -> float:
        weights = weigh({word: words[word] for word in _words_of(one)}, len(self._rows))
        ((_, nearness),) = rank(_text(one), [("", _text(other))], weights=weights)
        return nearness

    def _entries(self, ids: Iterable[int]) -> dict[int, Entry]:
        among, numbers = self._index.among(list(ids))
        rows = self._database.rows(f"select * from entry where {among}", numbers)  # noqa: S608
        return {row["id"]: entry_of(row) for row in rows}


def _text(row: Row) -> str:
    return text_of(row["name"], row["description"])


def _words_of(row: Row) -> list[str]:
    return [singular(word) for word in telling_words(row["name"], row["description"])]


def _shared(one: Row, other: Row, words: Counter[str]) -> tuple[str, ...]:
    shared = shared_words(telling_words(one["name"], one["description"]), other)
    return tuple(sorted(shared, key=lambda word: words[singular(word)])[:RARE_WORDS])
