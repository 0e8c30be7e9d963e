"""Which entries share the rarest words of a text: the same way over every kind of index."""

from __future__ import annotations

from collections.abc import Sequence

from charter.catalog.index import Index
from charter.catalog.tokens import tokens_of

_RARE_WORDS = 8
_COUNTED = 2000  # a word in more entries than this is common, however many more


def nearest(index: Index, words: Sequence[str], *, limit: int) -> list[tuple[int, tuple[str, ...]]]:
    """Entries that share the rarest of the words, the best first, and the words they share."""
    rare = _rarest(index, words)
    ids = index.ids_about(rare, limit=limit) if rare else []
    sharing = {word: index.having(word, ids) for word in rare} if ids else {}
    return [(n, tuple(word for word in words if n in sharing.get(word, ()))) for n in ids]


def _rarest(index: Index, words: Sequence[str]) -> list[str]:
    counts = {word: index.count_about(word, most=_COUNTED) for word in words if tokens_of(word)}
    known = [word for word in counts if counts[word]]
    return sorted(known, key=lambda word: counts[word])[:_RARE_WORDS]
