"""`charter show`: one project, with the exact addresses to use it, report a bug, contribute."""

from __future__ import annotations

import textwrap

import click

from charter.catalog.address import addresses_of
from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Entry, Standing, as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.complete import projects
from charter.cli.listing import catalog_in_use, columns, heading, say, standing
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter show invoice-renderer
  charter show payments/invoice-renderer     of several teams' one
  charter show invoice-renderer --json
"""
_WHO_SEES = {
    Standing.SILOED: "siloed: under no charter, so nobody has said who may use it, or how",
    Standing.INTERNAL: "InnerSource: open inside the organisation, to nobody outside",
    Standing.CANDIDATE: "open source candidate: private until the OSPO has said yes",
    Standing.PUBLIC: "Open Source, public since {date}",
}
_NO_ADDRESS = "no address yet: push it to its forge, then run `charter register` in it"


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
        if not found and not as_document:
            _advise(catalog, name, project)
    if as_document:
        print_json({"entries": [_document(entry) for entry in found]})
    elif len(found) == 1:
        say(_page(found[0]))
    elif found:
        click.echo(
            f"{len(found)} teams have a project named '{one_line(project)}'; name one:", err=True
        )
        for entry in found:
            full = one_line(f"{entry.project.team}/{entry.project.name}")
            say(f"  charter show {full}  {standing(entry)}")
    return DONE if len(found) == 1 else ANSWER_IS_NO


def _advise(catalog: AnyCatalog, name: str, project: str) -> None:
    click.echo(f"The catalog has no project '{one_line(name)}'.", err=True)
    near = [entry.project for entry in catalog.find(project)]
    names = [f"{one.team}/{one.name}" for one in near] or list(catalog.nearest_names(project))
    for other in names[:5]:
        click.echo(f"  Is it this one? charter show {one_line(other)}", err=True)
    if not names:
        click.echo(f"  Search for it: charter search {one_line(project)}", err=True)


def _document(entry: Entry) -> dict[str, object]:
    return {**as_json(entry), "addresses": addresses_of(entry)}


def _page(entry: Entry) -> str:
    project, addresses = entry.project, addresses_of(entry)
    rows = [
        ("Visibility", _WHO_SEES[entry.standing].format(date=project.publication_date)),
        ("Because", entry.siloed),
        ("Use it", _use(entry, addresses["clone"])),
        ("Report a bug", addresses["issues"]),
        ("Contribute", _contribute(entry, addresses["contributing"])),
        ("Ask", addresses["chat"] or entry.chat),
        ("Read", addresses["docs"]),
        ("Team", project.team),
        ("Maintainers", ", ".join(f"{one.name} @{one.handle}" for one in project.maintainers)),
        ("Guests may", project.governance_level.replace("-", " ")),
        ("Licence", project.license),
        ("Topics", ", ".join(project.topics)),
        ("Template", " ".join(filter(None, (entry.template, entry.version)))),
        ("Registered", _times(entry)),
    ]
    lines = [heading(entry)]
    if project.title.casefold() != project.name.casefold():
        lines.append(one_line(project.title))
    lines += [*textwrap.wrap(one_line(project.description), columns()), ""]
    for label, text in rows:
        if text:
            lines.append(f"  {click.style(f'{label:<13}', dim=True)} {one_line(text)}")
    return "\n".join(lines)


def _use(entry: Entry, clone: str) -> str:
    if entry.siloed:
        return entry.project.url or "ask its team"
    if entry.standing is Standing.CANDIDATE:
        return "not released yet: ask its maintainers"
    return f"git clone {clone}" if clone else _NO_ADDRESS


def _contribute(entry: Entry, address: str) -> str:
    return "bring it under a charter first: charter adopt PATH" if entry.siloed else address


def _times(entry: Entry) -> str:
    if entry.updated == entry.registered:
        return entry.registered[:10]
    return f"{entry.registered[:10]}, updated {entry.updated[:10]}"
