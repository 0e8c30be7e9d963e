"""The catalog in SQLite: its migrations and its full-text search (FTS5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from charter.catalog.entry import END, MARK
from charter.catalog.migrations import schema_of
from charter.catalog.store import Catalog
from charter.catalog.words import Term
from charter.database import Database
from charter.database.sqlite import open_sqlite

SCHEMA = schema_of("sqlite")
_RARE_WORDS = 8
_COUNTED = 2000  # a word in more entries than this is common, however many more
# name, title, description, topics, team
_WEIGHTS = "10.0, 5.0, 4.0, 4.0, 2.0"


def open_catalog_file(file: Path, actor: str = "") -> Catalog:
    """The catalog in that file, made or brought up to date where needed; raises CatalogError."""
    database = open_sqlite(file, SCHEMA)
    return Catalog(database, SqliteIndex(database), actor)


class SqliteIndex:
    """Search by FTS5; every word is quoted, so that none of it is query syntax."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids_of(
        self, terms: Sequence[Term], condition: str, parameters: Mapping[str, Any], *, limit: int
    ) -> list[int]:
        rows = self._database.rows(
            "select entry.id from entry_words join entry on entry.id = entry_words.rowid"  # noqa: S608
            f" where entry_words match :terms and {condition}"
            f" order by bm25(entry_words, {_WEIGHTS}), entry.name_key, entry.team_key limit :limit",
            {**parameters, "terms": " AND ".join(map(_quoted, terms)), "limit": limit},
        )
        return [row["id"] for row in rows]

    def marked(self, terms: Sequence[Term], ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        if not ids:
            return {}
        rows = self._database.rows(
            "select rowid, highlight(entry_words, 0, :mark, :end) as name,"  # noqa: S608
            " highlight(entry_words, 2, :mark, :end) as description"
            f" from entry_words where entry_words match :terms and rowid in ({_listed(ids)})",
            {"terms": " AND ".join(map(_quoted, terms)), "mark": MARK, "end": END},
        )
        return {row["rowid"]: (row["name"], row["description"]) for row in rows}

    def nearest(self, words: Sequence[str], *, limit: int) -> list[tuple[int, tuple[str, ...]]]:
        rare = self._rarest(words)
        if not rare:
            return []
        rows = self._database.rows(
            "select rowid from entry_words where entry_words match :words"  # noqa: S608
            f" order by bm25(entry_words, {_WEIGHTS}), rowid limit :limit",
            {"words": _about(rare), "limit": limit},
        )
        ids = [row["rowid"] for row in rows]
        sharing = {word: self._having(word, ids) for word in rare}
        return [(n, tuple(word for word in words if n in sharing.get(word, ()))) for n in ids]

    def _rarest(self, words: Sequence[str]) -> list[str]:
        counts = {word: self._count(word) for word in words}
        known = [word for word in words if counts[word]]
        return sorted(known, key=lambda word: counts[word])[:_RARE_WORDS]

    def _count(self, word: str) -> int:
        found = self._database.rows(
            "select count(*) as entries from (select 1 from entry_words"
            " where entry_words match :word limit :most)",
            {"word": _about([word]), "most": _COUNTED},
        )
        return int(found[0]["entries"])

    def _having(self, word: str, ids: Sequence[int]) -> frozenset[int]:
        rows = self._database.rows(
            "select rowid from entry_words where entry_words match :word"  # noqa: S608
            f" and rowid in ({_listed(ids)})",
            {"word": _about([word])},
        )
        return frozenset(row["rowid"] for row in rows)


def _quoted(term: Term) -> str:
    text = term.text.replace('"', '""').replace("\0", "")
    return f'"{text}"*' if term.prefix else f'"{text}"'


def _about(words: Sequence[str]) -> str:
    """Any of the words, in what tells what a project is; its team does not."""
    return (
        "{name title description topics} : (" + " OR ".join(_quoted(Term(w)) for w in words) + ")"
    )


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(str(int(number)) for number in ids)
