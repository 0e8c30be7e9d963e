"""Empty catalogs in each kind of database: what runs on one must run on the other."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from postgres import Server

from charter.catalog.migrations import read_migrations
from charter.catalog.postgresql import open_catalog_database
from charter.catalog.sqlite import open_catalog_file
from charter.catalog.store import Catalog
from charter.database import Database, Schema
from charter.database.postgresql import open_postgresql
from charter.database.sqlite import open_sqlite

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


OLDER = 3  # a schema without the index that Charter makes of its own words
_COLUMNS = {
    **dict.fromkeys(("license", "license_key", "publication_date", "forge", "url"), ""),
    **dict.fromkeys(("governance_level", "chat", "template", "version", "digest"), ""),
    "team": "t",
    "team_key": "t",
    "title": "",
    "description": "Counts beans",
    "visibility": "innersource",
    "maintainers": "[]",
    "topics": " beans ",
    "links": "[]",
    "revision": 1,
    "registered": "2020-01-01",
    "updated": "2020-01-01",
}


def write_older(address: str, names: Iterable[str]) -> None:
    """A catalog as an older Charter left it, with these projects, each with a README."""
    kind = "postgresql" if "://" in address else "sqlite"
    schema = Schema(OLDER, lambda: [step for step in read_migrations(kind) if step.number <= OLDER])
    database: Database = (
        open_postgresql(address, schema, upgrades=True)
        if kind == "postgresql"
        else open_sqlite(Path(address), schema)
    )
    named = [{**_COLUMNS, "name": name, "name_key": name.lower()} for name in names]
    places = ", ".join(f":{column}" for column in named[0])
    insert = f"insert into entry ({', '.join(named[0])}) values ({places})"
    database.write(lambda: database.many(insert, named))
    database.rows("insert into readme select id, 'It wants sugar.' from entry")
    database.close()


def _template(postgres: Server) -> str:
    """A database of the newest schema: a copy of it is there much sooner than the schema."""
    if _TEMPLATE not in postgres.names():
        postgres.create(_TEMPLATE)
        open_catalog_database(postgres.address(_TEMPLATE), upgrades=True).close()
    return _TEMPLATE
