"""Codes in SQLite: many to a row, read all at once and kept until somebody writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from charter.catalog.coding import CODE_BYTES
from charter.database import Row, Statements

if TYPE_CHECKING:  # whoever only searches wants none
    from charter.catalog.meaning.codes import Codes

PAGE = 256  # codes in a row: less is written for each entry than with more, and read as quickly
_PUT = """
insert into code_page (page, digest, codes) values (:page, :digest, :codes)
on conflict (page) do update set digest = excluded.digest, codes = excluded.codes
"""


class SqliteCodes:
    """The table code_page."""

    def __init__(self, database: Statements) -> None:
        self._database = database
        self._kept: tuple[dict[int, Row], Codes] | None = None  # threads may share it

    def put(self, codes: Iterable[tuple[int, bytes]]) -> None:
        changed: dict[int, dict[int, bytes]] = {}
        for number, code in codes:
            changed.setdefault(number // PAGE, {})[number % PAGE] = code
        before = self._read(changed)
        self._database.many(
            _PUT,
            (
                _page(page, bytes(before[page]["codes"]) if page in before else b"", its)
                for page, its in changed.items()
            ),
        )

    def clear(self) -> None:
        self._database.rows("delete from code_page")

    def nearest(self, code: bytes, *, limit: int) -> list[int]:
        return self._all().nearest(code, count=limit)

    def every(self) -> Iterator[tuple[int, int]]:
        return iter(self._all())

    def _all(self) -> Codes:
        """The codes as they are now; only pages that changed since the last time are read."""
        from charter.catalog.meaning.codes import Codes  # noqa: PLC0415

        known, codes = self._kept or ({}, Codes(()))
        rows = self._database.rows("select page, digest from code_page order by page")
        fresh = [
            row["page"]
            for row in rows
            if row["page"] not in known or known[row["page"]]["digest"] != row["digest"]
        ]
        if fresh or len(rows) != len(known):
            every = {**known, **self._read(fresh)}
            present = {row["page"]: every[row["page"]] for row in rows if row["page"] in every}
            codes = Codes((page * PAGE, row["codes"]) for page, row in present.items())
            self._kept = present, codes
        return codes

    def _read(self, pages: Iterable[int]) -> dict[int, Row]:
        rows = self._database.rows(
            "select page, digest, codes from code_page"
            " where page in (select value from json_each(:pages))",
            {"pages": json.dumps(list(pages))},
        )
        return {row["page"]: row for row in rows}


def _page(page: int, before: bytes, changed: dict[int, bytes]) -> Row:
    import hashlib  # noqa: PLC0415 - whoever only reads needs none

    codes = bytearray(before.ljust((max(changed) + 1) * CODE_BYTES, b"\0"))
    for place, code in changed.items():
        codes[place * CODE_BYTES : (place + 1) * CODE_BYTES] = code
    digest = hashlib.blake2b(codes, digest_size=8).digest()
    return {"page": page, "digest": digest, "codes": bytes(codes)}
