"""Search in PostgreSQL: tsvector and tsquery made of tokens, nothing of a query is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from time import monotonic
from typing import Any

from charter.catalog.coding import KeptCodes
from charter.catalog.index import Facets, Sought, last_number
from charter.catalog.index_rows import IndexRow
from charter.catalog.newest import read_newest
from charter.catalog.postgresql_codes import PostgresCodes
from charter.catalog.tokens import Wanted, tokens_of
from charter.catalog.words import like_literal
from charter.database import Statements

_LAST_PLACE = 16_000  # PostgreSQL counts no further
_IN_NAME, _FACET = ".", "="  # tokens have no such signs: lexemes of their own
_BORDERS = {"above": ">", "to": "<="}
_KNOWN_SECONDS = 60.0
# team, topics and description, title, name
_WEIGHTS = "{0, 0.4, 0.5, 1}"
_PUT = """
insert into entry_search (id, name, title, description, topics, team, facets, words)
values (:id, :name, :title, :description, :topics, :team, :facets, cast(:words as tsvector))
on conflict (id) do update set name = excluded.name, title = excluded.title,
    description = excluded.description, topics = excluded.topics, team = excluded.team,
    facets = excluded.facets, words = excluded.words
"""
_PUT_README = """
insert into readme_search (id, words) values (:id, cast(:words as tsvector))
on conflict (id) do update set words = excluded.words
"""


class PostgresIndex:
    """The indexes entry_words, readme_words and entry_names; entry_code by `codes`."""

    def __init__(self, database: Statements) -> None:
        self._database = database
        self.codes: KeptCodes = PostgresCodes(database)
        self._last, self._looked = 0, -_KNOWN_SECONDS

    def put(self, rows: Iterable[IndexRow]) -> None:
        self._database.many(_PUT, ({**row.as_parameters(), "words": _vector(row)} for row in rows))

    def put_readmes(self, texts: Iterable[Mapping[str, Any]]) -> None:
        told = list(texts)
        kept = [
            {"id": it["id"], "words": " ".join(map(_quoted, it["words"].split()))}
            for it in told
            if it["words"]
        ]
        self._database.many(_PUT_README, kept)
        gone = [{"id": text["id"]} for text in told if not text["words"]]
        self._database.many("delete from readme_search where id = :id", gone)

    def ids_of(self, sought: Sought, *, limit: int) -> list[int]:
        expression = _expression(sought)
        return self._matching("entry_search", expression, limit, are_few=sought.are_few)

    def ids_in_readmes(self, words: Sequence[Wanted], *, limit: int) -> list[int]:
        return self._matching("readme_search", _all_of(words), limit)

    def ids_named(self, parts: Sequence[str], *, limit: int) -> list[int]:
        places = {f"part_{'a' * number}": part for number, part in enumerate(parts)}
        like = " and ".join(f"name_key like :{place} escape '!'" for place in places)
        rows = self._database.rows(
            f"select id from entry where {like} order by id + 0 desc limit :limit",  # noqa: S608
            {**{name: f"%{like_literal(part)}%" for name, part in places.items()}, "limit": limit},
        )
        return [row["id"] for row in rows]

    def ids_spelt_like(self, text: str, *, limit: int) -> list[int]:
        rows = self._database.rows(
            "select id from entry where cast(:like as text) <% name_key"
            " order by word_similarity(:like, name_key) desc, id limit :limit",
            {"like": text, "limit": limit},
        )
        return [row["id"] for row in rows]

    def texts(self, texts: Sequence[str]) -> tuple[str, dict[str, Any]]:
        return 'select unnest(cast(:texts as text[])) collate "C"', {"texts": list(texts)}

    def among(self, ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
        return "entry.id = any(cast(:ids as bigint[]))", {"ids": list(ids)}

    def ids_about(self, words: Sequence[str], *, limit: int) -> list[int]:
        rows = self._database.rows(
            "select id from entry_search, cast(:words as tsquery) as asked where words @@ asked"
            " order by ts_rank(cast(:weights as real[]), words, asked, 1) desc, id limit :limit",
            {"words": _about(words), "weights": _WEIGHTS, "limit": limit},
        )
        return [row["id"] for row in rows]

    def _matching(
        self, table: str, expression: str, limit: int, *, are_few: bool = False
    ) -> list[int]:
        def read(limit: int, *, above: int = 0, to: int = 0) -> list[int]:
            borders = {name: at for name, at in (("above", above), ("to", to)) if at}
            narrower = "".join(f" and id {_BORDERS[name]} :{name}" for name in borders)
            # + 0: sorted after the index of words was asked, never instead of it
            rows = self._database.rows(
                f"select id from {table} where words @@ cast(:sought as tsquery)"  # noqa: S608
                f"{narrower} order by id + 0 desc limit :limit",
                {"sought": expression, "limit": limit, **borders},
            )
            return [row["id"] for row in rows]

        return read(limit) if are_few else read_newest(read, self._last_id(), limit)

    def _last_id(self) -> int:
        """About the highest number: what came later only makes what is new a little larger."""
        now = monotonic()
        if now >= self._looked + _KNOWN_SECONDS:
            self._last, self._looked = last_number(self._database), now
        return self._last

    def count_about(self, word: str, *, most: int) -> int:
        found = self._database.rows(
            "select count(*) as entries from (select 1 from entry_search"
            " where words @@ cast(:word as tsquery) limit :most) as found",
            {"word": _about([word]), "most": most},
        )
        return int(found[0]["entries"])


def _vector(row: IndexRow) -> str:
    """Lexemes with the place and the weight of each field, those of the name once more apart."""
    lexemes: dict[str, list[str]] = {}
    place = 0
    for weight, text in zip(
        "ABCCD", (row.name, row.title, row.description, row.topics, row.team), strict=True
    ):
        for token in text.split():
            place = min(place + 1, _LAST_PLACE)
            lexemes.setdefault(token, []).append(f"{place}{weight}")
    words = [f"{_quoted(token)}:{','.join(places)}" for token, places in lexemes.items()]
    words += [_quoted(_IN_NAME + token) for token in dict.fromkeys(row.name.split())]
    words += [_quoted(_FACET + mark) for mark in row.facets.split()]
    return " ".join(words)


def _expression(sought: Sought) -> str:
    parts = []
    if sought.words:
        parts.append(_all_of(sought.words, _IN_NAME if sought.in_name else ""))
    if sought.facets:
        parts.append(_one_of_each(sought.facets))
    return " & ".join(parts)


def _all_of(words: Sequence[Wanted], before: str = "") -> str:
    return " & ".join(
        f"({' | '.join(_spelling(word, it, before) for it in word.spellings)})" for word in words
    )


def _spelling(word: Wanted, tokens: Sequence[str], before: str) -> str:
    quoted = [_quoted(before + token) for token in tokens]
    if word.is_prefix:
        quoted[-1] += ":*"
    return f"({' & '.join(quoted)})"


def _one_of_each(facets: Facets) -> str:
    return " & ".join(
        f"({' | '.join(_quoted(_FACET + mark) for mark in group)})" for group in facets
    )


def _about(words: Sequence[str]) -> str:
    """Any of the words, in what tells what a project is; its team does not."""
    tokens = dict.fromkeys(token for word in words for token in tokens_of(word))
    return " | ".join(f"{_quoted(token)}:ABC" for token in tokens)


def _quoted(token: str) -> str:
    return "'" + token.replace("\0", "").replace("\\", "\\\\").replace("'", "''") + "'"
