"""What template check and test show to people: the summary first, then each kind with its cure."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

import click

from charter.authoring.check import Report
from charter.authoring.findings import BY_ID, Finding, are_fine
from charter.authoring.report import counted
from charter.authoring.snapshots import FOLDER, Comparison
from charter.cli.listing import columns, say
from charter.governance.check import Severity
from charter.plain_text import one_line

_MARKS = {Severity.ERROR: ("✗", "red"), Severity.WARNING: ("!", "yellow"), Severity.NOTE: ("·", "")}
_MOST = 12  # places of one rule: the rest is said as a number
_DIFF = 60  # lines of one file


def tell_check(report: Report, *, strict: bool) -> None:
    """How the template stands, what was looked at, then each rule that it breaks."""
    fine = are_fine(report.findings, strict=strict)
    mark, colour = ("✓", "green") if fine else ("✗", "red")
    counts = [f"{count} {name}" for name, count in counted(report).items() if count]
    said = ", ".join(_singular(each) for each in counts) or "nothing found"
    say(f"{click.style(mark, fg=colour, bold=True)} {click.style('template', bold=True)}  {said}")
    for line in _looked_at(report):
        say(click.style(_wrapped(line, "  "), dim=True))
    for topic, findings in groupby(
        sorted(report.findings, key=lambda it: _TOPICS.index(BY_ID[it.rule].topic)),
        key=lambda it: BY_ID[it.rule].topic,
    ):
        say()
        say(click.style(topic, bold=True))
        for key, places in groupby(findings, key=lambda it: (it.rule, it.weight)):
            _tell_rule(*key, list(places))


_TOPICS = list(dict.fromkeys(rule.topic for rule in BY_ID.values()))


def _singular(text: str) -> str:
    return text.removesuffix("s") if text.startswith("1 ") else text


def _looked_at(report: Report) -> Iterable[str]:
    sides = Counter(str(case.side) for case in report.cover.cases)
    if sides:
        each = ", ".join(f"{count} {side}" for side, count in sides.items())
        left = f"; {report.cover.left} pairs left out" if report.cover.left else ""
        yield f"{len(report.cover.cases)} combinations of answers rendered: {each}{left}"
    ran = [f"{it.name} ({it.looked_at})" for it in report.ran if not it.absent]
    absent = [f"{it.name} ({it.absent})" for it in report.ran if it.absent]
    if report.ran:
        yield "judged by charter check, " + ", ".join(ran)
    if absent:
        yield "not run: " + one_line(", ".join(absent))
    if report.versions:
        said = f"{report.updates} updates with typical edits from {', '.join(report.versions[:6])}"
        yield said + (" …" if len(report.versions) > 6 else "")  # noqa: PLR2004
    elif report.cover.cases:
        yield "no updates simulated: there is no older version (a tag such as v1.0.0)"


def _tell_rule(rule_id: str, weight: Severity, places: list[Finding]) -> None:
    rule = BY_ID[rule_id]
    mark, colour = _MARKS[weight]
    say(f"  {click.style(mark, fg=colour or None, bold=True)} {rule.title}  [{rule_id}]")
    for it in places[:_MOST]:
        place = f"{it.path}:{it.line}" if it.path and it.line else it.path
        line = ": ".join(filter(None, (one_line(place), one_line(it.message))))
        say(_wrapped(f"{line}{_with_case(it)}", "      "))
    if len(places) > _MOST:
        say(f"      … and {len(places) - _MOST} more")
    say(click.style(_wrapped(f"→ {rule.cure}", "    "), dim=True))


def _with_case(finding: Finding) -> str:
    if not finding.cases:
        return ""
    more = f" and {len(finding.cases) - 1} more" if len(finding.cases) > 1 else ""
    return f"  ({finding.cases[0]}{more})"


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(
        text,
        columns(),
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def tell_test(found: Comparison, *, updated: bool) -> None:
    """How the renderings stand to their snapshots, each difference as a diff."""
    if updated:
        count = len(found.changed) + len(found.new)
        say(
            f"{FOLDER}: {count} written anew, {len(found.obsolete)} deleted, {len(found.same)} kept"
        )
        return
    if found.is_same:
        say(f"{click.style('✓', fg='green', bold=True)} {len(found.same)} snapshots are the same")
        return
    counts = (
        (len(found.changed), "changed"),
        (len(found.new), "new"),
        (len(found.obsolete), "obsolete"),
        (len(found.same), "the same"),
    )
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    say(f"{click.style('✗', fg='red', bold=True)} snapshots: {said}")
    for name in found.new:
        say(f"  new: {name}")
    for name in found.obsolete:
        say(f"  obsolete: {name}")
    shown: set[str] = set()
    for name, diffs in found.changed.items():
        say()
        say(click.style(name, bold=True))
        for path, diff in diffs.items():
            lines = [one_line(line) for line in diff.splitlines()]
            if diff in shown:
                say(f"  {one_line(path)}: as above")
                continue
            shown.add(diff)
            for line in lines[:_DIFF]:
                say(f"  {_coloured(line)}")
            if len(lines) > _DIFF:
                say(f"  … and {len(lines) - _DIFF} more lines")
    say()
    say(click.style("As wanted? charter template test --update, and commit it.", dim=True))


def _coloured(line: str) -> str:
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=colour) if colour else line
