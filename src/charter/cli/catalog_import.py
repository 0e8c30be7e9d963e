"""`charter catalog import`: projects out of the formats of others, a line of outcome for each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter.catalog.exchange.formats import IN
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.catalog_transfer import EVERYTHING, import_everything
from charter.cli.complete import projects
from charter.cli.named import find_named
from charter.errors import CharterError, UsageError
from charter.plain_text import one_line

if TYPE_CHECKING:
    from charter.catalog.any_catalog import AnyCatalog
    from charter.catalog.exchange.take_in import Line
    from charter.catalog.exchange.told import Told

REPOSITORIES = "repositories"
_MEANINGS = {
    **{name: each.title for name, each in IN.items()},
    REPOSITORIES: "a folder of repositories; what has no charter is a silo",
    EVERYTHING: "a whole catalog, into an empty one: all or nothing",
}
_LINES = "\n".join(f"  {name:<17}{meaning}" for name, meaning in _MEANINGS.items())
_EXAMPLES = f"""\b
Formats:
{_LINES}

\b
Examples:
  charter catalog import catalog-info.yaml --format backstage --dry-run
  charter catalog import repos.json --format sap-portal
  charter catalog import projects.csv --format inventory --json
  charter catalog import ~/mirrors --format repositories
  charter catalog import catalog.jsonl --format everything
  charter catalog import innersource.json --format innersource --of web/shop
"""
_COLOURS = {"created": "green", "updated": "green", "refused": "red", "unchanged": "white"}


@click.command("import", epilog=_EXAMPLES)
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--format",
    "format_",
    required=True,
    type=click.Choice(tuple(_MEANINGS)),
    metavar="FORMAT",
    help="What it is; see below.",
)
@click.option(
    "--of",
    "of_",
    default="",
    metavar="[TEAM/]NAME",
    shell_complete=projects,
    help="Whose innersource.json it is.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would become of each line.")
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def import_(source: Path, format_: str, of_: str, *, dry_run: bool, as_document: bool) -> int:
    """Take projects into the catalog: FILE may be - for standard input.

    What a project under a charter has told itself stays, and gaps are filled; of other entries the
    import knows better. Nothing becomes published, and no visibility changes. Exit code 1 when a
    line was refused.
    """
    if format_ == EVERYTHING:
        if dry_run or of_:
            raise UsageError("a whole catalog is imported whole: without --dry-run and --of.")
        return import_everything(source, as_document=as_document)
    return import_as(format_, source, of_, is_dry=dry_run, as_document=as_document)


def import_as(format_: str, source: Path, of_: str, *, is_dry: bool, as_document: bool) -> int:
    """Take in what the file tells; what came before a failure of the catalog is told as well."""
    from charter.catalog.exchange.take_in import Fate, take_in  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.wiring import open_catalog  # noqa: PLC0415

    catalog = open_catalog(read_settings(), makes=not is_dry)
    lines: list[Line] = []
    try:
        told = _told(catalog, format_, source, of_)
        if told is None:
            return ANSWER_IS_NO
        for line in take_in(catalog, told, writes=not is_dry):
            lines.append(line)
            if not as_document:
                _show(line)
    except CharterError:
        if lines:
            _report(lines, is_dry=is_dry, as_document=as_document)
        raise
    finally:
        catalog.close()
    _report(lines, is_dry=is_dry, as_document=as_document)
    return ANSWER_IS_NO if any(line.fate is Fate.REFUSED for line in lines) else DONE


def _told(catalog: AnyCatalog, format_: str, source: Path, of_: str) -> Iterable[Told] | None:
    """None, after saying why, where there is no one project of the name `of_`."""
    if format_ == REPOSITORIES:
        if not source.is_dir():
            raise UsageError(f"{source} is not a folder.")
        from charter.scaffold.take_stock import take_stock  # noqa: PLC0415

        return take_stock(source)
    text, read = _read(source), IN[format_].load()
    if not IN[format_].file:
        found: Iterable[Told] = read(text)
        return found
    if not of_:
        raise UsageError(f"say whose {IN[format_].file} it is: --of [TEAM/]NAME.")
    entry = find_named(catalog, of_, f"catalog import {source} --format {format_} --of")
    return [read(text, entry)] if entry else None


def _read(source: Path) -> str:
    from charter.catalog.exchange.told import LARGEST  # noqa: PLC0415

    try:
        if str(source) == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with source.open("rb") as stream:
                data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise UsageError(f"{source} is larger than {LARGEST // 1024 // 1024} MiB.")
        return data.decode("utf-8-sig")
    except OSError as wrong:
        raise UsageError(f"{source} cannot be read: {wrong.strerror}.") from wrong
    except UnicodeDecodeError as wrong:
        raise UsageError(f"{source} is not text in UTF-8.") from wrong


def _show(line: Line) -> None:
    if line.fate == "unchanged" and not line.notes:
        return
    word = click.style(f"{line.fate.value:<12}", fg=_COLOURS.get(line.fate.value))
    what = f"{line.name}  ({line.place})" if line.name else line.place
    click.echo(f"{word}{one_line(what)}")
    for text in filter(None, (line.reason, *line.notes)):
        click.secho(f"{'':12}{one_line(text)}", dim=True)


def _report(lines: list[Line], *, is_dry: bool, as_document: bool) -> None:
    from charter.catalog.exchange.take_in import Fate, line_as_json  # noqa: PLC0415

    counted = Counter(line.fate for line in lines)
    if as_document:
        counts = {fate.value: counted[fate] for fate in Fate}
        listed = [line_as_json(line) for line in lines]
        print_json({"dry_run": is_dry, "counts": counts, "lines": listed})
        return
    said = ", ".join(f"{counted[fate]} {fate.value}" for fate in Fate if counted[fate])
    click.secho(f"{said}{' (nothing was written)' if is_dry else ''}", bold=True)
