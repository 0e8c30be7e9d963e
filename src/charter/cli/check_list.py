"""What charter check --list shows: all checks, each with its level, its sides and its source."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import Any

import click

from charter.cli.check_report import indented
from charter.cli.listing import say
from charter.governance.check import BOTH, Check
from charter.governance.table import CHECKS, TOPICS


def tell_checks() -> None:
    """By topic, as in a report."""
    for topic, checks in groupby(CHECKS, key=lambda check: check.topic):
        say(click.style(TOPICS[topic], bold=True))
        for check in checks:
            say(f"  {check.id:<7} {check.title}")
            told = f"{check.severity.value} · {_sides(check)} · {check.source.name}"
            say(click.style(indented(told, margin=10), dim=True))
        say()
    say(click.style("With --json each has its cure and the address of its source, too.", dim=True))


def _sides(check: Check) -> str:
    return "both sides" if check.sides == BOTH else ", ".join(check.sides)


def checks_as_json() -> dict[str, Any]:
    return {
        "checks": [
            {
                "id": check.id,
                "title": check.title,
                "severity": check.severity.value,
                "sides": [side.value for side in check.sides],
                "cure": check.cure,
                "source": asdict(check.source),
            }
            for check in CHECKS
        ]
    }
