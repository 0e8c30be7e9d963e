"""The numbered steps of the catalog's schema: a number means the same in every database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from charter.catalog.index import Index, fill, fill_codes
from charter.database import Migration, Schema, Statements

NEWEST = 10  # the highest number in either folder
# what Python makes of entries is made by the step that wants it, and by one that changes it anew
_FILLS = {6: fill, 7: fill_codes}


def schema_of(dialect: str, index_on: Callable[[Statements], Index]) -> Schema:
    """The schema for `sqlite` or `postgresql`, whose entries are found by that index."""
    return Schema(NEWEST, lambda: read_migrations(dialect, index_on))


def read_migrations(
    dialect: str, index_on: Callable[[Statements], Index] | None = None
) -> tuple[Migration, ...]:
    """The numbered steps that ship with the package."""
    from importlib import resources  # noqa: PLC0415 - only where a step is due

    folder = resources.files("charter.catalog.migrations") / dialect
    steps = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".sql"):
            number = int(file.name.partition("_")[0])
            fills = _FILLS.get(number)
            again = partial(fills, index_on=index_on) if index_on and fills else None
            steps.append(Migration(number, file.read_text(encoding="utf-8"), again))
    return tuple(steps)
