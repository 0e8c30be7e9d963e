"""Teams and what is theirs. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from charter.catalog.overview import TeamSummary
from charter.web.portal.results_view import Station, continuum_of


@dataclass(frozen=True)
class TeamRow:
    """A team, its projects by standing, and the share of checks they pass, of 100."""

    name: str
    entries: int
    stations: tuple[Station, ...]
    share: int | None


def row_of_team(team: TeamSummary) -> TeamRow:
    """`share` is None where nobody has checked."""
    counts = {standing.value: number for standing, number in team.counts.items()}
    share = round(team.passed / team.held * 100) if team.held else None
    return TeamRow(team.name, team.entries, continuum_of(counts), share)
