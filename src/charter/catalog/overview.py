"""The whole catalog at a glance: teams, standings, template versions, and how it came to be so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from charter.catalog.continuum import FIELDS, GONE, Moment, Step, standings_over_time
from charter.catalog.entry import Entry, Filters, Standing
from charter.catalog.filters import condition_of
from charter.catalog.reuse import Decision, ReuseAnswer
from charter.catalog.reuse_answers import answer_of_row
from charter.catalog.rows import entry_of
from charter.catalog.words import key
from charter.database import Database
from charter.plain_text import one_line

_STANDING = """case when siloed <> '' then 'siloed' when visibility = 'innersource' then 'internal'
    when publication_date = '' then 'candidate' else 'public' end"""
_TEAMS = f"""
select team_key, min(team) as team, {_STANDING} as standing, count(*) as entries,
    sum(checks_held) as held, sum(checks_passed) as passed, max(score) as score
from entry where team_key <> '' group by team_key, standing order by team_key
"""  # noqa: S608 - nothing in it comes from outside
_STANDINGS = f"select {_STANDING} as standing, count(*) as entries from entry group by standing"  # noqa: S608
# these very words, for the index on them is of no other entries
_UNDER_CHARTER = "siloed = '' and template <> '' and version <> ''"
_VERSIONS = f"""
select template, version, count(*) as entries from entry
where {_UNDER_CHARTER} group by template, version
"""  # noqa: S608 - nothing in it comes from outside
_NEXT = f"""
select version from entry where {_UNDER_CHARTER} and template = :template
"""  # noqa: S608 - nothing in it comes from outside
# from one version to the next by the index: few versions, very many entries of each
_VERSIONS_OF = f"""
with recursive found (version) as (
    select * from ({_NEXT} order by version limit 1) as first
    union all
    select ({_NEXT} and version > found.version order by version limit 1)
    from found where found.version is not null
)
select version from found where version is not null
"""  # noqa: S608 - nothing in it comes from outside
_DECISIONS = "select decision, count(*) as answers from answer group by decision"
_SAID_OF = """
select * from answer where about <> '' and lower(about) in (
    select cast(:full as text)
    union all select value from alias where kind = 'name' and entry_id = :id
) order by id desc limit :limit
"""
_OF_STANDING = " or ".join(f"""changes like '%"{name}"%'""" for name in FIELDS)
_STEPS = f"""
select entry_id, at, action, changes from history where action in ('registered', {
    ", ".join(f"'{action}'" for action in GONE)
}) or {_OF_STANDING} order by id
"""  # noqa: S608 - nothing in it comes from outside


@dataclass(frozen=True)
class TeamSummary:
    """A team and what is its: entries by standing, checks held and passed over all of them."""

    name: str
    counts: dict[Standing, int]
    held: int
    passed: int

    @property
    def entries(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Adoption:
    """How many projects are on a version of a template."""

    template: str
    version: str
    entries: int


class Overview:
    """What is counted over all entries; raises CatalogError when the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def teams(self) -> tuple[TeamSummary, ...]:
        """Every team that owns something, by name."""
        found: dict[str, TeamSummary] = {}
        for row in self._database.rows(_TEAMS):
            known = found.get(row["team_key"], TeamSummary(one_line(row["team"]), {}, 0, 0))
            found[row["team_key"]] = TeamSummary(
                known.name,
                {**known.counts, Standing(row["standing"]): row["entries"]},
                known.held + int(row["held"]),
                known.passed + int(row["passed"]),
            )
        return tuple(found.values())

    def standings(self) -> dict[Standing, int]:
        """How many entries stand where now."""
        rows = self._database.rows(_STANDINGS)
        return {Standing(row["standing"]): row["entries"] for row in rows}

    def adoption(self) -> tuple[Adoption, ...]:
        """How many projects are on each version, in no order."""
        return tuple(
            Adoption(one_line(row["template"]), one_line(row["version"]), row["entries"])
            for row in self._database.rows(_VERSIONS)
        )

    def versions_of(self, template: str) -> tuple[str, ...]:
        """The versions of a template that projects are on, in no order; quick in any catalog."""
        rows = self._database.rows(_VERSIONS_OF, {"template": template})
        return tuple(one_line(row["version"]) for row in rows)

    def decisions(self) -> dict[Decision, int]:
        """How many authors reuse what exists, contribute to it, or built anew."""
        rows = self._database.rows(_DECISIONS)
        return {Decision(row["decision"]): row["answers"] for row in rows}

    def said_of(self, entry: Entry, *, limit: int) -> tuple[ReuseAnswer, ...]:
        """The newest answers about an entry, by its present name and all that it had."""
        project = entry.project
        full = f"{key(project.team)}/{key(project.name)}"
        rows = self._database.rows(_SAID_OF, {"full": full, "id": entry.id, "limit": limit})
        return tuple(map(answer_of_row, rows))

    def over_time(self, times: Sequence[str]) -> tuple[Moment, ...]:
        """How many stood where at each of these times; reads the history, so ask seldom."""
        steps = (
            Step(row["entry_id"], row["at"], row["action"], json.loads(row["changes"]))
            for row in self._database.rows(_STEPS)
        )
        return standings_over_time(steps, times)

    def liveliest(self, standing: Standing, *, limit: int) -> tuple[Entry, ...]:
        """Entries of a standing, the liveliest first."""
        condition, parameters = condition_of(Filters(visibility=standing.value))
        rows = self._database.rows(
            f"select * from entry where {condition} order by score desc, name_key limit :limit",  # noqa: S608
            {**parameters, "limit": limit},
        )
        return tuple(map(entry_of, rows))
