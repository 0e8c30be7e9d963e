"""The teams that own something."""

from __future__ import annotations

from dataclasses import dataclass

from charter.database import Database
from charter.plain_text import one_line

_TEAMS = """
select team_key, min(team) as team, count(*) as entries from entry where team_key <> ''
group by team_key order by team_key
"""


@dataclass(frozen=True)
class Team:
    """A team, and how many entries are its."""

    name: str
    entries: int


def list_teams(database: Database) -> tuple[Team, ...]:
    """All teams by name."""
    rows = database.rows(_TEAMS)
    return tuple(Team(one_line(row["team"]), row["entries"]) for row in rows)
