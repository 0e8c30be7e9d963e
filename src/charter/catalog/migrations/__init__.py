"""The numbered steps of the catalog's schema: a number means the same in every database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from charter.catalog.index import Index, fill
from charter.database import Migration, Schema, Statements

NEWEST = 6  # the highest number in either folder
_INDEXED = 6  # from here on tokens are made in Python; a step that changes them fills anew


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
            again = partial(fill, index_on=index_on) if index_on and number == _INDEXED else None
            steps.append(Migration(number, file.read_text(encoding="utf-8"), again))
    return tuple(steps)
