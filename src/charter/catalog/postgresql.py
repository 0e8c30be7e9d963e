"""The catalog in a PostgreSQL database."""

from __future__ import annotations

from charter.catalog.migrations import schema_of
from charter.catalog.postgresql_index import PostgresIndex
from charter.catalog.store import Catalog
from charter.database.postgresql import open_postgresql

SCHEMA = schema_of("postgresql", PostgresIndex)


def open_catalog_database(address: str, actor: str = "", *, upgrades: bool = False) -> Catalog:
    """The catalog behind `postgresql://…`; its schema is changed only where `upgrades` says so.

    What the address leaves out comes from the environment and files of PostgreSQL (PGPASSWORD,
    PGSERVICE, ~/.pgpass). Raises CatalogError, which never tells a password.
    """
    database = open_postgresql(address, SCHEMA, upgrades=upgrades)
    return Catalog(database, PostgresIndex(database), actor)
