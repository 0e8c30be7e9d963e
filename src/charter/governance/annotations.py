"""What became of the checks, as marks that GitHub, Gitea and Forgejo Actions put beside the lines.

Reference: GitHub's documentation, "Workflow commands".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.governance.check import Severity
from charter.governance.many import Row
from charter.governance.table import BY_ID
from charter.governance.verdict import Finding
from charter.plain_text import one_line

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_annotations(rows: Sequence[Row]) -> Iterator[str]:
    """A line for each finding, waived ones as notices, and for each project not checked."""
    for row in rows:
        if row.error:
            yield f"::error title=charter::{_text(row.error)}"
        for finding in row.verdict.findings:
            yield _line(finding, row.folder)


def _line(finding: Finding, folder: str) -> str:
    check = BY_ID[finding.check]
    named = {"title": f"{check.id} {check.title}"}
    if finding.path:
        named |= {"file": "/".join(filter(None, (folder, finding.path)))}
        named |= {"line": str(finding.line)} if finding.line else {}
    properties = ",".join(f"{key}={_property(value)}" for key, value in named.items())
    level, then = _LEVEL[finding.severity], check.cure
    if waiver := finding.waiver:
        level, then = "notice", f"Waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"
    return f"::{level} {properties}::{_text(f'{finding.message}. {then}')}"


def _text(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
