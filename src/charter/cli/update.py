"""charter update: a newer version of the governance, or changed answers, as a merge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import ANSWER_IS_NO, DONE, print_json, read_pair, tell
from charter.cli.complete import answers

if TYPE_CHECKING:
    from charter.settings import Settings
    from charter.update.carry_out import CarriedOut
    from charter.update.update import Update

_EPILOG = """\b
Examples:
  charter update                          to the newest version
  charter update --dry-run --diff         show what would change
  charter update ../shop --commit         as one commit, without conflicts
  charter update --set warranty_days=60   change an answer
  charter update --keep README.md         this file is ours from now on
  charter update --to v1.2.0
  charter update shop.git --commit --keep-ours    a bare repository
  charter undo                            back to what was before

After conflicts: resolve them as after any merge (git mergetool, git add),
then commit.
"""


@click.command(epilog=_EPILOG, short_help="Bring governance up to date, as a merge.")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--to", default="", metavar="VERSION", help="Not to the newest version.")
@click.option(
    "--set",
    "set_",
    multiple=True,
    metavar="QUESTION=VALUE",
    help="Change an answer with it.",
    shell_complete=answers,
)
@click.option(
    "--keep",
    multiple=True,
    metavar="FILE",
    help="Keep a file as yours: no update touches it any more.",
)
@click.option("--defaults", is_flag=True, help="Ask nothing: new questions take their defaults.")
@click.option("--dry-run", is_flag=True, help="Show the plan; write nothing.")
@click.option("--diff", is_flag=True, help="Show the changes as a unified diff.")
@click.option("--commit", is_flag=True, help="Commit, where nothing conflicts.")
@click.option(
    "--keep-ours",
    is_flag=True,
    help="Leave conflicts for later: take the rest, and be offered them again next time.",
)
@click.option(
    "--answers-file",
    default=".copier-answers.yml",
    metavar="FILE",
    help="Where one folder has several templates.",
)
@click.option("--json", "json_", is_flag=True, help="Report as JSON (asks nothing).")
def command(path: Path, **options: Any) -> int:
    """Bring the governance of the repository at PATH up to date, and lose no edit.

    What changed in the template since the recorded version is merged into what the team has made
    of it. The plan is shown, then carried out whole or not at all. PATH may be a project's folder
    in a larger repository, or a bare repository. Exit code 1 where conflicts wait.
    """
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.template.project import open_project, within_project  # noqa: PLC0415
    from charter.update.update import Wish  # noqa: PLC0415

    settings = read_settings()
    changed = dict(read_pair(text, "--set wants QUESTION=VALUE") for text in options["set_"])
    wish = Wish(
        options["to"],
        changed,
        options["keep"],
        _person(options),
        use_defaults=options["defaults"] or options["json_"],
    )
    project = open_project(path, within_project(options["answers_file"]))
    return run_update(settings, project, wish, options)


def run_update(settings: Settings, project: Any, wish: Any, options: dict[str, Any]) -> int:
    """Plan, show, carry out, register again, report; returns the exit code."""
    from charter import wiring  # noqa: PLC0415
    from charter.cli.plan import show_diff, show_plan, tell_done  # noqa: PLC0415
    from charter.update.carry_out import refuse_unready  # noqa: PLC0415
    from charter.update.report import update_as_json  # noqa: PLC0415
    from charter.update.update import plan_update  # noqa: PLC0415

    if not options["dry_run"]:
        refuse_unready(project.repository, commits=options["commit"])
    update = plan_update(project, wiring.open_editions(settings, warn=tell), wish)
    if not options["json_"]:
        show_plan(update)
        if options["diff"]:
            show_diff(update)
    done, registration = None, ""
    if not options["dry_run"]:
        done, registration = _carry_out(settings, update, options)
    if options["json_"]:
        print_json(update_as_json(update, done, registration))
    elif done is not None:
        tell_done(update, done, registration, wish, keep_ours=options["keep_ours"])
    return ANSWER_IS_NO if update.conflicts else DONE


def _carry_out(
    settings: Settings, update: Update, options: dict[str, Any]
) -> tuple[CarriedOut, str]:
    from charter import wiring  # noqa: PLC0415
    from charter.update.carry_out import CarriedOut  # noqa: PLC0415

    if not update.is_needed:
        return CarriedOut(), ""
    return wiring.carry_out_and_tell(
        settings,
        update,
        commits=options["commit"],
        keep_ours=options["keep_ours"],
        warn=tell,
    )


def _person(options: dict[str, Any]) -> Any:
    """Who answers new questions; None where nobody is there, or nobody is to be asked."""
    if options["defaults"] or options["json_"]:
        return None
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    from charter.cli.ask import Terminal  # noqa: PLC0415

    return Terminal({}, reviews=False)
