"""What charter adopt asks a person: whether there is one, what is open, and for agreement."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from charter.cli import tell
from charter.cli.wishes import PUBLICATION
from charter.plain_text import one_line

if TYPE_CHECKING:
    from charter.scaffold.adopt.adopt import Adoption
    from charter.scaffold.adopt.answers import Settled
    from charter.scaffold.adopt.choices import Choices
    from charter.scaffold.adopt.guesses import Findings
    from charter.scaffold.adopt.provenance import Guess
    from charter.scaffold.adopt.settlement import Open
    from charter.template.open import OpenTemplate

_ANSWERS = {
    "": "merge by hand: both, with marks",
    "keep": "keep mine for good",
    "take": "take the template's in its place",
    "show": "show the difference",
}


def asks(options: Mapping[str, Any]) -> bool:
    """Whether there is a person to ask."""
    quiet = options["defaults"] or options["json_"]
    return not quiet and sys.stdin.isatty() and sys.stderr.isatty()


def person_at(
    template: OpenTemplate,
    offered: Mapping[str, Guess],
    people: tuple[str, ...],
    options: Mapping[str, Any],
) -> Any:
    """Who answers; None where nobody is there. `people` can be completed with Tab."""
    if not asks(options):
        return None
    from charter.cli.ask import Terminal  # noqa: PLC0415

    _greet(template)
    return Terminal(
        {"maintainers": people},
        reviews=not options["yes"],
        locked=[PUBLICATION],
        found={name: (one.value, one.where) for name, one in offered.items()},
        agrees="Yes, go on",
    )


def agrees_with(findings: Findings, settled: Settled, options: Mapping[str, Any]) -> bool:
    """Whether it may become what the answers say; raises where nobody is there to decide."""
    from charter.scaffold.adopt.contradictions import (  # noqa: PLC0415
        find_contradictions,
        refuse_contradictions,
    )
    from charter.template.project import side_of  # noqa: PLC0415

    found = find_contradictions(findings, side_of(settled.answers))
    if not found or options["although_public"]:
        return True
    if not asks(options):
        refuse_contradictions(found)
    from charter.cli.ask import agree  # noqa: PLC0415

    click.secho("\nIt would become innersource, closed outside, but:", fg="yellow", err=True)
    for one in found:
        click.secho(f"  - {one}", fg="yellow", err=True)
    if agree("Has somebody decided to close it?", default=False):
        return True
    tell("nothing was changed. To adopt it as it is: --visibility opensource")
    return False


def agrees(options: Mapping[str, Any]) -> bool:
    if options["yes"] or not asks(options):
        return True
    from charter.cli.ask import agree  # noqa: PLC0415

    return agree("Bring it under this charter?")


def _greet(template: OpenTemplate) -> None:
    click.secho("An existing repository", bold=True, err=True, nl=False)
    click.secho(f"  ({template.spoken})", dim=True, err=True)
    click.secho("What is found stands there already: Enter takes it", dim=True, err=True)
    click.secho("Shift-Tab: back · Ctrl-C: leave without a trace\n", dim=True, err=True)


def ask_open(adoption: Adoption, findings: Findings, choices: Choices) -> Choices:
    """Ask once for each governed path that the team has a text for, too."""
    from charter.cli.ask import choose  # noqa: PLC0415

    by_path: dict[str, list[Open]] = {}
    for one in adoption.open:
        by_path.setdefault(one.path, []).append(one)
    licences = {licence.path: licence.spoken for licence in findings.licences}
    click.echo(err=True)
    for path, same in by_path.items():
        yours = ", ".join(one_line(it.other) for it in same if it.other != path)
        what = next((f", {licences[it.other]}" for it in same if licences.get(it.other)), "")
        question = f"{path}: you have {f'{yours}{what}' if yours else f'one too{what}'} →"
        while (answer := choose(question, _ANSWERS)) == "show":
            _show_difference(adoption, same)
        if answer == "keep":
            choices = replace(choices, keep=choices.keep | {path})
        elif answer == "take":
            choices = replace(choices, take=choices.take | {path})
    click.echo(err=True)
    return choices


def _show_difference(adoption: Adoption, same: list[Open]) -> None:
    """From the team's text to the template's, whatever the team's is called."""
    from charter.cli.plan import show_diff_lines  # noqa: PLC0415
    from charter.contents import text_diff  # noqa: PLC0415
    from charter.update.merge import fit_line_ends  # noqa: PLC0415

    ours = {step.path: step.ours for step in adoption.update.steps}
    theirs = {step.path: step.theirs for step in adoption.update.steps}
    for one in same:
        own, governed = ours.get(one.other), theirs.get(one.path)
        after = fit_line_ends(governed, own) if own and governed else governed
        show_diff_lines(text_diff(one.path, own, after), err=True)
