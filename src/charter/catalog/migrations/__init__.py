"""The numbered steps of the catalog's schema: a number means the same in every database."""

from __future__ import annotations

from charter.database import Migration, Schema

NEWEST = 5  # the highest number in either folder


def schema_of(dialect: str) -> Schema:
    """The schema for `sqlite` or `postgresql`."""
    return Schema(NEWEST, lambda: read_migrations(dialect))


def read_migrations(dialect: str) -> tuple[Migration, ...]:
    """The numbered steps that ship with the package."""
    from importlib import resources  # noqa: PLC0415 - only where a step is due

    folder = resources.files("charter.catalog.migrations") / dialect
    return tuple(
        Migration(int(file.name.partition("_")[0]), file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    )
