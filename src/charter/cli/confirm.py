"""`charter confirm`: vouch for an entry, by hand."""

from __future__ import annotations

import click

from charter.catalog.entry import as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.complete import projects
from charter.cli.listing import catalog_in_use
from charter.cli.named import find_named
from charter.plain_text import one_line
from charter.wiring import who_acts

_EXAMPLES = """\b
Examples:
  charter confirm invoice-renderer
  charter confirm payments/invoice-renderer     of several teams' one
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", metavar="[TEAM/]NAME", shell_complete=projects)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(name: str, *, as_document: bool) -> int:
    """Say that an entry of the catalog is still true: it is fresh again, and in no archive.

    CI does so whenever it registers; this is for what has no CI. Entries that nobody confirms are
    unconfirmed after 90 days, stale after 180, archived after 365; they are never deleted.
    Exit code 1 when there is none of that name, or several.
    """
    with catalog_in_use() as catalog:
        entry = find_named(catalog, name, "confirm")
        if entry is None:
            return ANSWER_IS_NO
        changed = catalog.acting(who_acts()).confirm(entry)
        (after,) = catalog.find(entry.project.name, entry.project.team)
    if as_document:
        print_json({"changed": changed, "entry": as_json(after)})
        return DONE
    full = one_line(entry.project.full_name)
    said = f"{full} is confirmed" if changed else f"{full} was confirmed within a day already"
    back = ", and out of the archive" if entry.archived else ""
    click.echo(f"charter: {said}{back}.")
    return DONE
