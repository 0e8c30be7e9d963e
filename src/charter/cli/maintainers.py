"""charter maintainers: who maintains a project; a change reaches every file that names them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import DONE, print_json
from charter.cli.complete import handles

if TYPE_CHECKING:
    from charter.model import Maintainer

_EPILOG = """\b
Examples:
  charter maintainers                 who maintains what you are in
  charter maintainers add "Eve Curie @eve"
  charter maintainers remove @bob --commit
  charter maintainers add "Eve Curie @eve" --path ../shop --dry-run
"""
Change = Callable[["tuple[Maintainer, ...]"], "tuple[Maintainer, ...]"]


def _changing(command: Callable[..., Any]) -> Callable[..., Any]:
    """What adding and removing share, as options."""
    for option in reversed(
        (
            click.option(
                "--path",
                default=".",
                type=click.Path(path_type=Path),
                help="Another repository than the one you are in.",
            ),
            click.option("--dry-run", is_flag=True, help="Show the plan; write nothing."),
            click.option("--diff", is_flag=True, help="Show the changes as a unified diff."),
            click.option("--commit", is_flag=True, help="Commit, where nothing conflicts."),
            click.option("--json", "json_", is_flag=True, help="Report as JSON."),
        )
    ):
        command = option(command)
    return command


@click.group(
    epilog=_EPILOG,
    short_help="Show, add and remove maintainers.",
    invoke_without_command=True,
)
@click.option(
    "--path",
    default=".",
    type=click.Path(path_type=Path),
    help="Another repository than the one you are in.",
)
@click.option("--json", "json_", is_flag=True, help="Report as JSON.")
@click.pass_context
def command(context: click.Context, path: Path, *, json_: bool) -> int:
    """Show who maintains a project. Adding and removing changes every file that names them.

    The answers, CODEOWNERS, README, MAINTAINERS and the catalog change together, as an update that
    stays at the recorded version of the template.
    """
    if context.invoked_subcommand is not None:
        return DONE
    from dataclasses import asdict  # noqa: PLC0415

    from charter.plain_text import one_line  # noqa: PLC0415
    from charter.template.project import open_project  # noqa: PLC0415
    from charter.update.maintainers import read_maintainers  # noqa: PLC0415

    people = read_maintainers(open_project(path).recorded)
    if json_:
        print_json([asdict(person) for person in people])
    else:
        for person in people:
            click.echo(one_line(str(person)))
    return DONE


@command.command("add", epilog=_EPILOG)
@click.argument("people", nargs=-1, required=True, metavar='"NAME @HANDLE"…')
@_changing
def add(people: tuple[str, ...], **options: Any) -> int:
    """Add maintainers; who is there already gets the name or address that is given now."""
    from charter.update.maintainers import add_maintainers  # noqa: PLC0415

    said = ", ".join(people)
    return _change(
        lambda present: add_maintainers(present, said), f"Make {said} {_as_many(said)}", options
    )


@command.command("remove", epilog=_EPILOG)
@click.argument("handles", nargs=-1, required=True, metavar="@HANDLE…", shell_complete=handles)
@_changing
def remove(handles: tuple[str, ...], **options: Any) -> int:
    """Remove maintainers by their handles; somebody must be left."""
    from charter.update.maintainers import remove_maintainers  # noqa: PLC0415

    said = ", ".join(f"@{handle.lstrip('@')}" for handle in handles)
    return _change(
        lambda present: remove_maintainers(present, handles),
        f"Release {said} as {_as_many(said)}",
        options,
    )


def _change(change: Change, deed: str, options: dict[str, Any]) -> int:
    from charter.cli.update import run_update  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.template.project import open_project  # noqa: PLC0415
    from charter.update.maintainers import as_answer, question_of, read_maintainers  # noqa: PLC0415
    from charter.update.update import Wish  # noqa: PLC0415

    project = open_project(options["path"])
    people = change(read_maintainers(project.recorded))
    changed = {question_of(project.recorded): as_answer(people)}
    name = project.recorded.answers.get("name", "this project")
    headline = f"{deed} of {name}"
    wish = Wish(project.recorded.version, changed, use_defaults=True, headline=headline)
    return run_update(read_settings(), project, wish, {**options, "keep_ours": False})


def _as_many(said: str) -> str:
    return "maintainers" if said.count("@") > 1 else "a maintainer"
