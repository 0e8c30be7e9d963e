"""`charter list`: all projects of the catalog, in a table."""

from __future__ import annotations

import sys

import click

from charter.catalog.entry import Entry, Filters, as_json, freshness
from charter.catalog.freshness import State
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.listing import catalog_in_use, columns, filtered, filters_in_words, say, table
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter list
  charter list --team payments
  charter list --visibility candidate --json
"""
_HEAD = ["NAME", "TEAM", "VISIBILITY", "DESCRIPTION"]


@click.command(epilog=_EXAMPLES)
@filtered
@click.option(
    "--limit", default=0, type=click.IntRange(min=0), help="At most so many; 0 means all."
)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(limit: int, *, as_document: bool, **filters: str) -> int:
    """All projects of the catalog, by team and name. Exit code 1 when there is none."""
    chosen = Filters(**filters)
    with catalog_in_use() as catalog:
        entries = catalog.list_entries(chosen, limit=limit or -1)
    if as_document:
        print_json({"entries": [as_json(entry) for entry in entries]})
    elif entries:
        rows = [_HEAD, *map(_row, entries)]
        head, *lines = table(rows, widest=columns() if sys.stdout.isatty() else None)
        say(click.style(head, bold=True))
        say("\n".join(lines))
    else:
        also = filters_in_words(chosen)
        click.echo(
            f"Nothing in the catalog with {also}." if also else "The catalog is empty.", err=True
        )
        click.echo("  Begin one: charter new    Register one: charter register PATH", err=True)
    return DONE if entries else ANSWER_IS_NO


def _row(entry: Entry) -> list[str]:
    project = entry.project
    shown = (project.name, project.team, entry.standing.value, _noted(entry))
    return [one_line(cell) for cell in shown]


def _noted(entry: Entry) -> str:
    """The description, after what is to be known first of one that is not fresh."""
    fresh = freshness(entry)
    if fresh.state is State.FRESH:
        return entry.project.description
    left = f", {fresh.next} in {fresh.days_left} days" if fresh.next else ""
    return f"({fresh.state}{left}) {entry.project.description}"
