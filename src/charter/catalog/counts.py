"""Filter → value → how many of the entries found have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from charter.catalog.entry import Standing
from charter.catalog.index import Index
from charter.database import Database
from charter.model import Visibility
from charter.plain_text import one_line

_MOST = 50  # values of one filter; the rarer ones are left out
_STANDING = (
    f"case when siloed <> '' then '{Standing.SILOED}'"
    f" when visibility = '{Visibility.INNERSOURCE}' then '{Standing.INTERNAL}'"
    f" when publication_date <> '' then '{Standing.PUBLIC}' else '{Standing.CANDIDATE}' end"
)
_COLUMNS = {
    "team": "team",
    "visibility": "standing",
    "language": "language",
    "topic": "topics",
    "lifecycle": "lifecycle",
    "level": "governance_level",
    "license": "license",
}


def count_values(database: Database, index: Index, ids: Sequence[int]) -> dict[str, dict[str, int]]:
    """For each filter, the most frequent values among these entries first."""
    if not ids:
        return {}
    among, parameters = index.among(ids)
    columns = "team, language, topics, lifecycle, governance_level, license"
    each = " union all ".join(
        f"select '{name}' as name, {column} as value, count(*) as entries"  # noqa: S608
        f" from found where {column} <> '' group by {column}"
        for name, column in _COLUMNS.items()
    )
    rows = database.rows(
        f"with found as materialized (select {columns}, {_STANDING} as standing"  # noqa: S608
        f" from entry where {among}) {each}",
        parameters,
    )
    counted: dict[str, Counter[str]] = {name: Counter() for name in _COLUMNS}
    for row in rows:
        text = one_line(row["value"])  # whoever wrote it
        values = text.split() if row["name"] == "topic" else [text]
        for value in values:
            counted[row["name"]][value] += row["entries"]
    return {name: _first(values) for name, values in counted.items() if values}


def _first(values: Mapping[str, int]) -> dict[str, int]:
    by_number = sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))
    return dict(by_number[:_MOST])
