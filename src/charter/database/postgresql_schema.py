"""PostgreSQL: the steps of a schema, all or nothing of what is due, under a lock."""

from __future__ import annotations

from charter.database import Database, Schema
from charter.errors import CatalogError

_LOCK = 0x43484152  # "CHAR": the advisory lock of migrations
_BEGIN = "create table if not exists charter_schema (number integer not null)"


def migrate(database: Database, schema: Schema, shown: str, *, upgrades: bool) -> None:
    """To the newest step, where `upgrades` says so; raises CatalogError where it is another."""
    version = version_of(database)
    if version > schema.newest:
        raise CatalogError(
            f"the catalog {shown} was written by a newer Charter"
            f" (schema {version}; this one knows {schema.newest}).",
            hint="Install the newest repo-charter.",
        )
    if version == schema.newest:
        return
    if not upgrades:
        what = "is of an older Charter" if version else "holds no catalog yet"
        command = "upgrade" if version else "init"
        raise CatalogError(
            f"the database {shown} {what}.", hint=f"charter catalog {command}, once, by its owner"
        )

    def upgrade() -> None:
        database.rows("select pg_advisory_xact_lock(:lock)", {"lock": _LOCK})
        database.rows(_BEGIN)
        done = version_of(database)  # another process may have been faster
        for step in sorted(schema.read(), key=lambda step: step.number):
            if step.number > done:
                database.rows(step.sql)
                if step.fill:
                    step.fill(database)
                number = {"number": step.number}
                database.rows("insert into charter_schema values (:number)", number)

    database.write(upgrade)


def version_of(database: Database) -> int:
    """The number of the last step that was made; 0 for none."""
    if database.rows("select to_regclass('charter_schema') is null as missing")[0]["missing"]:
        return 0
    found = database.rows("select coalesce(max(number), 0) as number from charter_schema")
    return int(found[0]["number"])
