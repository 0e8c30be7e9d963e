"""Which entries are near to a project: by what they mean, and by the rare words they share.

Decision 0018 says why it is done so, and what else was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from charter.catalog.index import Index, last_number
from charter.catalog.index_rows import tokens_about
from charter.catalog.tokens import tokens_of
from charter.catalog.words import telling_words
from charter.database import Database, Row

_BY_CODE, _BY_WORDS = 100, 50  # candidates
RARE_WORDS = 8
_COUNTED = 2000  # a word in more entries than this is common, however many more
# of texts drawn at random 98 of 100 are farther; of what is nearer nobody knows without reading
_CHANCE = 0.25


def nearest(
    database: Database, index: Index, name: str, description: str, *, limit: int
) -> list[tuple[int, tuple[str, ...]]]:
    """The nearest entries, the nearest first, and the words of the project that each shares.

    What is no nearer than by chance is left out, unless it shares one of the rarest words.
    """
    from charter.catalog.meaning.ranking import rank, weigh  # noqa: PLC0415 - a search needs none
    from charter.catalog.meaning.vectors import code_of, text_of, vector_of  # noqa: PLC0415

    words = telling_words(name, description)
    if not words:
        return []
    counts = _count(index, words)
    rare = sorted(counts, key=lambda word: counts[word])[:RARE_WORDS]
    text = text_of(name, description)
    near = index.codes.nearest(code_of(vector_of(text)), limit=_BY_CODE)
    about = index.ids_about(rare, limit=_BY_WORDS) if rare else []
    rows = _rows(database, index, dict.fromkeys([*near, *about]))
    weights = weigh(counts, last_number(database))
    telling = [word for word in words if word in rare]
    found: list[tuple[int, tuple[str, ...]]] = []
    candidates = ((row, text_of(row["name"], row["description"])) for row in rows)
    for row, nearness in rank(text, candidates, weights=weights):
        if len(found) == limit:
            break
        shared = shared_words(telling, row)
        if shared or nearness >= _CHANCE:
            found.append((row["id"], shared))
    return found


def shared_words(words: Iterable[str], row: Row) -> tuple[str, ...]:
    """Those of the words that an entry is about, whatever their endings."""
    about = tokens_about(row)
    return tuple(word for word in words if not about.isdisjoint(tokens_of(word)))


def _count(index: Index, words: Sequence[str]) -> Mapping[str, int]:
    """How many entries are about each of the words, where there are any."""
    counts = {word: index.count_about(word, most=_COUNTED) for word in words if tokens_of(word)}
    return {word: count for word, count in counts.items() if count}


def _rows(database: Database, index: Index, ids: Iterable[int]) -> list[Row]:
    """What the entries are about, in that order."""
    wanted = list(ids)
    if not wanted:
        return []
    among, numbers = index.among(wanted)
    found = {
        row["id"]: row
        for row in database.rows(
            f"select id, name, title, description, topics from entry where {among}",  # noqa: S608
            numbers,
        )
    }
    return [found[number] for number in wanted if number in found]
