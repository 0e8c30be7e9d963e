"""charter new: found a governed repository."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.catalog.reuse import Decision
from charter.cli import DONE, INTERRUPTED, print_json, tell
from charter.cli.existing import (
    ask_catalog,
    decide,
    keep,
    kept_as_json,
    serve_instead,
    use_instead,
)
from charter.cli.wishes import (
    PUBLICATION,
    Wishes,
    answering,
    deciding,
    options_to_repeat,
    read_wishes,
)
from charter.errors import AnswerError, CatalogError, TemplateError, UsageError

if TYPE_CHECKING:
    from charter.catalog.reuse import ReuseAnswer
    from charter.scaffold.exists import Existing
    from charter.settings import Settings
    from charter.template.open import OpenTemplate
    from charter.template.posed import Answers


_EPILOG = """\b
Examples:
  charter new                                  ask everything
  charter new invoice-renderer                 ask the rest
  charter new invoice-renderer --visibility innersource \\
      --description "Renders invoices as PDF" --team payments \\
      --maintainers "Ada Lovelace @ada, Bob Noyce @bob" --forge gitlab \\
      --set organisation_name="Acme Corporation" --defaults
  charter new parser --visibility opensource --license MIT --dry-run
  charter new shop --skeleton gh:audreyfeldroy/cookiecutter-pypackage
  charter new shop --set warranty_days=60 --set chat_channel="#shop"
  charter new bill-maker --builds-anew-because "the renderer makes no PDF/A"
  charter new bill-maker --team billing --reuses payments/invoice-renderer
"""


@click.command(epilog=_EPILOG, short_help="Found a governed repository.")
@click.argument("name", default="", required=False)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder to make it in [default: here].",
)
@answering
@deciding
@click.option(
    "--skeleton",
    default="",
    help="A cookiecutter template for the code: URL, gh:owner/name, folder or zip.",
)
@click.option(
    "--skeleton-ref", default="", metavar="REF", help="Branch, tag or commit of the skeleton."
)
@click.option(
    "--skeleton-directory",
    default="",
    metavar="FOLDER",
    help="Folder of the skeleton within its repository.",
)
@click.option(
    "--skeleton-set",
    multiple=True,
    metavar="VARIABLE=VALUE",
    help="Set a variable of the skeleton.",
)
@click.option("--defaults", is_flag=True, help="Ask nothing: take the template's defaults.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask for agreement before writing.")
@click.option("--dry-run", is_flag=True, help="List what would be written; write nothing.")
@click.option("--json", "json_", is_flag=True, help="Report as JSON (asks nothing).")
def command(**options: Any) -> int:
    """Found a governed repository called NAME: ask, show what exists, generate, commit, register.

    Every question is the template's. On a terminal what is not said is asked, Shift-Tab goes back,
    and a summary lets every answer be changed. Where the catalog holds something near to it, what
    becomes of that is asked once and kept: built anew all the same, and why; or it is reused or
    contributed to, and nothing is founded. Nobody must answer. `charter new .` founds it in the
    current folder, which must be empty.
    """
    return _found(read_wishes(options))


@dataclass(frozen=True)
class _Known:
    """What was found out before anything is made."""

    worth_saying: tuple[str, ...]
    place: Path
    existing: Existing
    answer: ReuseAnswer | None


def _found(wishes: Wishes) -> int:
    from charter import wiring  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415

    for stop in (signal.SIGTERM, signal.SIGHUP):  # from outside: cleans up as Ctrl-C does
        signal.signal(stop, signal.default_int_handler)
    settings = read_settings()
    if wishes.decision and wishes.decision is not Decision.BUILD:
        return serve_instead(wishes, settings)
    if wishes.name:  # before a single question: nothing typed is lost
        _free_place(wishes.into, wishes.name)
    template = wiring.open_template(settings, wishes.template, wishes.version, warn=tell)
    answers, worth_saying = _answers(wishes, template, settings)
    place = _free_place(wishes.into, str(answers.values["name"]))
    existing = ask_catalog(answers.values, settings)
    existing.refuse_taken()
    answer = decide(existing, wishes, answers)
    if answer and answer.avoids_a_duplicate:
        return use_instead(answer, settings, json=wishes.json)
    known = _Known(worth_saying, place, existing, answer)
    try:
        return _make(wishes, settings, template, answers, known)
    except KeyboardInterrupt:
        if not (place / ".git").exists():  # it was free before: what is there is ours
            raise
        tell(f"interrupted. {place} is made; put it into the catalog: charter register {place}")
        return INTERRUPTED


def _make(
    wishes: Wishes,
    settings: Settings,
    template: OpenTemplate,
    answers: Answers,
    known: _Known,
) -> int:
    from charter import wiring  # noqa: PLC0415
    from charter.cli.report import report_founded  # noqa: PLC0415
    from charter.scaffold.exists import team_of  # noqa: PLC0415
    from charter.scaffold.new import Founding, found  # noqa: PLC0415

    place, answer = known.place, known.answer
    with _code_order(wishes, answers, settings) as code:
        with _progress("Founding", quiet=wishes.json or answers.left_to_copier):
            made = found(
                Founding(place, template, answers, code, copier_asks=wishes.asks),
                dry_run=wishes.dry_run,
            )
        if wishes.dry_run:
            return _report_dry_run(made, wishes)
    with _progress("Registering", quiet=wishes.json):
        team = team_of(answers.values)
        registration = wiring.register_new(settings, made.place, template, team=team)
    state = keep(answer, settings, made.place) if answer else ""
    options = options_to_repeat(wishes, template.edition.source)
    if answer and answer.because:
        options += ("--builds-anew-because", answer.because)
    return report_founded(
        made,
        answers,
        registration,
        (known.worth_saying, options),
        known.existing,
        kept=kept_as_json(answer, state) if answer else None,
        json=wishes.json,
        asked=wishes.asks,
    )


def _free_place(into: Path, name: str) -> Path:
    from charter.place import check_place  # noqa: PLC0415
    from charter.scaffold.new import ADOPT  # noqa: PLC0415

    if "/" in name or "\\" in name or name in ("", ".", ".."):
        raise UsageError(
            f"'{name}' is not a name.",
            hint="Say the folder apart: charter new NAME --into FOLDER",
        )
    place = (into / name).absolute()
    check_place(place, hint=ADOPT)
    return place


def _answers(
    wishes: Wishes, template: OpenTemplate, settings: Settings
) -> tuple[Answers, tuple[str, ...]]:
    """The answers, and the names of those worth repeating in a command line."""
    from charter.scaffold.equivalent import flag_of  # noqa: PLC0415
    from charter.template.expressions import UnsupportedTemplateError  # noqa: PLC0415
    from charter.template.interview import complete, interview  # noqa: PLC0415

    try:
        evaluator = template.evaluator
        evaluator.refuse_unsupported()
    except UnsupportedTemplateError as beyond:
        return _left_to_copier(wishes, beyond), tuple(wishes.said)
    if not wishes.asks:
        answers = complete(evaluator, wishes.said, flag_of, use_defaults=wishes.defaults)
    else:
        from charter.cli.ask import Terminal  # noqa: PLC0415

        _greet(template)
        answers = interview(
            evaluator,
            wishes.said,
            Terminal(_offers(settings), reviews=not wishes.yes, locked=[PUBLICATION]),
        )
    if "name" not in answers.values:
        raise AnswerError(
            "the template asks for no name.", hint="A governance template has a question 'name'."
        )
    return answers, evaluator.unlike_defaults(answers)


def _left_to_copier(wishes: Wishes, beyond: TemplateError) -> Answers:
    """What was said is all we know: copier itself asks the rest while it renders."""
    from charter.template.posed import Answers  # noqa: PLC0415

    missing = [flag for flag in ("name", "visibility") if flag not in wishes.said]
    if missing:
        raise AnswerError(
            f"copier itself must ask here ({beyond.message}), so say: "
            + ", ".join("NAME" if flag == "name" else f"--{flag}" for flag in missing)
        )
    tell(f"copier itself asks, without a way back: {beyond.message}")
    return Answers(dict(wishes.said), dict(wishes.said), dict(wishes.said), left_to_copier=True)


def _greet(template: OpenTemplate) -> None:
    click.secho("A new repository", bold=True, err=True, nl=False)
    click.secho(f"  ({template.spoken})", dim=True, err=True)
    click.secho("Shift-Tab: back · Ctrl-C: leave without a trace\n", dim=True, err=True)


def _offers(settings: Settings) -> dict[str, list[str]]:
    """Teams and maintainers that the catalog and git know, to be completed with Tab."""
    from charter import git, wiring  # noqa: PLC0415

    teams: dict[str, None] = {}
    people: dict[str, None] = {}
    try:
        catalog = wiring.open_catalog(settings)
        for entry in catalog.list_entries():
            teams[entry.project.team] = None
            people |= dict.fromkeys(map(str, entry.project.maintainers))
        catalog.close()
    except CatalogError:
        pass  # offers are a comfort; the look-alikes say that the catalog is away
    if me := git.own_name(Path()):
        people.setdefault(me)
    return {"team": list(teams), "maintainers": list(people)}


@contextmanager
def _code_order(wishes: Wishes, answers: Answers, settings: Settings) -> Iterator[Any]:
    if not wishes.skeleton:
        yield None
        return
    import tempfile  # noqa: PLC0415

    from charter.cli.skeleton import order_skeleton  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="charter-skeleton-") as room:
        spec = (wishes.skeleton, wishes.skeleton_ref, wishes.skeleton_directory)
        yield order_skeleton(spec, wishes.skeleton_values, answers.values, settings, Path(room))


def _report_dry_run(made: Any, wishes: Wishes) -> int:
    if wishes.json:
        print_json({"path": str(made.place), "dry_run": True, "files": list(made.files)})
        return DONE
    click.echo(f"would be written into {made.place}:")
    for path in made.files:
        click.echo(f"  {path}")
    for clash in made.clashes:
        click.echo(f"  ! {clash.path}: {clash.why}")
    return DONE


@contextmanager
def _progress(what: str, *, quiet: bool) -> Iterator[None]:
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(f"{what} …"):
        yield
