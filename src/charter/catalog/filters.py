"""Filters as SQL that every database understands, their values apart. Pure."""

from __future__ import annotations

from typing import Any

from charter.catalog.entry import Filters, Standing
from charter.catalog.words import key, like_literal
from charter.model import Visibility

_CLOSED = f"entry.siloed = '' and entry.visibility = '{Visibility.INNERSOURCE}'"
_OPEN = f"entry.siloed = '' and entry.visibility = '{Visibility.OPENSOURCE}'"
_STANDINGS = {
    Standing.SILOED.value: "entry.siloed <> ''",
    Visibility.INNERSOURCE.value: _CLOSED,
    Standing.INTERNAL.value: _CLOSED,
    Visibility.OPENSOURCE.value: _OPEN,
    Standing.CANDIDATE.value: f"{_OPEN} and entry.publication_date = ''",
    Standing.PUBLIC.value: f"{_OPEN} and entry.publication_date <> ''",
}
VISIBILITIES = tuple(_STANDINGS)


def condition_of(filters: Filters) -> tuple[str, dict[str, Any]]:
    """SQL over the table `entry`, and its parameters."""
    parts, values = ["1 = 1"], {}
    if filters.team:
        parts.append("entry.team_key = :team")
        values["team"] = key(filters.team)
    if filters.license:
        parts.append("entry.license_key = :license")
        values["license"] = key(filters.license)
    if filters.topic:
        parts.append("entry.topics like :topic escape '!'")
        values["topic"] = f"% {like_literal(filters.topic.strip().lower())} %"
    for column, wanted in (
        ("language", filters.language),
        ("lifecycle", filters.lifecycle),
        ("governance_level", filters.level),
    ):
        if wanted:
            parts.append(f"lower(entry.{column}) = :{column}")
            values[column] = wanted.strip().lower()
    if filters.visibility:
        parts.append(_STANDINGS[filters.visibility])
    return " and ".join(parts), values
