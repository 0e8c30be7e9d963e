"""charter undo: back to what was before the last operation of Charter in a working tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter.cli import DONE, print_json, tell

if TYPE_CHECKING:
    from charter.update.operation import Operation

ADOPTION = "adoption"  # as scaffold/adopt calls it

_EPILOG = """\b
Examples:
  charter undo              the repository you are in
  charter undo ../shop
"""


@click.command(epilog=_EPILOG, short_help="Take back the last update or adoption.")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--json", "json_", is_flag=True, help="Report as JSON.")
def command(path: Path, *, json_: bool) -> int:
    """Go back to what was before the last update or adoption in the repository at PATH.

    Works for staged changes, for conflicts half resolved, for the commit that was made, and for an
    operation that was killed. Edits that stood in its way are kept as a commit, and named.
    """
    from charter.errors import UsageError  # noqa: PLC0415
    from charter.objects import open_repository  # noqa: PLC0415
    from charter.update.undo import undo  # noqa: PLC0415

    repository = open_repository(path)
    if repository.root is None:
        raise UsageError(
            f"{path} has no working tree.", hint="Move its branch back: git update-ref"
        )
    undone = undo(repository, repository.root)
    place = repository.root / undone.operation.folder
    if not register_what_stands(place) and undone.operation.kind == ADOPTION:
        _let_go(place, undone.operation)
    if json_:
        print_json(
            {
                "operation": undone.operation.kind,
                "summary": undone.operation.summary,
                "was_cut_short": undone.was_cut_short,
                "head": undone.operation.before,
                "kept": undone.kept,
            }
        )
        return DONE
    short = ", which was cut short," if undone.was_cut_short else ""
    click.secho(
        f"the {undone.operation.kind} {undone.operation.summary}{short} is taken back: "
        "the repository is as before",
        fg="green",
    )
    if undone.kept:
        click.echo(f"  what stood there is kept: git show {undone.kept}")
    return DONE


def register_what_stands(place: Path) -> bool:
    """Tell the catalog what the repository says now; false where it says nothing."""
    from charter import wiring  # noqa: PLC0415
    from charter.catalog.describe import FILES  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415

    texts = {name: (place / name).read_bytes() for name in FILES if (place / name).is_file()}
    if texts:
        wiring.register_again(read_settings(), place, texts, warn=tell)
    return bool(texts)


def _let_go(place: Path, operation: Operation) -> None:
    """An adoption was taken back: the catalog tells of a silo again, or of nothing as before."""
    from charter import wiring  # noqa: PLC0415
    from charter.catalog.describe import FILES  # noqa: PLC0415
    from charter.git import git  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415

    made = {path.rpartition("/")[2]: path for path in operation.paths}
    texts = {
        name: git("cat-file", "blob", f"{operation.tree}:{made[name]}", cwd=place).encode()
        for name in FILES
        if name in made
    }
    wiring.let_go(
        read_settings(),
        place,
        texts,
        was_listed=not operation.is_listing,
        since=operation.at,
        warn=tell,
    )
