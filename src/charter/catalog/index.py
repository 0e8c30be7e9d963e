"""What entries are found by, where databases differ; and the rows that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from charter.catalog.coding import KeptCodes, codes_of
from charter.catalog.index_rows import IndexRow, index_row, readme_tokens
from charter.catalog.tokens import Wanted
from charter.database import Row, Statements

_STEP = 500  # entries at a time
_ENTRIES = "select * from entry where id > :after order by id limit :step"

# a group of marks of which an entry must have one
Facets = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Sought:
    """All of the words, and one facet of each group; `in_name`: the words stand in its name.

    `are_few`: many are hardly found, which may change how they are looked for, never what is found.
    """

    words: Sequence[Wanted] = ()
    facets: Facets = ()
    in_name: bool = False
    are_few: bool = False


class Index(Protocol):
    """Search, where databases differ: one class for each kind of database."""

    codes: KeptCodes

    def put(self, rows: Iterable[IndexRow]) -> None:
        """Find these entries by these tokens from now on."""

    def put_readmes(self, texts: Iterable[Mapping[str, Any]]) -> None:
        """Find entries by their README: `id`, and `words` of it; empty takes it out."""

    def ids_of(self, sought: Sought, *, limit: int) -> list[int]:
        """Entries that are sought, those that came last first."""

    def ids_in_readmes(self, words: Sequence[Wanted], *, limit: int) -> list[int]:
        """Entries with all of the words in their README, those that came last first."""

    def ids_named(self, parts: Sequence[str], *, limit: int) -> list[int]:
        """Entries with all of the parts (three signs or more) in their name, the last first."""

    def ids_spelt_like(self, text: str, *, limit: int) -> list[int]:
        """Entries whose names share the most with the text, three signs at a time."""

    def texts(self, texts: Sequence[str]) -> tuple[str, dict[str, Any]]:
        """The SQL for these texts inside of `in (…)`, and its parameters, however many they are."""

    def among(self, ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
        """The SQL for `entry.id in …`, and its parameters, however many they are."""

    def ids_about(self, words: Sequence[str], *, limit: int) -> list[int]:
        """Entries with any of the words in what tells what a project is, the best first.

        That is name, title, description and topics; its team does not.
        """

    def count_about(self, word: str, *, most: int) -> int:
        """How many entries are about the word; counting ends at `most`."""


def put_entries(index: Index, rows: Sequence[Row]) -> None:
    """Find entries by what these rows of them say."""
    index.put(map(index_row, rows))
    index.codes.put(codes_of(rows))


def put_changed(index: Index, before: Row, row: Row) -> None:
    """Find an entry by what it says now, written only where that makes a difference."""
    found_by = index_row(row)
    if found_by != index_row(before):
        index.put([found_by])
    if any(row[name] != before[name] for name in ("name", "description")):
        index.codes.put(codes_of([row]))


def fill(statements: Statements, index_on: Callable[[Statements], Index]) -> None:
    """Find every entry anew by its words: for a database that had none, or another way to find."""
    index = index_on(statements)
    for row in ("entry_search", "readme_search"):
        statements.rows(f"delete from {row}")  # noqa: S608
    for rows in _steps(statements, _ENTRIES):
        index.put(map(index_row, rows))
    readmes = "select entry_id as id, text from readme where entry_id > :after order by entry_id"
    for rows in _steps(statements, f"{readmes} limit :step"):
        index.put_readmes({"id": row["id"], "words": readme_tokens(row["text"])} for row in rows)


def fill_codes(statements: Statements, index_on: Callable[[Statements], Index]) -> None:
    """Make the code of every entry anew."""
    codes = index_on(statements).codes
    codes.clear()
    for rows in _steps(statements, _ENTRIES):
        codes.put(codes_of(rows))


def last_number(statements: Statements) -> int:
    """The highest number of an entry: about how many there are, and far quicker than to count."""
    return int(statements.rows("select coalesce(max(id), 0) as last from entry")[0]["last"])


def _steps(statements: Statements, sql: str) -> Iterable[list[Row]]:
    after = 0
    while found := statements.rows(sql, {"after": after, "step": _STEP}):
        yield found
        after = found[-1]["id"]
