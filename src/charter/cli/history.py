"""`charter history`: who changed an entry, when, and what."""

from __future__ import annotations

from typing import Any

import click

from charter.catalog.history import Change, as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.complete import projects
from charter.cli.listing import catalog_in_use, columns, say
from charter.cli.named import find_named
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter history invoice-renderer
  charter history payments/invoice-renderer --limit 5
  charter history invoice-renderer --json | jq -r '.history[].actor'
"""
_NOBODY = "somebody"


@click.command(epilog=_EXAMPLES)
@click.argument("name", metavar="[TEAM/]NAME", shell_complete=projects)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many."
)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(name: str, limit: int, *, as_document: bool) -> int:
    """Every change of an entry, the newest first: who, when, what it was and what it is.

    Nothing in it can be changed or taken out. Exit code 1 when there is none of that name, or
    several.
    """
    with catalog_in_use() as catalog:
        entry = find_named(catalog, name, "history")
        if entry is None:
            return ANSWER_IS_NO
        found = catalog.history(entry, limit=limit)
    if as_document:
        print_json({"history": [as_json(change) for change in found]})
        return DONE
    for change in found:
        say("\n".join(_lines(change)))
    if not found:
        click.echo(
            "It was there before the catalog kept a history; nothing changed since.", err=True
        )
    return DONE


def _lines(change: Change) -> list[str]:
    when = change.at[:16].replace("T", " ")
    who = change.actor or _NOBODY
    full = f"{change.team}/{change.name}"
    first = f"{click.style(when, dim=True)}  {click.style(change.action, bold=True)}  {who}"
    told = change.changes.items() if change.action != "registered" else ()
    return [f"{first}  {click.style(full, dim=True)}", *(_changed(*each) for each in told)]


def _changed(field: str, values: tuple[Any, Any]) -> str:
    before, after = (_short(value) for value in values)
    return f"  {field.replace('_', ' ')}: {before} → {after}"


def _short(value: Any) -> str:
    """A value in a few words; lists by what tells their parts apart."""
    if isinstance(value, list):
        parts = [it.get("handle") or it.get("url") if isinstance(it, dict) else it for it in value]
        value = ", ".join(map(str, parts))
    text = one_line(str(value or "")) or "nothing"
    most = (columns() - 20) // 2
    return text if len(text) <= most else f"{text[: most - 1]}…"
