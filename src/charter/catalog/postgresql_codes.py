"""Codes in PostgreSQL: a row each; the server counts the bits in which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charter.catalog.coding import CODE_BYTES
from charter.database import Statements

_PUT = """
insert into entry_code (id, code) values (:id, cast(:code as bit(256)))
on conflict (id) do update set code = excluded.code
"""
_NEAREST = """
select id from entry_code order by bit_count(code # cast(:code as bit(256))), id limit :limit
"""
_STEP = 20_000  # rows at a time: memory stays flat


class PostgresCodes:
    """The table entry_code."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def put(self, codes: Iterable[tuple[int, bytes]]) -> None:
        told = list(codes)
        kept = [{"id": number, "code": _bits(code)} for number, code in told if any(code)]
        self._database.many(_PUT, kept)
        gone = [{"id": number} for number, code in told if not any(code)]
        self._database.many("delete from entry_code where id = :id", gone)

    def clear(self) -> None:
        self._database.rows("delete from entry_code")

    def nearest(self, code: bytes, *, limit: int) -> list[int]:
        if not any(code):
            return []
        rows = self._database.rows(_NEAREST, {"code": _bits(code), "limit": limit})
        return [row["id"] for row in rows]

    def every(self) -> Iterator[tuple[int, int]]:
        after = 0
        while rows := self._database.rows(
            "select id, cast(code as text) as code from entry_code"
            " where id > :after order by id limit :step",
            {"after": after, "step": _STEP},
        ):
            for row in rows:
                yield row["id"], int(row["code"], 2)
            after = rows[-1]["id"]


def _bits(code: bytes) -> str:
    return f"{int.from_bytes(code):0{CODE_BYTES * 8}b}"
