"""What became of the checks, as one JSON document: the same keys for one project and many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from operator import add
from typing import Any

from charter.governance.check import Severity
from charter.governance.many import Row
from charter.governance.table import BY_ID
from charter.governance.verdict import Finding
from charter.plain_text import one_line


def summary(rows: Sequence[Row], *, strict: bool = False) -> dict[str, int]:
    """How many projects there are of each kind, and how many findings."""
    read = [row for row in rows if not row.error]
    found = [row.verdict.severities for row in read]
    errors, warnings, notes = ([it.count(each) for it in found] for each in Severity)
    wrong = map(add, errors, warnings) if strict else errors
    failing = sum(map(bool, wrong))
    return {
        "projects": len(rows),
        "fine": len(read) - failing,
        "failing": failing,
        "unreadable": len(rows) - len(read),
        "ungoverned": sum(not row.is_governed for row in read),
        "errors": sum(errors),
        "warnings": sum(warnings),
        "notes": sum(notes),
        "waived": sum(len(row.verdict.findings) for row in read) - sum(map(len, found)),
    }


def spoken(number: int, name: str) -> str:
    """`1 error`, `2 errors`, `3 fine`: as people say what `summary` counts."""
    return f"{number} {name.removesuffix('s') if number == 1 else name}"


def as_json(rows: Sequence[Row], *, strict: bool = False) -> dict[str, Any]:
    return {
        "summary": summary(rows, strict=strict),
        "projects": [_project(row, strict=strict) for row in rows],
    }


def _project(row: Row, *, strict: bool) -> dict[str, Any]:
    return {
        "path": row.place,
        "folder": row.folder,
        "name": one_line(row.name),
        "visibility": row.visibility,
        "version": row.version,
        "newest": row.newest,
        "commit": row.head,
        "fine": not row.error and row.verdict.is_fine(strict=strict),
        "error": one_line(row.error),
        "hint": one_line(row.hint),
        "checks": {"held": row.verdict.held, "passed": row.verdict.passed},
        "findings": _findings(row.verdict.findings),
    }


@lru_cache(maxsize=256)
def _findings(found: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """One list for all repositories that lack the same: nobody may change it."""
    return [_finding(each) for each in found]


@lru_cache(maxsize=4096)
def _finding(finding: Finding) -> dict[str, Any]:
    """One for all repositories that it is told of: nobody may change it."""
    check = BY_ID[finding.check]
    waiver = finding.waiver
    return {
        "check": finding.check,
        "title": check.title,
        "severity": finding.severity.value,
        "path": one_line(finding.path),
        "line": finding.line,
        "message": one_line(finding.message),
        "cure": check.cure,
        "source": asdict(check.source),
        "waiver": {
            "reason": one_line(waiver.reason),
            "owner": one_line(waiver.owner),
            "expires": waiver.expires.isoformat(),
        }
        if waiver
        else None,
    }
