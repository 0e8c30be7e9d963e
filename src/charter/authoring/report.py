"""What a check of a template tells programs: JSON and SARIF-like places, the same keys always."""

from __future__ import annotations

from collections import Counter
from typing import Any

from charter.authoring.check import Report
from charter.authoring.findings import BY_ID, are_fine
from charter.governance.check import Severity


def as_json(report: Report, *, strict: bool) -> dict[str, Any]:
    return {
        "ok": are_fine(report.findings, strict=strict),
        **counted(report),
        "cases": [
            {"name": it.name, "visibility": str(it.side), "answers": dict(it.picks)}
            for it in report.cover.cases
        ],
        "combinations_left_out": report.cover.left,
        "judges": [
            {"name": it.name, "looked_at": it.looked_at, "absent": it.absent} for it in report.ran
        ],
        "versions": list(report.versions),
        "updates": report.updates,
        "findings": [
            {
                "rule": it.rule,
                "severity": it.weight.value,
                "message": it.message,
                "path": it.path,
                "line": it.line,
                "cases": list(it.cases),
                "cure": BY_ID[it.rule].cure,
            }
            for it in report.findings
        ],
        "conflicts": [
            {
                "version": it.version,
                "edit": it.edit,
                "path": it.step.path,
                "kind": str(it.step.conflict),
                "why": list(it.why),
                "cases": list(it.cases),
            }
            for it in report.clashes
        ],
    }


def counted(report: Report) -> dict[str, int]:
    """How many findings of each severity."""
    found = Counter(it.weight for it in report.findings)
    return {f"{severity.value}s": found[severity] for severity in Severity}
