"""`charter archive`: say that nobody should build on a project any more."""

from __future__ import annotations

import click

from charter.catalog.entry import as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.complete import projects
from charter.cli.listing import catalog_in_use
from charter.cli.named import find_named
from charter.errors import UsageError
from charter.plain_text import one_line
from charter.wiring import who_acts

_LONGEST = 300
_EXAMPLES = """\b
Examples:
  charter archive old-renderer --because "invoice-renderer does all of it"
  charter confirm old-renderer              takes it out of the archive
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", metavar="[TEAM/]NAME", shell_complete=projects)
@click.option("--because", required=True, metavar="TEXT", help="What whoever finds it reads.")
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(name: str, because: str, *, as_document: bool) -> int:
    """Say that nobody should build on a project of the catalog any more, and why.

    The entry stays, and is found. Registering it again leaves it in the archive: only `charter
    confirm` takes it out. Exit code 1 when there is none of that name, or several.
    """
    reason = one_line(because)[:_LONGEST]
    if not reason:
        raise UsageError("an archived project says why: --because TEXT.")
    with catalog_in_use() as catalog:
        entry = find_named(catalog, name, "archive")
        if entry is None:
            return ANSWER_IS_NO
        changed = catalog.acting(who_acts()).archive(entry, reason)
        (after,) = catalog.find(entry.project.name, entry.project.team)
    full = one_line(entry.project.full_name)
    if as_document:
        print_json({"changed": changed, "entry": as_json(after)})
    else:
        said = "is archived" if changed else "was archived for that reason already"
        click.echo(f"charter: {full} {said}. To take it out: charter confirm {full}")
    return DONE
