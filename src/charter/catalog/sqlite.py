"""The catalog in a SQLite file."""

from __future__ import annotations

from pathlib import Path

from charter.catalog.migrations import schema_of
from charter.catalog.sqlite_index import SqliteIndex
from charter.catalog.store import Catalog
from charter.database.sqlite import open_sqlite

SCHEMA = schema_of("sqlite", SqliteIndex)


def open_catalog_file(file: Path, actor: str = "") -> Catalog:
    """The catalog in that file, made or brought up to date where needed; raises CatalogError."""
    database = open_sqlite(file, SCHEMA)
    return Catalog(database, SqliteIndex(database), actor)
