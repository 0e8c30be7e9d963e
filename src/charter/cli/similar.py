"""`charter similar`: what the catalog holds already that is near to a project."""

from __future__ import annotations

from pathlib import Path

import click

from charter.catalog.entry import LookAlike, as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.complete import projects
from charter.cli.listing import body, catalog_in_use, heading, say
from charter.errors import CatalogError, UsageError
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter similar                          to the project you are in
  charter similar bill-maker --description "Makes a PDF of each bill"
  charter similar makes a PDF of each bill
  charter similar payments/ledger          to an entry of the catalog
  charter similar bill-maker --json | jq -r '.look_alikes[].entry.url'
"""


@click.command(epilog=_EXAMPLES)
@click.argument("words", nargs=-1, metavar="[NAME | TEAM/NAME | WORDS...]", shell_complete=projects)
@click.option("--description", default="", metavar="TEXT", help="What it does, in a sentence.")
@click.option(
    "--limit", default=5, show_default=True, type=click.IntRange(1, 20), help="At most so many."
)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(words: tuple[str, ...], description: str, limit: int, *, as_document: bool) -> int:
    """What the catalog holds that is near to a project, by its name and description: the project
    of the current folder unless one is named. Each with who may see it, its team, its address and
    the words that both have.

    How near they are is for a person to judge. Exit code 1 when there is nothing.
    """
    with catalog_in_use() as catalog:
        name, team, said = _meant(words)
        if words and team:
            entry = next(iter(catalog.find(name, team)), None)
            if entry is None:
                raise UsageError(
                    f"the catalog has no project '{one_line(f'{team}/{name}')}'.",
                    hint="For one that is not in it: charter similar NAME --description TEXT",
                )
            project = entry.project
            name, team, said = project.name, project.team, project.description
        found = catalog.look_alikes(name, description or said, limit=limit + bool(team))
    own = (team.casefold(), name.casefold())
    alike = [one for one in found if not team or _full(one) != own][:limit]
    if as_document:
        shown = [{"entry": as_json(one.entry), "shared": list(one.shared)} for one in alike]
        print_json({"name": name, "description": description or said, "look_alikes": shown})
    else:
        _show(alike)
    return DONE if alike else ANSWER_IS_NO


def _meant(words: tuple[str, ...]) -> tuple[str, str, str]:
    """Name, team and description; with a team it is an entry, or the project of this folder."""
    if not words:
        return _here()
    if len(words) > 1:
        return "", "", " ".join(words)
    team, _, name = words[0].rpartition("/")
    return name, team, ""


def _here() -> tuple[str, str, str]:
    from charter.catalog.register import entry_of, read_repository  # noqa: PLC0415 - it reads YAML

    try:
        project = entry_of(read_repository(Path())).project
    except CatalogError as unfit:
        raise UsageError(
            f"this folder does not say what its project is: {unfit.message}",
            hint="Say it: charter similar NAME --description TEXT",
        ) from unfit
    return project.name, project.team, project.description


def _full(one: LookAlike) -> tuple[str, str]:
    project = one.entry.project
    return project.team.casefold(), project.name.casefold()


def _show(alike: list[LookAlike]) -> None:
    for number, one in enumerate(alike):
        shared = ", ".join(map(one_line, one.shared))
        lines = [heading(one.entry), *body(one.entry)]
        if shared:
            lines.append(f"  {click.style('shares', dim=True)} {shared}")
        say("\n".join(["", *lines] if number else lines))
    if not alike:
        click.echo("Nothing in the catalog is near to it.", err=True)
