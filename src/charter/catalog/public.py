"""What the public may see: read from the view `public_entry`, and from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from charter.catalog.address import web_address
from charter.catalog.words import key, like_literal
from charter.database import Database, Row
from charter.plain_text import one_line

_WORDS = tuple(f"word_{letter}" for letter in "abcdefgh")  # more are not asked for
_TEXT = "lower(name || ' ' || title || ' ' || description || ' ' || topics || ' ' || team)"
_ORDER = " order by team_key, name_key limit :limit"


@dataclass(frozen=True)
class PublicFilters:
    """What a public entry must be to be listed; an empty one holds for all."""

    words: tuple[str, ...] = ()
    team: str = ""
    topic: str = ""
    license: str = ""
    language: str = ""


class PublicEntries:
    """The public side of a catalog; raises CatalogError when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_entries(
        self, filters: PublicFilters, *, limit: int, after: tuple[str, str] | None = None
    ) -> tuple[dict[str, Any], ...]:
        """Documents of entries by team and name, those `after` one."""
        condition, parameters = _condition_of(filters)
        if after:
            condition += " and (team_key, name_key) > (:after_team, :after_name)"
            parameters |= {"after_team": key(after[0]), "after_name": key(after[1])}
        sql = f"select * from public_entry where {condition}{_ORDER}"  # noqa: S608
        return tuple(map(_document, self._database.rows(sql, {**parameters, "limit": limit})))

    def find(self, team: str, name: str) -> dict[str, Any] | None:
        """The document of one entry; None where there is none that is public."""
        found = self._database.rows(
            "select * from public_entry where team_key = :team and name_key = :name",
            {"team": key(team), "name": key(name)},
        )
        return _document(found[0]) if found else None


def _condition_of(filters: PublicFilters) -> tuple[str, dict[str, Any]]:
    parts, values = ["1 = 1"], {}
    for name, column, wanted in (
        ("team", "team_key", key(filters.team)),
        ("license", "license_key", key(filters.license)),
        ("language", "lower(language)", filters.language.strip().lower()),
    ):
        if wanted:
            parts.append(f"{column} = :{name}")
            values[name] = wanted
    if filters.topic:
        parts.append("topics like :topic escape '!'")
        values["topic"] = f"% {_literal(filters.topic)} %"
    for name, word in zip(_WORDS, _words(filters.words), strict=False):
        parts.append(f"{_TEXT} like :{name} escape '!'")
        values[name] = f"%{_literal(word)}%"
    return " and ".join(parts), values


def _words(words: Iterable[str]) -> list[str]:
    return [word for text in words for word in text.split()]


def _literal(text: str) -> str:
    return like_literal(one_line(text).lower())


def _document(row: Row) -> dict[str, Any]:
    """The public fields, from the list of the view and no other; no e-mail address of anybody."""
    texts = ("team", "name", "title", "description", "forge", "license", "language")
    return {
        **{name: one_line(row[name]) for name in texts},
        "url": web_address(row["url"]),
        "lifecycle": one_line(row["lifecycle"]),
        "maintainers": [_person(each) for each in json.loads(row["maintainers"])],
        "topics": one_line(row["topics"]).split(),
        "wanted": [one_line(each) for each in json.loads(row["wanted"])],
        "responds": one_line(row["responds"]),
        "published": row["publication_date"],
        "is_archived": bool(row["is_archived"]),
    }


def _person(stored: Mapping[str, str]) -> dict[str, str]:
    return {name: one_line(stored.get(name, "")) for name in ("name", "handle")}
