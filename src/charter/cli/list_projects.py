"""`charter list`: all projects of the catalog, in a table."""

from __future__ import annotations

import sys

import click

from charter.catalog.entry import Entry, Filters, as_json, freshness
from charter.catalog.freshness import State
from charter.catalog.query import Query, Sort
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.listing import (
    answer_as_json,
    by_sort,
    catalog_in_use,
    columns,
    counts_in_words,
    filtered,
    filters_in_words,
    say,
    table,
    total_in_words,
)
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter list
  charter list --team payments
  charter list --visibility candidate --json
  charter list --language Python --sort activity --limit 10
"""
_ALL = 100_000_000
_HEAD = ["NAME", "TEAM", "VISIBILITY", "DESCRIPTION"]


@click.command(epilog=_EXAMPLES)
@filtered
@by_sort
@click.option(
    "--limit", default=0, type=click.IntRange(min=0), help="At most so many; 0 means all."
)
@click.option("--after", default="", metavar="PLACE", help="The next page, as --json told it.")
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(sort: str, limit: int, after: str, *, as_document: bool, **filters: str) -> int:
    """All projects of the catalog, by team and name. Exit code 1 when there is none."""
    chosen = Filters(**filters)
    query = Query((), chosen, Sort(sort), limit or _ALL, after=after)
    with catalog_in_use() as catalog:
        found = catalog.answer(query)
    entries = [hit.entry for hit in found.hits]
    if as_document:
        print_json(answer_as_json(found, entries=[as_json(entry) for entry in entries]))
    elif entries:
        rows = [_HEAD, *map(_row, entries)]
        head, *lines = table(rows, widest=columns() if sys.stdout.isatty() else None)
        say(click.style(head, bold=True))
        say("\n".join(lines))
        if found.next:
            click.echo(f"\n{len(entries)} of {total_in_words(found)}.", err=True)
            if counts := counts_in_words(found):
                click.secho(counts, dim=True, err=True)
    else:
        also = filters_in_words(chosen)
        click.echo(
            f"Nothing in the catalog with {also}." if also else "The catalog is empty.", err=True
        )
        click.echo("  Begin one: charter new    Register one: charter register PATH", err=True)
    return DONE if entries else ANSWER_IS_NO


def _row(entry: Entry) -> list[str]:
    project = entry.project
    standing = f"{entry.standing.value}, archived" if entry.archived else entry.standing.value
    shown = (project.name, project.team, standing, _noted(entry))
    return [one_line(cell) for cell in shown]


def _noted(entry: Entry) -> str:
    """The description, after what is to be known first of one that is not fresh."""
    fresh = freshness(entry)
    if fresh.state is State.FRESH:
        return entry.project.description
    left = f", {fresh.next} in {fresh.days_left} days" if fresh.next else ""
    return f"({fresh.state}{left}) {entry.project.description}"
