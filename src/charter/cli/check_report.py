"""What charter check shows to people: the summary first, then each finding with its cure."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import click

from charter.cli.listing import columns, say, table
from charter.governance.check import Severity
from charter.governance.many import Row
from charter.governance.report import spoken, summary
from charter.governance.table import BY_ID, TOPICS
from charter.governance.verdict import Finding
from charter.plain_text import one_line

_MARKS = {Severity.ERROR: ("✗", "red"), Severity.WARNING: ("!", "yellow"), Severity.NOTE: ("·", "")}
_MOST = 8  # places of one check: the rest is said as a number
_COMMON = 5
_HEAD = ["", "PROJECT", "VISIBILITY", "TEMPLATE", "CHECKS", "WHAT IS WRONG"]


def tell_one(row: Row, *, strict: bool) -> None:
    """One project: how it stands, then each check that fails, by topic."""
    verdict = row.verdict
    fine = verdict.is_fine(strict=strict)
    mark = (
        click.style("✓", fg="green", bold=True) if fine else click.style("✗", fg="red", bold=True)
    )
    visibility = one_line(row.visibility or "not under a charter")
    say(f"{mark} {click.style(one_line(row.name), bold=True)}  {visibility}")
    for parts in (_counted(row), _origin(row)):
        say("  " + click.style(" · ".join(parts), dim=True))
    for topic, findings in groupby(verdict.findings, key=lambda it: BY_ID[it.check].topic):
        say()
        say(click.style(TOPICS[topic], bold=True))
        for check, places in groupby(findings, key=lambda it: (it.check, it.waiver)):
            _tell_check(check[0], list(places))
    if row.is_governed and verdict.findings:
        say()
        say(click.style("Why is a file as it is? charter explain FILE", dim=True))


def _counted(row: Row) -> list[str]:
    verdict = row.verdict
    counts = [(verdict.count(each), f"{each.value}s") for each in Severity]
    parts = [f"{verdict.passed} of {verdict.held} checks pass"] if row.is_governed else []
    parts += [spoken(number, name) for number, name in counts if number]
    return parts + ([f"{verdict.waived} waived"] if verdict.waived else [])


def _origin(row: Row) -> list[str]:
    newer = "" if row.version == row.newest else f", {one_line(row.newest)} is out"
    template = [f"template {one_line(row.version)}{newer}"] if row.is_governed else []
    return [*template, f"commit {row.head[:7]}"]


def _tell_check(check_id: str, findings: list[Finding]) -> None:
    check, first = BY_ID[check_id], findings[0]
    mark, colour = _MARKS[first.severity]
    if first.waiver:
        mark, colour = "~", "cyan"
    lit = click.style(mark, fg=colour or None, bold=True, dim=not colour)
    say(f"  {lit} {click.style(check.id, fg=colour or None)}  {check.title}")
    for finding in findings[:_MOST]:
        say(_place(finding))
    if len(findings) > _MOST:
        say(click.style(f"      and {len(findings) - _MOST} more: see --json", dim=True))
    if waiver := first.waiver:
        why = one_line(f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}")
        say(click.style(_indented(why), fg="cyan"))
    else:
        say(click.style(_indented(f"→ {check.cure}"), dim=True))


def _place(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line else ""
    where = one_line(f"{finding.path}{line}")
    return _indented(
        f"{where}  {one_line(finding.message)}" if where else one_line(finding.message)
    )


def _indented(text: str) -> str:
    return textwrap.fill(
        text,
        columns(),
        initial_indent="      ",
        subsequent_indent="        ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def tell_many(rows: Sequence[Row], *, strict: bool) -> None:
    """All projects: the counts, then a line each, those that need somebody first."""
    counts = summary(rows, strict=strict)
    projects = spoken(counts["projects"], "projects")
    parts = [
        click.style(f"{counts['fine']} fine", fg="green"),
        click.style(f"{counts['failing']} failing", fg="red") if counts["failing"] else "",
        click.style(f"{counts['unreadable']} not checked", fg="red")
        if counts["unreadable"]
        else "",
    ]
    say(f"{click.style(projects, bold=True)}: {' · '.join(filter(None, parts))}")
    named = ("errors", "warnings", "notes", "waived")
    said = [spoken(counts[name], name) for name in named if counts[name]]
    said += [f"{counts['ungoverned']} not under a charter"] if counts["ungoverned"] else []
    if said:
        say(click.style("  " + " · ".join(said), dim=True))
    _tell_frequent(rows)
    say()
    ordered = sorted(rows, key=lambda row: _rank(row, strict=strict))
    cells = [_HEAD, *(_cells(row, strict=strict) for row in ordered)]
    head, *lines = table(cells, widest=columns() if sys.stdout.isatty() else None)
    say(click.style(head, bold=True))
    colours = {"✗": "red", "?": "red", "!": "yellow", "✓": "green"}
    for line in lines:
        say(click.style(line[0], fg=colours[line[0]], bold=True) + line[1:])


def _tell_frequent(rows: Sequence[Row]) -> None:
    """What most projects have in common: mended once in the template, it is mended everywhere."""
    wrong = Counter(check for row in rows for check in _wrong(row))
    for check, number in wrong.most_common(_COMMON):
        say(click.style(f"  {number:>6}  {check}  {BY_ID[check].title}", dim=True))


def _rank(row: Row, *, strict: bool) -> int:
    return ("?", "✗", "!", "✓").index(_mark(row, strict=strict))


def _mark(row: Row, *, strict: bool) -> str:
    if row.error:
        return "?"
    if not row.verdict.is_fine(strict=strict):
        return "✗"
    return "!" if row.verdict.count(Severity.WARNING) else "✓"


def _cells(row: Row, *, strict: bool) -> list[str]:
    name = "/".join(filter(None, (row.place, row.folder)))
    checks = f"{row.verdict.passed}/{row.verdict.held}" if row.is_governed else "-"
    wrong = row.error or ", ".join(_wrong(row))
    if not (row.error or row.is_governed):
        wrong = "not under a charter"
    if row.verdict.waived:
        wrong = f"{wrong}{', ' if wrong else ''}{row.verdict.waived} waived"
    cells = (
        _mark(row, strict=strict),
        name,
        row.visibility or "-",
        row.version or "-",
        checks,
        wrong,
    )
    return [one_line(cell) for cell in cells]


def _wrong(row: Row) -> list[str]:
    """The checks that somebody should look at, errors first, each once."""
    counting = [it for it in row.verdict.findings if it.counts]
    counting.sort(key=lambda it: it.severity is not Severity.ERROR)
    return list(dict.fromkeys(it.check for it in counting))
