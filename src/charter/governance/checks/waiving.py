"""Whether exceptions are on record as they should be."""

from __future__ import annotations

from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, Check, Found
from charter.governance.facts import RepoFacts
from charter.governance.kinds import WAIVERS
from charter.governance.sources import CHARTER


def _incomplete(repo: RepoFacts) -> Iterator[Found]:
    return (Found(problem, WAIVERS) for problem in repo.waivers.problems)


def _expired(repo: RepoFacts) -> Iterator[Found]:
    for waiver in repo.waivers.valid:
        if repo.today > waiver.expires:
            said = f"the waiver of {waiver.check} by {waiver.owner} ended on {waiver.expires}"
            yield Found(said, WAIVERS)


TOPIC = "WAI"
CHECKS = (
    Check(
        "WAI-1",
        "Each waiver has a reason, an owner and a last day",
        "Complete it in .charter.toml: check, reason, owner, expires",
        ERROR,
        BOTH,
        CHARTER,
        _incomplete,
        ("waivers",),
    ),
    Check(
        "WAI-2",
        "No waiver has ended",
        "Mend what it excused, or agree on a new last day",
        ERROR,
        BOTH,
        CHARTER,
        _expired,
        ("waivers",),
    ),
)
