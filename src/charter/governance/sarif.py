"""What became of the checks, as SARIF 2.1.0: a run for each project, waived findings suppressed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from charter.governance.check import Check
from charter.governance.many import Row
from charter.governance.table import CHECKS
from charter.governance.verdict import Finding
from charter.plain_text import one_line
from charter.template.renderer import ANSWERS_FILE

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_NUMBER = {check.id: number for number, check in enumerate(CHECKS)}


def as_sarif(rows: Sequence[Row], *, version: str) -> dict[str, Any]:
    """One log; a project that could not be checked is a run that did not succeed."""
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [_run(row, version) for row in rows],
    }


def _run(row: Row, version: str) -> dict[str, Any]:
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "charter",
                "version": version,
                "informationUri": "https://github.com/repo-charter/repo-charter",
                "rules": [_rule(check) for check in CHECKS],
            }
        },
        "automationDetails": {"id": f"charter/{one_line(row.name) or 'project'}/"},
        "results": [_result(each, row.folder) for each in row.verdict.findings],
    }
    if row.error:
        failed = {"level": "error", "message": {"text": one_line(row.error)}}
        run["invocations"] = [
            {"executionSuccessful": False, "toolExecutionNotifications": [failed]}
        ]
    return run


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": check.title},
        "help": {"text": f"{check.cure}. Source: {check.source.name}"},
        "helpUri": check.source.url,
        "defaultConfiguration": {"level": check.severity.value},
        "properties": {"tags": ["governance", *check.sides]},
    }


def _result(finding: Finding, folder: str) -> dict[str, Any]:
    path = "/".join(filter(None, (folder, finding.path or ANSWERS_FILE)))
    told = f"{finding.check} {finding.path} {finding.message}"
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote(path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(finding.line, 1)},
    }
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": _NUMBER[finding.check],
        "level": finding.severity.value,
        "message": {"text": one_line(finding.message)},
        "locations": [{"physicalLocation": place}],
        # without the line: a finding that only moved is the same one
        "partialFingerprints": {"charter/v1": hashlib.sha256(told.encode()).hexdigest()[:32]},
    }
    if finding.waiver:
        why = f"{finding.waiver.reason} ({finding.waiver.owner}, until {finding.waiver.expires})"
        result["suppressions"] = [{"kind": "inSource", "justification": one_line(why)}]
    return result
