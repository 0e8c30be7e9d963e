"""`charter catalog export`: the catalog in the formats of others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from charter.catalog.entry import Entry, Filters
from charter.catalog.exchange.formats import OUT, Format
from charter.cli import ANSWER_IS_NO, DONE
from charter.cli.catalog_transfer import EVERYTHING, TITLE, export_everything
from charter.cli.complete import projects
from charter.cli.listing import catalog_in_use, filtered
from charter.cli.named import find_named
from charter.errors import UsageError
from charter.plain_text import one_line

_TITLES = {**{name: each.title for name, each in OUT.items()}, EVERYTHING: TITLE}
_LINES = "\n".join(f"  {name:<17}{title}" for name, title in _TITLES.items())
_EXAMPLES = f"""\b
Formats:
{_LINES}

\b
Examples:
  charter catalog export --format backstage -o all.yaml
  charter catalog export --format sap-portal --team payments -o repos.json
  charter catalog export --format csv --visibility innersource
  charter catalog export --format publiccode invoice-renderer
  charter catalog export --format everything -o catalog.jsonl
  charter catalog export --format publiccode -o folder/  a file for each
"""


@click.command("export", epilog=_EXAMPLES)
@click.argument("names", nargs=-1, metavar="[[TEAM/]NAME]...", shell_complete=projects)
@click.option(
    "--format",
    "format_",
    required=True,
    type=click.Choice(tuple(_TITLES)),
    metavar="FORMAT",
    help="Whose format it is; see below.",
)
@filtered
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it there; a folder where a format is a file for each project.",
)
def export(names: tuple[str, ...], format_: str, output: Path | None, **filters: str) -> int:
    """The projects of the catalog, all or those named, in a format that others read.

    Exit code 1 when one that was named is not there, or cannot be told in that format.
    """
    if format_ == EVERYTHING:
        if names or any(filters.values()):
            raise UsageError("everything is everything: name no project and no filter.")
        return export_everything(output)
    return export_as(OUT[format_], names, Filters(**filters), output)


def export_as(
    format_: Format, names: tuple[str, ...], filters: Filters, output: Path | None
) -> int:
    """Write what was asked for, to the file or to standard output."""
    from charter.catalog.exchange.write import write_out  # noqa: PLC0415

    with catalog_in_use() as catalog:
        command = f"catalog export --format {_name_of(format_)}"
        named = [find_named(catalog, name, command) for name in names]
        entries = [entry for entry in named if entry] or catalog.list_entries(filters)
    if None in named:
        return ANSWER_IS_NO
    if format_.file:
        return _one_by_one(format_, entries, output, is_named=bool(names))
    write_out(format_.load()(entries), output)
    return DONE


def _one_by_one(
    format_: Format, entries: Iterable[Entry], output: Path | None, *, is_named: bool
) -> int:
    from charter.catalog.exchange.write import write_each, write_out  # noqa: PLC0415

    entries, text_of = tuple(entries), format_.load()
    if is_named and len(entries) == 1 and not (output and output.is_dir()):
        write_out([text_of(entries[0])], output)
        return DONE
    if output is None or (output.exists() and not output.is_dir()):
        raise UsageError(
            f"{format_.file} is a file for each project: name one, or a folder with -o.",
            hint=f"charter catalog export --format {_name_of(format_)} NAME",
        )
    left_out = list(write_each(output, entries, text_of, format_.file))
    written = len(entries) - len(left_out)
    for _, why in left_out if is_named else ():
        click.echo(f"charter: left out: {one_line(why)}", err=True)
    click.echo(f"charter: wrote {written} files, left out {len(left_out)}.", err=True)
    return ANSWER_IS_NO if not written or (is_named and left_out) else DONE


def _name_of(format_: Format) -> str:
    return next(name for name, each in OUT.items() if each is format_)
