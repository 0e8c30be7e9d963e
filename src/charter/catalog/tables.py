"""The tables that hold what people told: all that is exported, moved and verified.

What is made out of them (words to search by, codes) every catalog makes anew, and whoever was
signed in signs in anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from charter.database import Database, Row

_STEP = 500  # rows at a time: memory stays flat


@dataclass(frozen=True)
class Table:
    """`key` orders the rows; `is_numbered` where the database gives the key itself."""

    name: str
    key: tuple[str, ...] = ("id",)
    is_numbered: bool = True


# in this order a row never comes before one that it belongs to
TABLES = (
    Table("entry"),
    Table("alias", ("kind", "value"), is_numbered=False),
    Table("readme", ("entry_id",), is_numbered=False),
    Table("history"),
    Table("answer"),
    Table("token"),
    Table("delivery", ("sender", "number"), is_numbered=False),
)


def read_rows(database: Database, table: Table) -> Iterator[Row]:
    """Every row in the order of its key, a few at a time."""
    columns = ", ".join(table.key)
    places = ", ".join(f":{name}" for name in table.key)
    ordered = f"order by {columns} limit {_STEP}"
    found = database.rows(f"select * from {table.name} {ordered}")  # noqa: S608
    while found:
        yield from found
        last = {name: found[-1][name] for name in table.key}
        found = database.rows(
            f"select * from {table.name} where ({columns}) > ({places}) {ordered}",  # noqa: S608
            last,
        )


def count_rows(database: Database, table: Table) -> int:
    """How many rows there are."""
    return int(database.rows(f"select count(*) as rows from {table.name}")[0]["rows"])  # noqa: S608
