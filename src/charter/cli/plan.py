"""How a planned update looks on a terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from charter.plain_text import one_line
from charter.update.plan import Action, Step
from charter.update.report import count_actions, unified_diff

if TYPE_CHECKING:
    from charter.update.carry_out import CarriedOut
    from charter.update.update import Update

_COLOURS = {
    Action.CREATE: "green",
    Action.CHANGE: "cyan",
    Action.MERGE: "cyan",
    Action.CONFLICT: "red",
    Action.DELETE: "magenta",
    Action.KEEP: None,
}
_ORDER = list(Action)
_FIRST = 12  # the column of a path
_DIFF_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def show_plan(update: Update) -> None:
    """What happens to each path and why; conflicts last, where the eye is."""
    old, new = update.before.version, update.after.version
    name = one_line(str(update.project.recorded.answers.get("name", update.project.place.name)))
    versions = f"stays at {new}" if old == new else f"{old} → {new}"
    source = update.after.template.edition.source
    click.echo(click.style(name, bold=True) + f"  {source.alias or source.url} {versions}")
    for dropped in update.dropped:
        value = update.after.answers.stored[dropped]
        click.secho(
            f"  note: '{dropped}' had to become {value!r}: what was answered does not fit "
            "this version",
            fg="yellow",
        )
    if not update.is_needed:
        click.echo("  nothing changes here")
    elif update.steps:
        show_steps(update.steps)
    else:
        click.echo("  no file changes but the answers: the recorded version moves on")


def show_steps(steps: tuple[Step, ...]) -> None:
    """A line for each path with its reason, and how many there are of which kind."""
    click.echo()
    told: tuple[str, ...] = ()
    for step in sorted(steps, key=lambda step: (step.action is Action.CONFLICT, step.path)):
        _show_step(step, told)
        told = step.why or told
    counted = ", ".join(f"{number} {name}" for name, number in count_actions(steps).items())
    click.secho(f"\n  {counted}", dim=True)


def _show_step(step: Step, told: tuple[str, ...]) -> None:
    word = click.style(f"{step.action.value:<10}", fg=_COLOURS[step.action])
    click.echo(f"  {word}{click.style(one_line(step.path), bold=bool(step.conflict))}")
    for line in _filled(step.reason):
        click.secho(line, dim=not step.conflict)
    if step.why != told:
        for why in step.why:
            for line in _filled(f"» {one_line(why)}"):
                click.secho(line, dim=True, italic=True)


def _filled(text: str) -> list[str]:
    width = max(40, min(shutil.get_terminal_size().columns, 100))
    return textwrap.wrap(text, width, initial_indent=" " * _FIRST, subsequent_indent=" " * _FIRST)


def show_diff(update: Update) -> None:
    """The unified diff, coloured on a terminal."""
    click.echo()
    for line in unified_diff(update).splitlines():
        text = line if sys.stdout.isatty() is False else _printable(line)
        click.secho(text, fg=_DIFF_COLOURS.get(line[:1]), bold=line.startswith("diff "))


def _printable(line: str) -> str:
    """A line of a stranger's file, without what would steer the terminal."""
    return "".join(mark if mark.isprintable() or mark == "\t" else "�" for mark in line)


def tell_done(update: Update, done: CarriedOut, registration: str) -> None:
    """What became of it, and what comes next."""
    if not update.is_needed:
        return
    if done.waiting and update.project.repository.root and not done.commit:
        _tell_conflicts(update, done)
        return
    if done.commit:
        click.secho(f"committed as {done.commit[:12]}", fg="green")
    else:
        click.secho("staged in the working tree", fg="green", nl=False)
        click.echo(": look at it with git diff --staged, then git commit")
    if done.waiting:
        click.secho("conflicts are kept for later: the next update offers them again", fg="yellow")
    if registration == "registered":
        click.echo("the catalog knows")
    if update.project.repository.root:
        click.secho("to go back: charter undo", dim=True)


def _tell_conflicts(update: Update, done: CarriedOut) -> None:
    number = len(done.waiting)
    files = "one file waits" if number == 1 else f"{number} files wait"
    click.secho(f"{files} for you, with marks as after any merge", fg="yellow", bold=True)
    click.echo("  resolve:  git mergetool, or edit and git add; then git commit")
    click.echo("  go back:  charter undo")
    if "keep_ours" in update.after.answers.stored:
        kept = [*update.after.answers.stored["keep_ours"], done.waiting[0].path]
        listed = f"[{', '.join(map(str, dict.fromkeys(kept)))}]"
        click.echo("  keep yours for good:  charter undo, then")
        click.echo(f"    charter update --set keep_ours='{listed}'")
