"""`charter check`: how repositories differ from their template, and what their governance lacks."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import ANSWER_IS_NO, COULD_NOT, DONE, print_json, tell
from charter.cli.complete import check_ids
from charter.cli.progress import with_progress
from charter.errors import CharterError, UsageError

if TYPE_CHECKING:
    from charter.governance.many import Bench, Row

_EXAMPLES = """\b
Examples:
  charter check                            the repository here
  charter check shop parser --strict       two of them; warnings count too
  charter check --all ~/mirrors            all repositories in a folder
  charter check --repos list.txt --json    those of a list, one path a line
  charter check --badge governance.svg     draw the standing of this one
  charter check --allow DR-2 --format github     in CI
  charter check --list                     what is checked, and by whose word

\b
A waiver excuses a finding until its last day. It stands in .charter.toml:
  [[waiver]]
  check = "DOC-12"
  reason = "releases are announced in the channel"
  owner = "@ada"
  expires = 2027-01-31
"""
_FORMATS = ("table", "json", "sarif", "github")
_Path = click.Path(path_type=Path)


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, type=_Path, metavar="[PATH]...")
@click.option("--all", "folder", type=_Path, metavar="FOLDER", help="Every repository in FOLDER.")
@click.option(
    "--repos",
    type=_Path,
    metavar="FILE",
    help="Every path of this list, one a line, from the current folder; # for comments.",
)
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option(
    "--allow",
    multiple=True,
    metavar="ID",
    shell_complete=check_ids,
    help="Findings of this check become notes; repeatable.",
)
@click.option(
    "--answers-file",
    default=".copier-answers.yml",
    metavar="FILE",
    help="Where one folder has several templates.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    default="table",
    help="How it is told.  [default: table]",
)
@click.option("--json", "as_document", is_flag=True, help="The same as --format json.")
@click.option("--list", "lists", is_flag=True, help="Only list all checks.")
@click.option("--badge", type=_Path, metavar="FILE", help="Draw its standing as SVG, too.")
def command(**options: Any) -> int:
    """Check repositories, as they are committed, against their template and against the patterns
    and standards of InnerSource and Open Source.

    PATH is a checkout, a project's folder in one, or a bare repository; without any it is the
    current folder. Exit code 1 when one of them is not under a charter, is behind its template,
    lacks a file of it, or has an error that nobody has waived; 2 when none could be checked.
    """
    told = "json" if options["as_document"] else options["format_"]
    if options["lists"]:
        return _list(as_document=told == "json")
    paths = _paths(options["paths"], options["folder"], options["repos"])
    if options["badge"] and len(paths) > 1:
        raise UsageError("a badge tells of one repository: name one.")
    rows = _check(paths, _allowed(options["allow"]), options["answers_file"])
    if options["badge"]:
        _draw(options["badge"], rows)
    strict = options["strict"]
    above = options["folder"] or (paths[0] if len(paths) == 1 else None)
    _TELL[told](rows, strict=strict, many=len(paths) > 1, above=above)
    if all(row.error for row in rows):
        return COULD_NOT
    fine = all(not row.error and row.verdict.is_fine(strict=strict) for row in rows)
    return DONE if fine else ANSWER_IS_NO


def _paths(named: tuple[Path, ...], folder: Path | None, listed: Path | None) -> list[Path]:
    from charter.governance.find import each_once, find_in_all, read_list  # noqa: PLC0415

    paths = list(named)
    if folder:
        paths += find_in_all(folder)
    if listed:
        try:
            found = read_list(listed.read_text("utf-8"), Path())
        except OSError as refused:
            raise UsageError(f"{listed} cannot be read: {refused.strerror}.") from refused
        except UnicodeDecodeError as wrong:
            raise UsageError(f"{listed} is not text in UTF-8.") from wrong
        if not found:
            raise UsageError(f"{listed} names no repository.")
        paths += found
    return each_once(paths) or [Path()]


def _allowed(said: tuple[str, ...]) -> frozenset[str]:
    from charter.governance.table import BY_ID  # noqa: PLC0415

    wanted = [word.strip().upper() for text in said for word in text.split(",")]
    for word in wanted:
        if word not in BY_ID:
            from difflib import get_close_matches  # noqa: PLC0415 - only for what is not there

            near = " or ".join(get_close_matches(word, BY_ID))
            meant = f"Did you mean {near}? " if near else ""
            raise UsageError(
                f"there is no check '{word}'.", hint=f"{meant}All of them: charter check --list"
            )
    return frozenset(wanted)


def _list(*, as_document: bool) -> int:
    from charter.cli.check_list import checks_as_json, tell_checks  # noqa: PLC0415

    if as_document:
        print_json(checks_as_json())
    else:
        tell_checks()
    return DONE


def _check(paths: list[Path], allowed: frozenset[str], answers_file: str) -> list[Row]:
    from charter import wiring  # noqa: PLC0415
    from charter.governance.many import check_many  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.template.project import within_project  # noqa: PLC0415

    answers_file = within_project(answers_file)
    many = len(paths) > 1
    bench: Bench = wiring.open_bench(read_settings(), allowed=allowed, many=many, warn=tell)
    found = check_many(paths, replace(bench, answers_file=answers_file))
    rows = [row for each in with_progress(found, len(paths), "checking") for row in each]
    if not many and len(rows) == 1 and rows[0].error:
        raise CharterError(rows[0].error, hint=rows[0].hint)
    return rows


def _draw(file: Path, rows: list[Row]) -> None:
    from charter.governance.badge import as_badge  # noqa: PLC0415

    if len(rows) > 1:
        raise UsageError("this repository holds several projects: name the folder of one.")
    try:
        file.write_text(as_badge(rows[0]), "utf-8")
    except OSError as refused:
        raise UsageError(f"{file} cannot be written: {refused.strerror}.") from refused


def _tell_table(rows: list[Row], *, strict: bool, many: bool, above: Path | None) -> None:
    from charter.cli.check_report import tell_many, tell_one  # noqa: PLC0415

    if many or len(rows) > 1:
        tell_many(rows, above, strict=strict)
    else:
        tell_one(rows[0], strict=strict)
        if _has_changes(Path(rows[0].place)):
            tell("what is not committed yet was not looked at.")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        tell("with --format github each finding is shown beside its line.")


def _has_changes(place: Path) -> bool:
    from charter.errors import GitError  # noqa: PLC0415
    from charter.git import git  # noqa: PLC0415

    try:
        return bool(git("status", "--porcelain", "--", ".", cwd=place).strip())
    except GitError:
        return False  # a bare repository


def _tell_json(rows: list[Row], *, strict: bool, **_: object) -> None:
    from charter.governance.report import as_json  # noqa: PLC0415

    print_json(as_json(rows, strict=strict))


def _tell_sarif(rows: list[Row], **_: object) -> None:
    from charter import __version__  # noqa: PLC0415
    from charter.governance.sarif import as_sarif  # noqa: PLC0415

    print_json(as_sarif(rows, version=__version__))


def _tell_github(rows: list[Row], *, strict: bool, **_: object) -> None:
    from charter.governance.annotations import as_annotations  # noqa: PLC0415
    from charter.governance.report import spoken, summary  # noqa: PLC0415

    for line in as_annotations(rows):
        click.echo(line)
    counts = summary(rows, strict=strict)
    click.echo(", ".join(spoken(number, what) for what, number in counts.items() if number))


_TELL: dict[str, Callable[..., None]] = {
    "table": _tell_table,
    "json": _tell_json,
    "sarif": _tell_sarif,
    "github": _tell_github,
}
