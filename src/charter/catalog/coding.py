"""The code of an entry, by which those that mean nearly the same are found, and where it is kept.

What makes codes is imported where one is made: a search starts without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

CODE_BYTES = 32
NO_CODE = bytes(CODE_BYTES)  # of what says nothing, or is gone


class KeptCodes(Protocol):
    """The codes of all entries, where databases differ: one class for each kind of database."""

    def put(self, codes: Iterable[tuple[int, bytes]]) -> None:
        """The entries of these numbers have these codes from now on; NO_CODE takes one out."""

    def clear(self) -> None:
        """Forget every code."""

    def nearest(self, code: bytes, *, limit: int) -> list[int]:
        """Entries whose codes differ from this one in the fewest bits, the nearest first."""

    def every(self) -> Iterator[tuple[int, int]]:
        """The number of each entry that has a code, and the code as a number."""


def codes_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, bytes]]:
    """The number and the code of each of these rows of entries."""
    from charter.catalog.meaning.vectors import code_of, text_of, vector_of  # noqa: PLC0415

    for row in rows:
        yield row["id"], code_of(vector_of(text_of(row["name"], row["description"])))
