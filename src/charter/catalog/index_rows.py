"""What is stored of an entry to find it by: rows of tokens, made of the rows of entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from charter.catalog.entry import Filters, Standing
from charter.catalog.tokens import tokens_of, tokens_of_name
from charter.catalog.words import key
from charter.model import Visibility

FIELDS = ("name", "title", "description", "topics", "team")
_MOST_README = 200_000  # characters; what comes later is no longer about what it is
_MOST_README_TOKENS = 3000


@dataclass(frozen=True)
class IndexRow:
    """Tokens, with spaces between; `facets` are marks for what filters ask."""

    id: int
    name: str
    title: str
    description: str
    topics: str
    team: str
    facets: str

    def as_parameters(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def index_row(row: Mapping[str, Any]) -> IndexRow:
    """Of the row of an entry."""
    return IndexRow(
        row["id"],
        " ".join(tokens_of_name(row["name"])),
        "" if row["title"] == row["name"] else " ".join(tokens_of(row["title"])),
        " ".join(tokens_of(row["description"])),
        " ".join(tokens_of(row["topics"])),
        " ".join(tokens_of_name(row["team"])),
        " ".join(_facets(row)),
    )


def tokens_about(row: Mapping[str, Any]) -> frozenset[str]:
    """Those in what tells what a project is, by the row of its entry; its team does not."""
    about = ("title", "description", "topics")
    return frozenset(
        [*tokens_of_name(row["name"]), *(it for f in about for it in tokens_of(row[f]))]
    )


def readme_tokens(text: str) -> str:
    """Each token of a README once."""
    found = dict.fromkeys(tokens_of(text[:_MOST_README]))
    return " ".join(list(found)[:_MOST_README_TOKENS])


def facets_of(filters: Filters) -> tuple[tuple[str, ...], ...]:
    """The marks that these filters ask for: one of each group."""
    groups: list[tuple[str, ...]] = [
        (_mark(kind, wanted),)
        for kind, wanted in (
            ("t", filters.team),
            ("c", filters.license),
            ("o", filters.topic.strip()),
            ("l", filters.language.strip()),
            ("f", filters.lifecycle.strip()),
            ("g", filters.level.strip()),
        )
        if wanted
    ]
    if filters.visibility:
        asked = _STANDINGS.get(filters.visibility, (filters.visibility,))
        groups.append(tuple(_mark("v", standing) for standing in asked))
    return tuple(groups)


_STANDINGS: Mapping[str, tuple[str, ...]] = {
    Visibility.INNERSOURCE.value: (Standing.INTERNAL,),
    Visibility.OPENSOURCE.value: (Standing.CANDIDATE, Standing.PUBLIC),
}


def _facets(row: Mapping[str, Any]) -> Iterable[str]:
    yield _mark("t", row["team"])
    yield _mark("v", _standing(row))
    for kind, column in (
        ("c", "license"),
        ("l", "language"),
        ("f", "lifecycle"),
        ("g", "governance_level"),
    ):
        if row[column]:
            yield _mark(kind, row[column])
    for topic in row["topics"].split():
        yield _mark("o", topic)


def _standing(row: Mapping[str, Any]) -> Standing:
    if row["siloed"]:
        return Standing.SILOED
    if row["visibility"] == Visibility.INNERSOURCE:
        return Standing.INTERNAL
    return Standing.PUBLIC if row["publication_date"] else Standing.CANDIDATE


def _mark(kind: str, value: str) -> str:
    """One token that stands for the value, whatever is in it; no word is spelt so long."""
    import hashlib  # noqa: PLC0415 - a search without filters needs none

    digest = hashlib.blake2s(key(value).encode("utf-8", "replace"), digest_size=8)
    return f"{kind}0{digest.hexdigest()}"
