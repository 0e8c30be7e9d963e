"""charter adopt --from-inventory: many repositories, a row of outcome for each."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from charter.cli import ANSWER_IS_NO, DONE, INTERRUPTED, print_json, tell
from charter.cli.listing import columns
from charter.cli.progress import with_progress
from charter.cli.wishes import PUBLICATION
from charter.errors import UsageError
from charter.plain_text import one_line
from charter.scaffold.adopt.many import (
    Fate,
    Order,
    Outcome,
    adopt_many,
    count_fates,
    outcome_as_json,
)

if TYPE_CHECKING:
    from charter.settings import Settings

_COLOURS = {
    Fate.CHARTERED: "green",
    Fate.ALREADY: "green",
    Fate.SILOED: "magenta",
    Fate.FAILED: "red",
}


def adopt_inventory(settings: Settings, said: dict[str, Any], options: dict[str, Any]) -> int:
    """Adopt what the file lists; exit code 1 where anything in it is not under a charter."""
    from charter import wiring  # noqa: PLC0415
    from charter.scaffold.adopt.choices import Choices  # noqa: PLC0415
    from charter.scaffold.adopt.inventory import read_inventory  # noqa: PLC0415

    if options["diff"]:
        raise UsageError("--diff shows one repository.", hint="charter adopt PATH --dry-run --diff")
    file = options["from_inventory"]
    template = wiring.open_template(
        settings, options["template"], options["template_version"], warn=tell
    )
    questions = [
        question.name
        for question in template.configuration.questions
        if not (question.is_computed or question.name == PUBLICATION)
    ]
    rows = read_inventory(str(file), file.read_bytes(), questions)
    is_dry = options["dry_run"]
    order = Order(
        template,
        said,
        wiring.open_reader(template),
        None
        if is_dry
        else lambda adoption: wiring.carry_out_and_tell(
            settings,
            adoption.update,
            commits=options["commit"],
            words=adoption.words,
            warn=tell,
        ),
        None if is_dry else lambda entry: wiring.record_silo(settings, entry, warn=tell),
        Choices(frozenset(options["keep"]), frozenset(options["take"]), options["keep_ours"]),
        although_public=options["although_public"],
        commits=options["commit"],
    )
    found = adopt_many(rows, order, file.absolute().parent)
    outcomes: list[Outcome] = []
    try:
        for outcome in found if options["json_"] else with_progress(found, len(rows), "Adopting"):
            outcomes.append(outcome)  # noqa: PERF402 - what came before an interruption counts
    except KeyboardInterrupt:
        tell(f"interrupted after {len(outcomes)} of {len(rows)}; call it again for the rest.")
        _report(outcomes, options)
        return INTERRUPTED
    _report(outcomes, options)
    is_all = all(outcome.fate in (Fate.CHARTERED, Fate.ALREADY) for outcome in outcomes)
    return DONE if is_all else ANSWER_IS_NO


def _report(outcomes: list[Outcome], options: dict[str, Any]) -> None:
    counts, is_dry = count_fates(outcomes), options["dry_run"]
    if options["json_"]:
        listed = [outcome_as_json(outcome) for outcome in outcomes]
        print_json({"dry_run": is_dry, "counts": counts, "repositories": listed})
        return
    for outcome in outcomes:
        _show(outcome)
    _sum_up(counts, is_dry=is_dry, commits=options["commit"])


def _show(outcome: Outcome) -> None:
    word = click.style(f"{outcome.fate.value:<17}", fg=_COLOURS[outcome.fate])
    shown = one_line(outcome.path)
    named = f"  {outcome.name}" if outcome.name not in shown else ""
    click.echo(f"{word}{shown}{named}")
    if outcome.reason:
        gap = " " * 17
        text = textwrap.fill(
            one_line(outcome.reason), columns(), initial_indent=gap, subsequent_indent=gap
        )
        click.secho(text, dim=True)
    if outcome.registration in ("failed", "waiting"):
        click.secho(f"{'':17}not in the catalog yet", fg="yellow")


def _sum_up(counts: dict[str, int], *, is_dry: bool, commits: bool) -> None:
    said = ", ".join(f"{number} {fate}" for fate, number in counts.items() if number)
    click.secho(f"\n{said}{' (nothing was written)' if is_dry else ''}", bold=True)
    if counts[Fate.CHARTERED] and not (is_dry or commits):
        click.echo("staged in each working tree, not committed (--commit does that)")
    if counts[Fate.SILOED] and not is_dry:
        click.echo("what is siloed is in the catalog: charter list --visibility siloed")
