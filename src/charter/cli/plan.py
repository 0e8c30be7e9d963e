"""How a planned update looks on a terminal."""

from __future__ import annotations

import shlex
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import click

from charter.plain_text import one_line
from charter.scaffold.equivalent import in_words
from charter.update.plan import Action, Step
from charter.update.report import count_actions, unified_diff

if TYPE_CHECKING:
    from charter.update.carry_out import CarriedOut
    from charter.update.update import AnswerChange, Update, Wish

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
_ONLY_VERSION = "  no file changes: the recorded version moves on"
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
        return
    for change in update.answer_changes:
        _show_answer(change)
    if update.steps:
        show_steps(update.steps)
    else:
        click.echo("  no other file changes" if update.answer_changes else _ONLY_VERSION)


def _show_answer(change: AnswerChange) -> None:
    word = click.style(f"{'answer':<10}", fg="cyan")
    click.echo(f"  {word}{change.name}")
    for line in _filled(f"{_said(change.old)} → {_said(change.new)}"):
        click.secho(line, dim=True)


def _said(answer: Any) -> str:
    return "nothing" if answer in (None, "") else one_line(str(answer))


def show_steps(steps: tuple[Step, ...]) -> None:
    """A line for each path with its reason, and how many there are of which kind."""
    click.echo()
    told: tuple[str, ...] = ()
    for step in sorted(steps, key=lambda step: (step.action is Action.CONFLICT, step.path)):
        _show_step(step, told)
        told = step.why or told
    told_of = ", ".join(
        f"{number} to {name}" if name != "conflict" else counted(number, name)
        for name, number in count_actions(steps).items()
    )
    click.secho(f"\n  {told_of}", dim=True)


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
    show_diff_lines(unified_diff(update))


def show_diff_lines(diff: str, *, err: bool = False) -> None:
    """A unified diff, on standard error where it belongs to a question."""
    is_shown = err or sys.stdout.isatty()
    for line in diff.splitlines():
        text = _printable(line) if is_shown else line
        colour = _DIFF_COLOURS.get(line[:1])
        click.secho(text, fg=colour, bold=line.startswith("diff "), err=err)


def _printable(line: str) -> str:
    """A line of a stranger's file, without what would steer the terminal."""
    return "".join(mark if mark.isprintable() or mark == "\t" else "�" for mark in line)


def tell_done(
    update: Update, done: CarriedOut, registration: str, wish: Wish, *, keep_ours: bool
) -> None:
    """What became of it, and what comes next."""
    if not update.is_needed:
        return
    if done.waiting and not keep_ours:
        _tell_conflicts(update, done, wish)
        return
    if done.commit:
        click.secho(f"committed as {done.commit[:12]}", fg="green")
    elif done.is_changed:
        click.secho("staged in the working tree", fg="green", nl=False)
        click.echo(": look at it with git diff --staged, then git commit")
    if done.waiting:
        more = "" if done.is_changed else "nothing else is to be done; "
        number = counted(len(done.waiting), "conflict")
        them = "it" if len(done.waiting) == 1 else "them"
        again = f"kept for later: the next update offers {them} again"
        click.secho(f"{more}{number} {again}", fg="yellow")
    if registration == "registered":
        click.echo("its catalog entry is up to date")
    if done.is_changed and update.project.repository.root:
        click.secho("to go back: charter undo", dim=True)


def counted(number: int, thing: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _tell_conflicts(update: Update, done: CarriedOut, wish: Wish) -> None:
    number = len(done.waiting)
    waits = "waits" if number == 1 else "wait"
    click.secho(
        f"{counted(number, 'file')} {waits} for you, with marks as after any merge",
        fg="yellow",
        bold=True,
    )
    click.echo("  resolve:  git mergetool, or edit and git add; then git commit")
    click.echo("  go back:  charter undo")
    click.echo("  keep yours for good:  charter undo, then")
    words = ["charter", "update", *(["--to", wish.version] if wish.version else [])]
    stored = update.after.answers.stored
    for name, said in wish.changed.items():
        value = stored.get(name, stored.get(f"public_{name}", said))
        words += ["--set", f"{name}={in_words(value)}"]
    for path in (*wish.kept, *(step.governed for step in done.waiting)):
        words += ["--keep", path]
    click.echo(f"    {shlex.join(words)}")
