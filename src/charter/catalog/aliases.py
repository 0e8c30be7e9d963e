"""The names and addresses that entries had once: who looks there still finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from charter.catalog.rows import Values
from charter.database import Database, Row

# where it has an address that an entry had once: all aliases of that entry, with its columns
_FORMER = """
select alias.kind, alias.value, entry.* from alias join entry on entry.id = alias.entry_id
where alias.entry_id in (select entry_id from alias where kind = 'url' and value = :url_key)
"""
_LEAVE = """
insert into alias (kind, value, entry_id, since) values (:kind, :value, :entry_id, :now)
on conflict (kind, value) do update set entry_id = excluded.entry_id, since = excluded.since
"""
_FREE = """
delete from alias where (kind = 'name' and value = :name) or (kind = 'url' and value = :url)
"""


class Aliases:
    """Former names (team/name) and addresses, all as they are compared."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def met_by(self, values: Values) -> list[Row]:
        """The aliases of the entry that once had the address of `values`, with its columns."""
        return self._database.rows(_FORMER, values) if values["url_key"] else []

    def leave(self, before: Row, values: Mapping[str, Any], now: str) -> None:
        """Leave one where the entry `before` had another name or address than `values`."""
        former = {"name": full_key(before), "url": before["url_key"]}
        present = {"name": full_key(values), "url": values["url_key"]}
        for kind, value in former.items():
            if value and value != present[kind]:
                parameters = {"kind": kind, "value": value, "entry_id": before["id"], "now": now}
                self._database.rows(_LEAVE, parameters)

    def free(self, values: Mapping[str, Any]) -> None:
        """What an entry has now is nobody's former name or address any more."""
        self.free_all([values])

    def free_all(self, every: Iterable[Mapping[str, Any]]) -> None:
        """The same for very many entries."""
        freed = ({"name": full_key(each), "url": each["url_key"]} for each in every)
        self._database.many(_FREE, freed)

    def names_of(self, entry_id: int) -> tuple[str, ...]:
        """The former names of an entry, team/name, the latest first."""
        found = self._database.rows(
            "select value from alias where entry_id = :id and kind = 'name'"
            " order by since desc, value",
            {"id": entry_id},
        )
        return tuple(row["value"] for row in found)


def full_key(row: Mapping[str, Any]) -> str:
    """Team and name as they are compared."""
    return f"{row['team_key']}/{row['name_key']}"
