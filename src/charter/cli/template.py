"""charter template: an organisation's own governance template."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter.cli import ANSWER_IS_NO, DONE, print_json, read_pair, tell
from charter.cli.template_check import check, test
from charter.cli.template_release import release

if TYPE_CHECKING:
    from charter.template.evaluation import Evaluator
    from charter.template.posed import Answers

_EPILOG = """\b
Examples:
  charter template init acme-template
  charter template init acme-template \\
      --set public_legal_name="Acme Corporation" \\
      --set public_security_contact=security@acme.example --set ...
  charter template check acme-template
  charter template release
  charter template upgrade acme-template
"""


@click.group(epilog=_EPILOG, short_help="An organisation's own governance template.")
def command() -> None:
    """Make and keep an organisation's own template, with the built-in one as upstream."""


for _each in (check, test, release):
    command.add_command(_each)


@command.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--set",
    "set_",
    multiple=True,
    metavar="FACT=VALUE",
    help="Say a fact, such as public_legal_name.",
)
@click.option("--defaults", is_flag=True, help="Ask nothing: take defaults where there are some.")
@click.option("--json", "json_", is_flag=True, help="Report as JSON (asks nothing).")
def init(folder: Path, set_: tuple[str, ...], defaults: bool, json_: bool) -> int:
    """Make the template repository FOLDER: ask for the organisation's facts, commit, tag.

    What is not asked keeps its default in organisation.yml; change it there.
    """
    from charter import wiring  # noqa: PLC0415
    from charter.place import check_place  # noqa: PLC0415
    from charter.settings import BUILTIN, read_settings  # noqa: PLC0415
    from charter.template.interview import interview  # noqa: PLC0415
    from charter.template.own import begin_template  # noqa: PLC0415

    check_place(folder.absolute())
    builtin = wiring.open_template(read_settings(), BUILTIN, warn=tell)
    evaluator = builtin.organisation_evaluator()
    said = dict(read_pair(text, "--set wants FACT=VALUE") for text in set_)
    if defaults or json_ or not (sys.stdin.isatty() and sys.stderr.isatty()):
        facts = _complete(evaluator, said, use_defaults=defaults)
    else:
        from charter.cli.ask import Terminal  # noqa: PLC0415

        click.secho("The organisation's facts  (Shift-Tab: back)\n", bold=True, err=True)
        facts = interview(evaluator, said, Terminal({}))
    alias = str(facts.stored.pop("alias"))
    made = begin_template(folder.absolute(), builtin.edition.mirror, facts.stored, alias)
    if json_:
        print_json({"path": str(made.place), "version": made.version, "alias": alias})
        return DONE
    click.secho(f"\n{folder} is a governance template, {made.version}", fg="green", bold=True)
    if made.author:
        click.secho(
            "  note: git knows no author here, so 'Charter' stands in the commit", fg="yellow"
        )
    _tell_next(folder, alias)
    return DONE


def _complete(evaluator: Evaluator, said: dict[str, str], *, use_defaults: bool) -> Answers:
    """The facts without a person; one that is missing or wrong is called as --set takes it."""
    from charter.errors import AnswerError  # noqa: PLC0415
    from charter.template.interview import complete  # noqa: PLC0415

    # security_contact, as a person is asked for it → public_security_contact, as it is kept
    kept = {
        question.name.removeprefix("public_"): question.name for question in evaluator.questions
    }
    try:
        return complete(
            evaluator,
            said,
            lambda name: f"--set {kept.get(name, name)}=…",
            use_defaults=use_defaults,
        )
    except AnswerError as wrong:
        name, colon, why = wrong.message.partition(": ")
        if not colon or name not in kept:
            raise
        raise AnswerError(f"--set {kept[name]}=…: {why}", hint=wrong.hint) from wrong


def _tell_next(folder: Path, alias: str) -> None:
    """From the facts to the first repository: nothing is released that was not checked."""
    click.secho("\nNext", bold=True)
    for number, (why, *orders) in enumerate(
        (
            (f"read and complete {folder / 'organisation.yml'}; then, in {folder}:",
             "charter template check", "git commit -a -m 'Complete the facts'"),
            ("say under '## Unreleased' in templates/CHANGELOG.md what changed, commit it:",
             "charter template release"),
            ("push it with its tags:", "git push --follow-tags ADDRESS main"),
            ("on each machine:", f"charter settings set templates.{alias} ADDRESS",
             f"charter settings set template {alias}"),
        ),
        start=1,
    ):  # fmt: skip
        click.echo(f"  {number}. {why}")
        for order in orders:
            click.secho(f"       {order}", fg="cyan")


@command.command("upgrade")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path()
)
@click.option("--json", "json_", is_flag=True, help="Report as JSON.")
def upgrade(folder: Path, json_: bool) -> int:
    """Merge the newest built-in version into the template repository FOLDER, and tag the result.

    Exit code 1 where conflicts wait for you: resolve and commit them, then call it again.
    """
    from charter import wiring  # noqa: PLC0415
    from charter.settings import BUILTIN, read_settings  # noqa: PLC0415
    from charter.template.own import upgrade_template  # noqa: PLC0415

    builtin = wiring.open_template(read_settings(), BUILTIN, warn=tell)
    done = upgrade_template(folder.absolute(), builtin.edition.mirror)
    if json_:
        print_json(
            {"version": done.version, "upstream": done.upstream, "conflicts": list(done.conflicts)}
        )
    elif done.conflicts:
        click.secho(f"{done.upstream} conflicts with what is here:", fg="yellow")
        for path in done.conflicts:
            click.echo(f"  {path}")
        click.echo("Resolve them, commit, and call charter template upgrade again.")
    else:
        click.echo(f"{folder} stands on the built-in template {done.upstream}, as {done.version}")
    return ANSWER_IS_NO if done.conflicts else DONE
