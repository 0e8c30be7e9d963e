"""`charter catalog`: the catalog itself: set up, looked at, verified, exported, moved."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import click

from charter.catalog.any_catalog import AnyCatalog
from charter.cli import ANSWER_IS_NO, COULD_NOT, DONE, print_json
from charter.cli.catalog_answers import answers
from charter.cli.catalog_export import export
from charter.cli.catalog_import import import_
from charter.cli.catalog_pairs import pairs
from charter.cli.catalog_serve import serve
from charter.cli.catalog_token import token
from charter.cli.catalog_transfer import move
from charter.cli.progress import counting
from charter.errors import CatalogError
from charter.plain_text import one_line
from charter.settings import read_settings, without_password
from charter.wiring import open_catalog, open_catalog_at, open_outbox, open_stored_catalog

_EPILOG = """\b
Examples:
  charter catalog status
  charter catalog init postgresql://charter@db.acme.example/charter
  charter catalog move postgresql://charter@db.acme.example/charter
  charter catalog verify
  charter catalog pairs
  charter catalog answers
  charter catalog serve
  charter catalog export --format backstage -o all.yaml
"""
_JSON = click.option(
    "--json", "as_document", is_flag=True, help="One JSON document instead of text."
)


@click.group(epilog=_EPILOG, short_help="The catalog itself, for who runs it.")
def command() -> None:
    """The catalog itself: a file, or a database that many share."""


@command.command(
    epilog="""\b
Examples:
  charter catalog init                    the one that the settings name
  charter catalog init postgresql://charter@db.acme.example/charter
"""
)
@click.argument("address", default="", metavar="[ADDRESS]")
@_JSON
def init(address: str, *, as_document: bool) -> int:
    """Set up the catalog at ADDRESS, a file or postgresql://…, or the one of the settings.

    A file is set up by whoever registers first; a database once, by its owner. Where a catalog is
    already, it is brought up to date and keeps all it has.
    """
    return _set_up(address, "is ready", as_document=as_document)


@command.command(
    epilog="""\b
Examples:
  charter catalog upgrade
"""
)
@click.argument("address", default="", metavar="[ADDRESS]")
@_JSON
def upgrade(address: str, *, as_document: bool) -> int:
    """Bring the schema of the catalog up to date: all of it, or nothing.

    A file is brought up to date by whoever opens it; a database once, by its owner.
    """
    return _set_up(address, "is up to date", as_document=as_document)


def _set_up(address: str, said: str, *, as_document: bool) -> int:
    with closing(open_catalog_at(address or read_settings().catalog, upgrades=True)) as catalog:
        facts = _facts(catalog)
    if as_document:
        print_json(facts)
    else:
        click.echo(
            f"charter: the catalog {one_line(facts['place'])} {said}: schema {facts['schema']},"
            f" {facts['entries']} entries."
        )
    return DONE


@command.command(
    epilog="""\b
Examples:
  charter catalog verify
  charter catalog verify --json | jq -r '.problems[]'
"""
)
@_JSON
def verify(*, as_document: bool) -> int:
    """Look whether the catalog is whole: the database, its words to search by, the digest of each
    entry, rows that belong to none, and whether its history tells of every change.

    Exit code 1 when something is wrong; nothing is changed.
    """
    from charter.catalog.verify import verify as find_problems  # noqa: PLC0415

    with closing(open_stored_catalog(read_settings(), makes=False)) as catalog:
        facts = _facts(catalog)
        with counting("Verifying", facts["entries"], quiet=as_document) as count:
            problems = find_problems(catalog, count=count)
    if as_document:
        print_json({**facts, "problems": list(problems)})
    else:
        for problem in problems:
            click.echo(f"  {one_line(problem)}", err=True)
        whole = f"{len(problems)} problems" if problems else "nothing is wrong"
        click.echo(f"charter: {facts['entries']} entries looked at, {whole}.")
    return ANSWER_IS_NO if problems else DONE


@command.command(
    epilog="""\b
Examples:
  charter catalog status
  charter catalog status --json | jq '.waiting | length'
"""
)
@_JSON
def status(*, as_document: bool) -> int:
    """Where the catalog is, how large, and what waits to be told to it.

    Exit code 2 when the catalog cannot be reached; what waits is shown all the same.
    """
    settings, away = read_settings(), None
    facts: dict[str, Any] = {"place": without_password(settings.catalog)}
    outbox = open_outbox(settings)
    waiting = [str(item) for item in outbox.waiting()]
    aside = [{"item": str(item), "reason": reason} for item, reason in outbox.set_aside()]
    try:
        with closing(open_catalog(settings, makes=False)) as catalog:
            facts = _facts(catalog)
    except CatalogError as unreachable:
        away = unreachable
    if as_document:
        error = away.message if away else ""
        print_json({**facts, "waiting": waiting, "set_aside": aside, "error": error})
    else:
        _tell(facts, waiting, aside, settings.origins.get("catalog", "default"))
    if away:
        click.echo(f"charter: {one_line(away.message)}", err=True)
        if away.hint:
            click.echo(f"  hint: {one_line(away.hint)}", err=True)
    return COULD_NOT if away else DONE


def _facts(catalog: AnyCatalog) -> dict[str, Any]:
    from charter.catalog.store import Catalog  # noqa: PLC0415
    from charter.catalog.tables import TABLES, count_rows  # noqa: PLC0415

    if not isinstance(catalog, Catalog):
        catalog.list_entries(limit=1)  # whether it answers
        return {"kind": "service", "place": catalog.place}
    facts = catalog.database.facts()
    return {
        "kind": facts.kind,
        "place": facts.place,
        "schema": facts.schema,
        "size": facts.size,
        "entries": count_rows(catalog.database, TABLES[0]),
    }


def _tell(
    facts: dict[str, Any], waiting: list[str], aside: list[dict[str, str]], origin: str
) -> None:
    rows = [("Catalog", f"{facts['place']}  ({origin})")]
    if "entries" in facts:
        rows.append(("Entries", str(facts["entries"])))
        rows.append(("Schema", f"{facts['schema']} ({facts['kind']})"))
        rows.append(("Size", f"{facts['size'] / 1_000_000:.1f} MB"))
    rows.append(("Waiting", f"{len(waiting)}: any register, search, show or list delivers it"))
    for label, text in rows[:-1] if not waiting else rows:
        click.echo(f"  {click.style(f'{label:<10}', dim=True)} {one_line(text)}")
    if not waiting:
        click.echo(f"  {click.style('Waiting   ', dim=True)} nothing")
    for item in waiting:
        click.echo(f"    {one_line(item)}")
    for each in aside:
        click.echo(f"  {click.style('Set aside ', fg='yellow')} {one_line(each['item'])}")
        click.echo(f"    {one_line(each['reason'])}")


for _each in (move, pairs, answers, serve, token, export, import_):
    command.add_command(_each)
