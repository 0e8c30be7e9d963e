"""Empty catalogs in each kind of database: what runs on one must run on the other."""

from __future__ import annotations

from pathlib import Path

from postgres import Server

from charter.catalog.postgresql import open_catalog_database
from charter.catalog.sqlite import open_catalog_file
from charter.catalog.store import Catalog

KINDS = ("sqlite", "postgresql")
_TEMPLATE = "catalog_template"


def new_address(kind: str, folder: Path, postgres: Server | None) -> str:
    """What `open_again`, CHARTER_CATALOG and the settings take: nothing is in it yet."""
    if kind == "sqlite":
        return str(folder / "shelf" / "catalog.sqlite3")
    assert postgres
    return postgres.copy(_template(postgres))


def open_again(address: str, actor: str = "") -> Catalog:
    """Another door to the same catalog, as another process has it."""
    if "://" in address:
        return open_catalog_database(address, actor)
    return open_catalog_file(Path(address), actor)


def _template(postgres: Server) -> str:
    """A database of the newest schema: a copy of it is there much sooner than the schema."""
    if _TEMPLATE not in postgres.names():
        postgres.create(_TEMPLATE)
        open_catalog_database(postgres.address(_TEMPLATE), upgrades=True).close()
    return _TEMPLATE
