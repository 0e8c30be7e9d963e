"""Facts → what is wrong, what is waived, and whether that is a yes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from charter.governance.check import Check, Found, Severity
from charter.governance.checks.drift import UNGOVERNED
from charter.governance.checks.waiving import TOPIC as WAIVING
from charter.governance.facts import RepoFacts
from charter.governance.table import BY_ID, CHECKS
from charter.governance.waivers import Waiver

MOST = 200  # findings of one check: beyond that more of them tell nothing


class Finding(NamedTuple):
    """A check that fails somewhere; `waiver` excuses it."""

    check: str
    severity: Severity
    message: str
    path: str = ""
    line: int = 0
    waiver: Waiver | None = None

    @property
    def counts(self) -> bool:
        """Whether somebody should do something about it."""
        return self.waiver is None and self.severity is not Severity.NOTE


@dataclass(frozen=True)
class Verdict:
    """What became of one repository's checks; `held` is how many of them hold for its side."""

    findings: tuple[Finding, ...] = ()
    held: int = 0

    @property
    def passed(self) -> int:
        """How many checks need nobody: a waived one does not pass."""
        unmet = {it.check for it in self.findings if it.severity is not Severity.NOTE}
        return self.held - len(unmet)

    @property
    def severities(self) -> list[Severity]:
        """Those of the findings that nobody has waived."""
        return [it.severity for it in self.findings if it.waiver is None]

    def count(self, severity: Severity) -> int:
        """How many findings of that severity nobody has waived."""
        return self.severities.count(severity)

    @property
    def waived(self) -> int:
        return sum(it.waiver is not None for it in self.findings)

    def is_fine(self, *, strict: bool = False) -> bool:
        """Whether the answer is yes; a warning is a no only if `strict`."""
        failing = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return not any(it.severity in failing and it.waiver is None for it in self.findings)


def judge(
    repo: RepoFacts, *, allowed: Collection[str] = (), checks: Sequence[Check] = CHECKS
) -> Verdict:
    """Hold the repository to the checks of its side; findings of `allowed` ones become notes.

    What is not under a charter has promised nothing: that is its one finding.
    """
    if repo.ungoverned:
        checks = [BY_ID[UNGOVERNED]]
    holding = [check for check in checks if repo.visibility in check.sides]
    findings = [
        _finding(check, found, repo, allowed)
        for check in holding
        for found in islice(check.finds(repo), MOST)
    ]
    return Verdict(tuple(findings), len(holding))


def _finding(check: Check, found: Found, repo: RepoFacts, allowed: Collection[str]) -> Finding:
    waiver = None
    if (
        repo.waivers.valid and check.topic != WAIVING
    ):  # an exception from having exceptions in order makes no sense
        covering = (it for it in repo.waivers.valid if it.covers(check.id, found.path, repo.today))
        waiver = next(covering, None)
    severity = Severity.NOTE if check.id in allowed else check.severity
    return _told(check.id, severity, found.message, found.path, found.line, waiver)


# one for all repositories with the same: less to tell from process to process, and to keep
_told = lru_cache(maxsize=1024)(Finding)
