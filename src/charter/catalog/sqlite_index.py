"""Search in SQLite: FTS5 over tokens; every token is quoted, so that none is query syntax."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from charter.catalog.coding import KeptCodes
from charter.catalog.index import Facets, Sought
from charter.catalog.index_rows import IndexRow
from charter.catalog.sqlite_codes import SqliteCodes
from charter.catalog.tokens import Wanted, tokens_of
from charter.database import Statements

# name, title, description, topics, team, facets
_WEIGHTS = "10.0, 5.0, 4.0, 4.0, 0.0, 0.0"
_ABOUT = "{name title description topics}"
_ANY = "{name title description topics team}"
_PUT = """
insert into entry_search (id, name, title, description, topics, team, facets)
values (:id, :name, :title, :description, :topics, :team, :facets)
on conflict (id) do update set name = excluded.name, title = excluded.title,
    description = excluded.description, topics = excluded.topics, team = excluded.team,
    facets = excluded.facets
"""
_PUT_README = """
insert into readme_search (id, words) values (:id, :words)
on conflict (id) do update set words = excluded.words
"""


class SqliteIndex:
    """The tables entry_words, readme_words and entry_names; code_page by `codes`."""

    def __init__(self, database: Statements) -> None:
        self._database = database
        self.codes: KeptCodes = SqliteCodes(database)

    def put(self, rows: Iterable[IndexRow]) -> None:
        self._database.many(_PUT, (row.as_parameters() for row in rows))

    def put_readmes(self, texts: Iterable[Mapping[str, Any]]) -> None:
        told = list(texts)
        self._database.many(_PUT_README, [text for text in told if text["words"]])
        gone = [{"id": text["id"]} for text in told if not text["words"]]
        self._database.many("delete from readme_search where id = :id", gone)

    def ids_of(self, sought: Sought, *, limit: int) -> list[int]:
        return self._matching("entry_words", _expression(sought), limit)

    def ids_in_readmes(self, words: Sequence[Wanted], *, limit: int) -> list[int]:
        return self._matching("readme_words", _all_of(words), limit)

    def ids_named(self, parts: Sequence[str], *, limit: int) -> list[int]:
        return self._matching("entry_names", " AND ".join(map(_quoted, parts)), limit)

    def ids_spelt_like(self, text: str, *, limit: int) -> list[int]:
        threes = dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2))
        if not threes:
            return []
        rows = self._database.rows(
            "select rowid from entry_names where entry_names match :like"
            " order by bm25(entry_names), rowid limit :limit",
            {"like": " OR ".join(map(_quoted, threes)), "limit": limit},
        )
        return [row["rowid"] for row in rows]

    def texts(self, texts: Sequence[str]) -> tuple[str, dict[str, Any]]:
        return "select value from json_each(:texts)", {"texts": json.dumps(list(texts))}

    def among(self, ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
        return "entry.id in (select value from json_each(:ids))", {"ids": json.dumps(list(ids))}

    def ids_about(self, words: Sequence[str], *, limit: int) -> list[int]:
        rows = self._database.rows(
            "select rowid from entry_words where entry_words match :words"  # noqa: S608
            f" order by bm25(entry_words, {_WEIGHTS}), rowid limit :limit",
            {"words": _about(words), "limit": limit},
        )
        return [row["rowid"] for row in rows]

    def _matching(self, table: str, expression: str, limit: int) -> list[int]:
        rows = self._database.rows(
            f"select rowid from {table} where {table} match :sought"  # noqa: S608
            " order by rowid desc limit :limit",
            {"sought": expression, "limit": limit},
        )
        return [row["rowid"] for row in rows]

    def count_about(self, word: str, *, most: int) -> int:
        found = self._database.rows(
            "select count(*) as entries from (select 1 from entry_words"
            " where entry_words match :word limit :most)",
            {"word": _about([word]), "most": most},
        )
        return int(found[0]["entries"])


def _expression(sought: Sought) -> str:
    parts = []
    if sought.words:
        parts.append(f"{'name' if sought.in_name else _ANY} : ({_all_of(sought.words)})")
    if sought.facets:
        parts.append(f"facets : ({_one_of_each(sought.facets)})")
    return " AND ".join(parts)


def _all_of(words: Sequence[Wanted]) -> str:
    return " AND ".join(
        f"({' OR '.join(_spelling(word, it) for it in word.spellings)})" for word in words
    )


def _spelling(word: Wanted, tokens: Sequence[str]) -> str:
    quoted = [*map(_quoted, tokens)]
    if word.is_prefix:
        quoted[-1] += "*"
    return f"({' AND '.join(quoted)})"


def _one_of_each(facets: Facets) -> str:
    return " AND ".join(f"({' OR '.join(map(_quoted, group))})" for group in facets)


def _about(words: Sequence[str]) -> str:
    """Any of the words, in what tells what a project is; its team does not."""
    tokens = dict.fromkeys(token for word in words for token in tokens_of(word))
    return f"{_ABOUT} : ({' OR '.join(map(_quoted, tokens))})"


def _quoted(token: str) -> str:
    text = token.replace('"', '""').replace("\0", "")
    return f'"{text}"'
