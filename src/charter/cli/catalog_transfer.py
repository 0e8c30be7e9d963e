"""`charter catalog export, import, move`: a whole catalog, elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from charter.cli import DONE, print_json, tell
from charter.cli.progress import counting
from charter.errors import CatalogError, UsageError
from charter.plain_text import one_line
from charter.settings import read_settings, without_password
from charter.wiring import open_catalog_at, open_stored_catalog

_JSON = click.option(
    "--json", "as_document", is_flag=True, help="One JSON document instead of text."
)


EVERYTHING = "everything"
TITLE = "a whole catalog with its history, as lines of JSON"


def export_everything(output: Path | None) -> int:
    """Write the whole catalog as it is at one moment, to the file or to standard output."""
    from charter.catalog.exchange.write import write_out  # noqa: PLC0415
    from charter.catalog.transfer import count_all, export_lines  # noqa: PLC0415

    with closing(open_stored_catalog(read_settings(), makes=False)) as catalog:
        total = sum(count_all(catalog.database).values())
        with counting("Exporting", total) as count:
            lines = export_lines(catalog.database, count=count)
            file = None if str(output) == "-" else output
            write_out((f"{line}\n" for line in lines), file)
    if output:
        click.echo(f"charter: {total} rows are in {output}.", err=True)
    return DONE


def import_everything(source: Path, *, as_document: bool) -> int:
    """Put such an export into the catalog, which must be empty: all of it, or nothing."""
    from charter.catalog.transfer import import_lines  # noqa: PLC0415

    with (
        closing(open_catalog_at(read_settings().catalog, upgrades=True)) as catalog,
        counting("Importing", None, quiet=as_document) as count,
    ):
        rows = import_lines(catalog, _lines(source), count=count)
    _tell_arrived(rows, "imported", as_document=as_document)
    return DONE


@click.command(
    epilog="""\b
Examples:
  charter catalog move postgresql://charter@db.acme.example/charter
  charter catalog move ~/catalog.sqlite3 --keep-setting
"""
)
@click.argument("address")
@click.option("--keep-setting", is_flag=True, help="Do not make it the catalog of the settings.")
@_JSON
def move(address: str, *, keep_setting: bool, as_document: bool) -> int:
    """Copy the whole catalog to ADDRESS, another file or postgresql://…, and use that one from now.

    ADDRESS must hold no catalog, or an empty one; it is set up where it is none. What arrived is
    compared with what was sent, and the old catalog stays as it is. Where anything fails, nothing
    has arrived. What others register meanwhile goes to the old one: let them wait.
    """
    from charter.catalog.transfer import count_all, export_lines, import_lines  # noqa: PLC0415
    from charter.settings_file import set_setting  # noqa: PLC0415

    settings = read_settings()
    target = address if "://" in address else str(Path(address).expanduser().absolute())
    if target == settings.catalog:
        raise UsageError(f"{without_password(target)} is the catalog already.")
    with (
        closing(open_stored_catalog(settings, makes=False)) as source,
        closing(open_catalog_at(target, upgrades=True)) as catalog,
    ):
        total = sum(count_all(source.database).values())
        with counting("Moving", total, quiet=as_document) as count:
            lines = export_lines(source.database)
            rows = import_lines(catalog, lines, count=count)
    _tell_arrived(rows, "moved", as_document=as_document)
    if keep_setting:
        return DONE
    origin = settings.origins.get("catalog", "")
    if origin.startswith("CHARTER_"):
        tell(f"{origin} still names the old catalog: set it to {without_password(target)}.")
        return DONE
    set_setting(settings.file, "catalog", target)
    tell(f"the catalog is {one_line(without_password(target))} from now on ({settings.file}).")
    return DONE


def _tell_arrived(rows: dict[str, int], done: str, *, as_document: bool) -> None:
    if as_document:
        print_json({"rows": rows})
        return
    total = sum(rows.values())
    click.echo(f"charter: {rows['entry']} entries are {done}, {total} rows in all, each compared.")


def _lines(source: Path) -> Iterator[str]:
    try:
        with click.open_file(str(source), encoding="utf-8") as stream:
            yield from (line for line in stream if line.strip())
    except OSError as wrong:
        raise UsageError(f"{source} cannot be read: {wrong.strerror}.") from wrong
    except UnicodeDecodeError as wrong:
        raise CatalogError("this is no export of a catalog: it is not text in UTF-8.") from wrong
