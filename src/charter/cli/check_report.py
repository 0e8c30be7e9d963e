"""What charter check shows to people: the summary first, then each finding with its cure."""

from __future__ import annotations

import math
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import click

from charter.cli.listing import columns, say, width_of
from charter.governance.check import Severity
from charter.governance.many import Row
from charter.governance.report import spoken, summary
from charter.governance.table import BY_ID, TOPICS
from charter.governance.verdict import Finding
from charter.plain_text import one_line

_MARKS = {Severity.ERROR: ("✗", "red"), Severity.WARNING: ("!", "yellow"), Severity.NOTE: ("·", "")}
_MOST = 8  # places of one check: the rest is said as a number
_COMMON = 5
_LEAST = 16  # columns for what is wrong, beside a long name
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
        say(click.style(indented(why), fg="cyan"))
    else:
        say(click.style(indented(f"→ {check.cure}"), dim=True))


def _place(finding: Finding) -> str:
    line = f":{finding.line}" if finding.line else ""
    where = one_line(f"{finding.path}{line}")
    return indented(f"{where}  {one_line(finding.message)}" if where else one_line(finding.message))


def indented(text: str, *, margin: int = 6) -> str:
    """The text on lines of its own, none wider than people like to read."""
    return textwrap.fill(
        text,
        columns(),
        initial_indent=" " * margin,
        subsequent_indent=" " * (margin + 2),
        break_on_hyphens=False,
        break_long_words=False,
    )


def tell_many(rows: Sequence[Row], above: Path | None, *, strict: bool) -> None:
    """All projects: the counts, then a line each, those that need somebody first.

    Their paths are told from `above`, where that is what was asked for.
    """
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
    cells = [_HEAD, *(_cells(row, above, strict=strict) for row in ordered)]
    shape = _shape(cells)
    say(click.style(_line(cells[0], shape), bold=True))
    colours = {"✗": "red", "?": "red", "!": "yellow", "✓": "green"}
    for row, each in zip(ordered, cells[1:], strict=True):
        line = _line(each, shape)
        say(click.style(line[0], fg=colours[line[0]], bold=True) + line[1:])
        if row.hint:
            say(click.style(indented(f"→ {one_line(row.hint)}", margin=3), dim=True))


@dataclass(frozen=True)
class _Shape:
    """How wide the columns are; what does not fit into its own has a line of its own."""

    name: int
    between: tuple[int, ...]
    wrong: float


def _shape(cells: Sequence[Sequence[str]]) -> _Shape:
    _, names, *between, wrongs = zip(*cells, strict=True)
    widths = tuple(max(map(width_of, column)) for column in between)
    around = len("?  ") + sum(widths) + 2 * len(widths)
    if not sys.stdout.isatty():
        return _Shape(max(map(width_of, names)), widths, math.inf)
    least = min(_LEAST, max(map(width_of, wrongs)))
    room = columns() - around - 2 - least
    name = max(it for it in map(width_of, names) if it <= max(room, len(_HEAD[1])))
    return _Shape(name, widths, columns() - around - name - 2)


def _line(cells: Sequence[str], shape: _Shape) -> str:
    mark, name, *between, wrong = cells
    first = _padded(name, shape.name)
    if width_of(name) > shape.name:
        first = f"{name}\n   {' ' * shape.name}"
    rest = "  ".join(map(_padded, between, shape.between))
    line = f"{mark or ' '}  {first}  {rest}"
    if width_of(wrong) > shape.wrong:
        return f"{line.rstrip()}\n{indented(wrong, margin=3)}"
    return f"{line}  {wrong}".rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


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


def _cells(row: Row, above: Path | None, *, strict: bool) -> list[str]:
    place = Path(row.place)
    if above and place.is_relative_to(above):
        place = place.relative_to(above)
    name = str(place / row.folder)
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
