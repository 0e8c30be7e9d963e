"""Candidates for a look-alike, however they were found, put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log
from typing import TypeVar

from charter.catalog.meaning.vectors import likeness, vector_of
from charter.catalog.words import singular, telling_words

Name = TypeVar("Name")
_SHARED = 0.3  # what all words in common add to the likeness; measured in benchmarks/look_alikes.py


def rank(
    text: str, candidates: Iterable[tuple[Name, str]], *, weights: Mapping[str, float]
) -> list[tuple[Name, float]]:
    """The candidates, each with how near it is, the nearest first; those of one nearness as given.

    Nearness is the likeness of the texts (see `text_of`), and 0.3 times the weight of the words
    that they share, as a part of the weight of all words that the text has. It says which of two
    is nearer, not whether one is near: for that no threshold was found.
    """
    wanted = vector_of(text)
    telling = {singular(word): weight for word, weight in weights.items()}
    whole = sum(telling.values()) or 1.0
    found = []
    for name, other in candidates:
        has = set(map(singular, telling_words("", other)))
        shared = sum([weight for word, weight in telling.items() if word in has])
        found.append((name, likeness(wanted, vector_of(other)) + _SHARED * shared / whole))
    return sorted(found, key=lambda pair: -pair[1])


def weigh(counts: Mapping[str, int], entries: int) -> dict[str, float]:
    """How telling each word is, from the number of entries that have it: rare ones tell more."""
    return {word: log(1 + entries / (1 + count)) for word, count in counts.items()}
