"""The continuum over time, from what the history tells."""

from __future__ import annotations

from charter.catalog.continuum import Step, standings_over_time
from charter.catalog.entry import Standing

INSIDE, OUTSIDE = [None, "innersource"], ["innersource", "opensource"]


def step(entry, at, action="changed", **changes):
    return Step(entry, at, action, changes)


def test_each_moment_counts_what_stood_where_then():
    steps = [
        step(1, "2026-01-01", "registered", visibility=INSIDE),
        step(2, "2026-01-02", "registered", visibility=INSIDE, siloed=[None, "no charter"]),
        step(1, "2026-02-01", visibility=OUTSIDE),
        step(2, "2026-02-02", siloed=["no charter", ""]),
        step(1, "2026-03-01", publication_date=["", "2026-03-01"]),
        step(2, "2026-04-01", "forgotten"),
    ]
    moments = standings_over_time(
        steps, ["2025-12-01", "2026-01-15", "2026-02-15", "2026-03-15", "2026-04-15"]
    )
    assert [{it: n for it, n in moment.counts.items() if n} for moment in moments] == [
        {},
        {Standing.INTERNAL: 1, Standing.SILOED: 1},
        {Standing.CANDIDATE: 1, Standing.INTERNAL: 1},
        {Standing.PUBLIC: 1, Standing.INTERNAL: 1},
        {Standing.PUBLIC: 1},
    ]


def test_an_entry_that_is_forgotten_twice_is_gone_once():
    steps = [
        step(1, "1", "registered", visibility=INSIDE),
        step(1, "2", "forgotten"),
        step(1, "3", "merged"),
    ]
    (moment,) = standings_over_time(steps, ["9"])
    assert not any(moment.counts.values())
