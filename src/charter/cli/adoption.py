"""How an adoption looks on a terminal, and what is asked about texts that both have."""

from __future__ import annotations

import shlex
import shutil
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from charter.cli.plan import show_steps
from charter.cli.report import SIDES, fitted
from charter.plain_text import one_line
from charter.scaffold.adopt.adopt import MISSING_HERE
from charter.scaffold.equivalent import equivalent_command
from charter.settings import BUILTIN

if TYPE_CHECKING:
    from charter.scaffold.adopt.adopt import Adoption
    from charter.scaffold.adopt.answers import Settled
    from charter.scaffold.adopt.choices import Choices
    from charter.scaffold.adopt.provenance import Guess
    from charter.template.open import OpenTemplate
    from charter.update.carry_out import CarriedOut


def show_adoption(adoption: Adoption, settled: Settled) -> None:
    """Which charter, what the answers are made of, and what happens to each path."""
    update = adoption.update
    answers = update.project.recorded.answers
    name = one_line(str(answers.get("name", update.project.place.name)))
    click.echo(click.style(name, bold=True) + f"  under {update.after.template.spoken}")
    click.echo(f"  {SIDES.get(str(answers.get('visibility')), '')}")
    _show_found(settled.taken)
    for one in settled.refused:
        text = f"{one.question}: '{one.value}' from {one.where} does not fit, and is left out"
        _note(text)
    for note in adoption.notes:
        _note(note)
    # that it is missing is what creating means
    show_steps(
        tuple(replace(it, reason="") if it.reason == MISSING_HERE else it for it in update.steps)
    )


def _show_found(taken: Iterable[Guess]) -> None:
    listed = [(one.question.replace("_", " "), one) for one in taken]
    if not listed:
        return
    click.secho("\n  found", bold=True)
    width = max(len(question) for question, _ in listed)
    gap = " " * (width + 4)
    for question, one in listed:
        wide = max(_columns() - len(gap), 20)
        lines = textwrap.wrap(one.value, wide)
        fits = len(lines[-1]) + len(f"  from {one.where}") <= wide
        click.echo(f"  {question:<{width}}  " + f"\n{gap}".join(lines), nl=False)
        source = f"from {one.where}"
        if not fits:
            source = "\n" + _at_spaces(source, indent=len(gap))
        click.secho(f"{'  ' * fits}{source}", dim=True)


def _note(text: str) -> None:
    lines = textwrap.wrap(
        f"note: {one_line(text)}", _columns(), initial_indent="  ", subsequent_indent="        "
    )
    click.secho("\n".join(lines), fg="yellow")


def command_again(
    template: OpenTemplate,
    settled: Settled,
    choices: Choices,
    options: Mapping[str, Any],
    place: str,
) -> str:
    """The command that does the same without a question."""
    source = template.edition.source
    words: list[str] = []
    for flag, value in (
        ("--template", "" if source.alias == BUILTIN else source.alias or source.url),
        ("--template-version", options["template_version"]),
        *(("--keep", path) for path in sorted(choices.keep)),
        *(("--take", path) for path in sorted(choices.take)),
    ):
        words += [flag, value] if value else []
    for flag in ("keep_ours", "although_public", "commit"):
        words += [f"--{flag.replace('_', '-')}"] if options[flag] else []
    answers = settled.answers
    worth = [] if answers.left_to_copier else template.evaluator.unlike_defaults(answers)
    return equivalent_command(answers.said, worth, words, adopts=place)


def tell_adopted(adoption: Adoption, done: CarriedOut, registration: str, again: str) -> None:
    """What became of it, what comes next, and the command that does it `again` unasked."""
    name = one_line(str(adoption.update.project.recorded.answers.get("name", "")))
    if done.waiting:
        _tell_conflicts(adoption)
    else:
        click.secho(f"{name} is under a charter", fg="green", bold=True)
        if done.commit:
            click.echo(f"  committed as {done.commit[:12]}")
        else:
            click.echo("  staged: look at it with git diff --staged, then git commit")
        _tell_registration(registration)
        click.echo("  what it still lacks: charter check")
    if adoption.update.project.repository.root:
        click.secho("  to go back: charter undo", dim=True)
    if again:
        click.secho("\nThe same without a question", bold=True)
        click.secho(f"  {fitted(again)}", fg="cyan")


def _tell_registration(registration: str) -> None:
    if registration == "registered":
        click.echo("  in the catalog")
    else:
        click.secho("  not in the catalog yet: charter register", fg="yellow")


def _tell_conflicts(adoption: Adoption) -> None:
    number = len(adoption.update.conflicts)
    files = "one file waits" if number == 1 else f"{number} files wait"
    click.secho(f"{files} for you, as after any merge", fg="yellow", bold=True)
    click.echo("  resolve:  git mergetool, or edit and git add; then git commit")
    click.echo("  then:     charter register")
    if adoption.open:
        click.echo("  or keep yours for good, or take the template's:")
        click.echo("            charter undo, then again with --keep PATH or --take PATH, for")
        paths = dict.fromkeys(shlex.quote(one_line(it.path)) for it in adoption.open)
        click.echo(_at_spaces(" ".join(paths), indent=12))


def _at_spaces(text: str, *, indent: int) -> str:
    """The text broken between words alone: a path that is cut in two cannot be copied."""
    gap = " " * indent
    return textwrap.fill(
        text,
        _columns(),
        initial_indent=gap,
        subsequent_indent=gap,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _columns() -> int:
    return max(40, min(shutil.get_terminal_size().columns, 100))
