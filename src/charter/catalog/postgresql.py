"""The catalog in PostgreSQL: its migrations and its full-text search (tsvector)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from charter.catalog.entry import END, MARK
from charter.catalog.migrations import schema_of
from charter.catalog.store import Catalog
from charter.catalog.words import Term
from charter.database import Database
from charter.database.postgresql import open_postgresql

SCHEMA = schema_of("postgresql")
_RARE_WORDS = 8
_COUNTED = 2000  # a word in more entries than this is common, however many more
_WORD = re.compile(r"[^\W_]+")
_VECTOR = (
    "(setweight(to_tsvector('english', replace(entry.name, '-', ' ')), 'A')"
    " || setweight(to_tsvector('english', entry.title || ' ' || entry.description), 'B')"
    " || setweight(to_tsvector('english', entry.topics), 'C'))"
)


def open_catalog_database(address: str, actor: str = "", *, upgrades: bool = False) -> Catalog:
    """The catalog behind `postgresql://…`; its schema is changed only where `upgrades` says so.

    What the address leaves out comes from the environment and files of PostgreSQL (PGPASSWORD,
    PGSERVICE, ~/.pgpass). Raises CatalogError, which never tells a password.
    """
    database = open_postgresql(address, SCHEMA, upgrades=upgrades)
    return Catalog(database, PostgresIndex(database), actor)


class PostgresIndex:
    """Search by tsvector; every word is quoted, so that none of it is query syntax."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids_of(
        self, terms: Sequence[Term], condition: str, parameters: Mapping[str, Any], *, limit: int
    ) -> list[int]:
        rows = self._database.rows(
            f"select id from entry, to_tsquery('english', :terms) as asked"  # noqa: S608
            f" where {_VECTOR} @@ asked and {condition}"
            f" order by ts_rank({_VECTOR}, asked) desc, name_key, team_key limit :limit",
            {**parameters, "terms": " & ".join(map(_quoted, terms)), "limit": limit},
        )
        return [row["id"] for row in rows]

    def marked(self, terms: Sequence[Term], ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        if not ids:
            return {}
        options = f"StartSel={MARK},StopSel={END},HighlightAll=true"
        rows = self._database.rows(
            "select id, ts_headline('english', name, asked, :options) as name,"
            " ts_headline('english', description, asked, :options) as description"
            " from entry, to_tsquery('english', :terms) as asked where id = any(:ids)",
            {
                "terms": " & ".join(map(_quoted, terms)),
                "ids": list(ids),
                "options": options,
            },
        )
        return {row["id"]: (row["name"], row["description"]) for row in rows}

    def nearest(self, words: Sequence[str], *, limit: int) -> list[tuple[int, tuple[str, ...]]]:
        rare = self._rarest(words)
        if not rare:
            return []
        rows = self._database.rows(
            f"select id from entry, to_tsquery('english', :words) as asked"  # noqa: S608
            f" where {_VECTOR} @@ asked order by ts_rank({_VECTOR}, asked) desc, id limit :limit",
            {"words": " | ".join(_quoted(Term(word)) for word in rare), "limit": limit},
        )
        ids = [row["id"] for row in rows]
        sharing = {word: self._having(word, ids) for word in rare}
        return [(n, tuple(word for word in words if n in sharing.get(word, ()))) for n in ids]

    def _rarest(self, words: Sequence[str]) -> list[str]:
        counts = {word: self._count(word) for word in words}
        known = [word for word in words if counts[word]]
        return sorted(known, key=lambda word: counts[word])[:_RARE_WORDS]

    def _count(self, word: str) -> int:
        found = self._database.rows(
            "select count(*) as entries from (select 1 from entry"  # noqa: S608
            f" where {_VECTOR} @@ to_tsquery('english', :word) limit :most) as found",
            {"word": _quoted(Term(word)), "most": _COUNTED},
        )
        return int(found[0]["entries"])

    def _having(self, word: str, ids: Sequence[int]) -> frozenset[int]:
        rows = self._database.rows(
            f"select id from entry where {_VECTOR} @@ to_tsquery('english', :word)"  # noqa: S608
            " and id = any(:ids)",
            {"word": _quoted(Term(word)), "ids": list(ids)},
        )
        return frozenset(row["id"] for row in rows)


def _quoted(term: Term) -> str:
    words = [f"'{word}'" for word in _WORD.findall(term.text)]
    return "(" + " <-> ".join([*words[:-1], words[-1] + (":*" if term.prefix else "")]) + ")"
