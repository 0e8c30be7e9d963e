"""How one project stands by its checks, in figures and cures: what the catalog tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from charter.governance.check import Severity
from charter.governance.many import Bench, Row
from charter.governance.table import BY_ID

_DRIFT = "DR"


@dataclass(frozen=True)
class Standing:
    """`drifted` files differ from the template; `unmet`: id, title and cure of each check."""

    held: int
    passed: int
    drifted: int
    unmet: tuple[tuple[str, str, str], ...]


def read_health(bench: Bench, place: Path) -> Standing | None:
    """Judge the project at `place`, as it is committed; None where it cannot be judged."""
    rows = [row for row in bench.check(place) if not row.error and row.is_governed]
    return _standing(rows[0]) if len(rows) == 1 else None


def _standing(row: Row) -> Standing:
    counting = [it for it in row.verdict.findings if it.severity is not Severity.NOTE]
    unmet = dict.fromkeys(it.check for it in counting if it.waiver is None)
    drifted = {it.path for it in row.verdict.findings if BY_ID[it.check].topic == _DRIFT}
    return Standing(
        held=row.verdict.held,
        passed=row.verdict.passed,
        drifted=len(drifted),
        unmet=tuple((it, BY_ID[it].title, BY_ID[it].cure) for it in unmet),
    )
