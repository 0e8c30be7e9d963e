"""Entries as CSV (RFC 4180, UTF-8), and nothing in it that a spreadsheet would carry out. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from charter.catalog.address import bug_address, contributing_address, web_address
from charter.catalog.entry import Entry, Standing
from charter.plain_text import one_line

COLUMNS = (
    *("name", "team", "title", "description", "visibility", "standing", "lifecycle", "url"),
    *("forge", "maintainers", "topics", "language", "license", "governance_level", "issues"),
    *("contributing", "docs", "chat", "wanted", "responds", "template", "version"),
    *("checks_passed", "checks_held", "score", "published", "archived", "siloed"),
    *("registered", "updated"),
)
_GUARD = "'"  # a spreadsheet takes what follows for text; readers of ours take it off again
_FORMULA = (*"=+-@\t\r\n", *"＝＋－＠")  # noqa: RUF001 - the wide ones count in East Asia


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """The header, then a line for each entry, each ending in CR LF."""
    yield _line(COLUMNS)
    for entry in entries:
        yield _line([guarded(cell) for cell in _cells(entry)])


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return _GUARD + cell if cell.lstrip(_GUARD).startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    is_guarded = cell.startswith(_GUARD) and cell.lstrip(_GUARD).startswith(_FORMULA)
    return cell[1:] if is_guarded else cell


def _cells(entry: Entry) -> list[str]:
    project, health = entry.project, entry.health
    visibility = Standing.SILOED if entry.siloed else project.visibility
    cells = (
        *(project.name, project.team, project.title, project.description, visibility.value),
        *(entry.standing.value, entry.lifecycle, web_address(project.url), project.forge),
        ", ".join(f"{one.name} @{one.handle}".strip() for one in project.maintainers),
        *(" ".join(project.topics), entry.language, project.license, project.governance_level),
        *(bug_address(entry), contributing_address(entry), entry.link("docs"), entry.chat),
        *(", ".join(entry.wanted), entry.responds, entry.template, entry.version),
        *(str(health.passed), str(health.held), str(entry.score), project.publication_date),
        *(entry.archived, entry.siloed, entry.registered, entry.updated),
    )
    return [one_line(cell) for cell in cells]


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
