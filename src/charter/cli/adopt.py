"""charter adopt: bring an existing repository under a charter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import ANSWER_IS_NO, DONE, INTERRUPTED, print_json, tell
from charter.cli.adopt_questions import agrees, agrees_with, asks, person_at
from charter.cli.wishes import answering, read_said
from charter.errors import UsageError

if TYPE_CHECKING:
    from charter.scaffold.adopt.adopt import Adoption
    from charter.scaffold.adopt.answers import Settled
    from charter.scaffold.adopt.choices import Choices
    from charter.scaffold.adopt.guesses import Findings
    from charter.scaffold.adopt.subject import Subject
    from charter.settings import Settings
    from charter.template.open import OpenTemplate

_EPILOG = """\b
Examples:
  charter adopt                     ask, with what is found as defaults
  charter adopt ../shop --dry-run --defaults
  charter adopt ../shop --defaults --commit   take what is found
  charter adopt --visibility innersource --team payments --keep LICENSE
  charter adopt apps/shop           a project in a folder of a larger one
  charter adopt --from-inventory repositories.csv --commit
  charter undo                      back to what was before

After conflicts: resolve them as after any merge (git mergetool, git add),
commit, then charter register.
"""


@dataclass(frozen=True)
class _Known:
    """What is known before anything is planned."""

    subject: Subject
    template: OpenTemplate
    findings: Findings
    settled: Settled


@click.command(epilog=_EPILOG, short_help="Bring an existing repository under a charter.")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@answering
@click.option(
    "--although-public",
    is_flag=True,
    help="Adopt as innersource although the remote or the licence is public: for where somebody "
    "has decided to close it. Without it that is a question, or refused.",
)
@click.option("--keep", multiple=True, metavar="PATH", help="Keep yours for good at this path.")
@click.option("--take", multiple=True, metavar="PATH", help="Take the template's in its place.")
@click.option("--keep-ours", is_flag=True, help="Keep yours for good wherever both have a text.")
@click.option("--defaults", is_flag=True, help="Ask nothing: take what is found, and defaults.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask for agreement before writing.")
@click.option("--dry-run", is_flag=True, help="Show the plan; write nothing.")
@click.option("--diff", is_flag=True, help="Show the changes as a unified diff.")
@click.option("--commit", is_flag=True, help="Commit, where nothing conflicts.")
@click.option(
    "--from-inventory",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Adopt all that a CSV or JSON file lists, without a question.",
)
@click.option("--json", "json_", is_flag=True, help="Report as JSON (asks nothing).")
def command(path: Path | None, **options: Any) -> int:
    """Bring the existing repository at PATH (the one you are in) under a charter, and overwrite
    nothing.

    The answers are pre-filled from what it has: its remote, CODEOWNERS, MAINTAINERS, history,
    package metadata, licence. What is missing is added; README and CHANGELOG stay, the README with
    a banner; ignore files and CODEOWNERS are united; any other text that both have is a conflict.
    Exit code 1 where conflicts wait, or where a public repository would become innersource.
    """
    from charter.settings import read_settings  # noqa: PLC0415

    settings, said = read_settings(), read_said(options)
    _choices(options)  # what cannot be meant is refused before a single question
    if options["from_inventory"]:
        if path is not None:
            raise UsageError("say either PATH or --from-inventory: the file names the paths.")
        from charter.cli.inventory import adopt_inventory  # noqa: PLC0415

        return adopt_inventory(settings, said, options)
    return _adopt(settings, path, said, options)


def _adopt(
    settings: Settings, path: Path | None, said: dict[str, Any], options: dict[str, Any]
) -> int:
    from charter import wiring  # noqa: PLC0415
    from charter.scaffold.adopt.answers import offered_by, settle_answers  # noqa: PLC0415
    from charter.scaffold.adopt.subject import open_subject  # noqa: PLC0415
    from charter.update.carry_out import refuse_unready  # noqa: PLC0415

    subject = open_subject(path or Path())
    if path is None and subject.folder:
        root = subject.repository.root
        raise UsageError(
            f"this is the folder {subject.folder} of {root}: is that one project, or the whole?",
            hint=f"charter adopt . for the folder, charter adopt {root} for the whole",
        )
    if not options["dry_run"]:
        refuse_unready(subject.repository, commits=options["commit"])
    template = wiring.open_template(
        settings, options["template"], options["template_version"], warn=tell
    )
    findings = wiring.open_reader(template)(subject)
    offered = offered_by(template, findings)
    settled = settle_answers(
        template,
        offered,
        said,
        person=person_at(template, offered, findings.people, options),
        use_defaults=options["defaults"] or options["json_"],
    )
    if not agrees_with(findings, settled, options):
        return ANSWER_IS_NO
    return _carry_on(settings, _Known(subject, template, findings, settled), options)


def _carry_on(settings: Settings, known: _Known, options: dict[str, Any]) -> int:
    """Plan, show, ask about what is open, carry out, register, report."""
    from charter.cli.adoption import command_again, show_adoption, tell_adopted  # noqa: PLC0415
    from charter.cli.plan import show_diff  # noqa: PLC0415
    from charter.scaffold.adopt.report import adoption_as_json  # noqa: PLC0415

    settled = known.settled
    adoption, choices = _plan(known, options)
    place = str(known.subject.place)
    again = command_again(known.template, settled, choices, options, place)
    adoption = replace(adoption, notes=(*adoption.notes, *_notes_of_twin(settings, known)))
    if not options["json_"]:
        show_adoption(adoption, settled)
        if options["diff"]:
            show_diff(adoption.update)
    done, registration = None, ""
    if not options["dry_run"]:
        if not agrees(options):
            tell("nothing was changed.")
            return INTERRUPTED
        from charter import wiring  # noqa: PLC0415

        done, registration = wiring.carry_out_and_tell(
            settings,
            adoption.update,
            commits=options["commit"],
            words=adoption.words,
            warn=tell,
        )
    if options["json_"]:
        print_json(adoption_as_json(adoption, settled, done, registration, again))
    elif done is not None:
        tell_adopted(adoption, done, registration, again if asks(options) else "")
    return ANSWER_IS_NO if adoption.update.conflicts else DONE


def _notes_of_twin(settings: Settings, known: _Known) -> tuple[str, ...]:
    """Another project of the same name and team: raises TakenError where the entry is its own."""
    from charter import wiring  # noqa: PLC0415
    from charter.errors import CatalogError  # noqa: PLC0415
    from charter.scaffold.exists import find_existing  # noqa: PLC0415

    remote = known.findings.remote
    url = remote.url if remote else ""
    try:
        catalog = wiring.open_catalog(settings)
        try:
            existing = find_existing(catalog, known.settled.answers.values, url)
        finally:
            catalog.close()
    except CatalogError:
        return ()  # registering says that the catalog is away
    existing.refuse_taken()
    twin = existing.twin
    if twin is None or twin.siloed or twin.project.url == url:
        return ()
    full = twin.project.full_name
    return (f"{full} is in the catalog: its entry will tell of this one. Another name keeps both",)


def _plan(known: _Known, options: dict[str, Any]) -> tuple[Adoption, Choices]:
    """The plan, made again with what a person says of each text that both have."""
    from charter.cli.adopt_questions import ask_open  # noqa: PLC0415
    from charter.scaffold.adopt.adopt import plan_adoption  # noqa: PLC0415

    def plan(choices: Choices) -> Adoption:
        answers = known.settled.answers
        return plan_adoption(known.subject, known.template, answers, known.findings, choices)

    choices = _choices(options)
    adoption = plan(choices)
    if adoption.open and asks(options) and not options["yes"]:
        choices = ask_open(adoption, known.findings, choices)
        adoption = plan(choices)
    return adoption, choices


def _choices(options: dict[str, Any]) -> Choices:
    from charter.scaffold.adopt.choices import Choices  # noqa: PLC0415

    return Choices(
        frozenset(options["keep"]), frozenset(options["take"]), keeps_all=options["keep_ours"]
    )
