"""`charter show`: one project, with the exact addresses to use it, report a bug, contribute."""

from __future__ import annotations

from collections.abc import Sequence

import click

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Entry
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.complete import projects
from charter.cli.listing import catalog_in_use, say, standing
from charter.cli.page import document, page
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter show invoice-renderer
  charter show payments/invoice-renderer     of several teams' one
  charter show invoice-renderer --json
"""


@click.command(epilog=_EXAMPLES)
@click.argument("name", metavar="[TEAM/]NAME", shell_complete=projects)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(name: str, *, as_document: bool) -> int:
    """One project: how to use it, report a bug, contribute; who maintains it and who may see it.
    Exit code 1 when there is none of that name, or several.
    """
    team, _, project = name.rpartition("/")
    with catalog_in_use() as catalog:
        found = catalog.find(project, team)
        former = {entry.id: catalog.former_names(entry) for entry in found}
        if not found and not as_document:
            advise(catalog, name, project)
    if as_document:
        print_json({"entries": [document(entry, former[entry.id]) for entry in found]})
    elif len(found) == 1:
        say(page(found[0], former[found[0].id]))
    elif found:
        tell_several(found, project, "show", is_answer=True)
    return DONE if len(found) == 1 else ANSWER_IS_NO


def tell_several(
    found: Sequence[Entry], project: str, command_name: str, *, is_answer: bool = False
) -> None:
    """Say which teams have a project of that name, and how each one is named.

    On standard output where that is the answer: elsewhere nobody takes it for one.
    """
    several = f"{len(found)} teams have a project named '{one_line(project)}'; name one:"
    click.echo(several, err=True)
    for entry in found:
        full = one_line(entry.project.full_name)
        say(f"  charter {command_name} {full}  {standing(entry)}", err=not is_answer)


def advise(catalog: AnyCatalog, name: str, project: str) -> None:
    """Say what may have been meant where there is none of that name."""
    click.echo(f"The catalog has no project '{one_line(name)}'.", err=True)
    near = [entry.project for entry in catalog.find(project)]
    names = [f"{one.team}/{one.name}" for one in near] or list(catalog.nearest_names(project))
    for other in names[:5]:
        click.echo(f"  Is it this one? charter show {one_line(other)}", err=True)
    if not names:
        click.echo(f"  Search for it: charter search {one_line(project)}", err=True)
