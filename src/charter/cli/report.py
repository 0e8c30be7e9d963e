"""What charter new says: before it writes, and at the end."""

from __future__ import annotations

import shlex
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import DONE, print_json
from charter.scaffold.equivalent import equivalent_command

if TYPE_CHECKING:
    from charter.scaffold.exists import Existing
    from charter.scaffold.new import Founded
    from charter.scaffold.register import Registration
    from charter.template.posed import Answers

MARK = "TODO(charter)"
SIDES = {
    "innersource": "InnerSource: open to everybody inside, proprietary outside",
    "opensource": "Open Source candidate: keep it private until the OSPO has approved it",
}


def report_founded(
    made: Founded,
    answers: Answers,
    registration: Registration,
    repeat: tuple[Sequence[str], Sequence[str]],
    existing: Existing,
    *,
    kept: Mapping[str, Any] | None,
    json: bool,
    asked: bool,
) -> int:
    """What was made, where it is registered, the next steps; where it `asked`, how not to be."""
    again = equivalent_command(answers.said, *repeat)
    if json:
        print_json({**_as_json(made, answers, registration, again, existing), "answer": kept})
        return DONE
    values = answers.values
    click.secho(f"\n{values['name']} is founded", fg="green", bold=True)
    click.echo(f"  {SIDES.get(str(values.get('visibility')), '')}")
    click.echo(f"  {_near(made.place)}: {len(made.files)} files, {_count(made.commits, 'commit')}")
    _tell_registration(registration)
    if kept and kept["state"] == "kept" and kept["because"] and kept["about"]:
        click.echo(f"  who looks after {kept['about']} can read what it lacks")
    for note in _notes(made, registration):
        click.secho(f"  note: {note}", fg="yellow")
    click.secho("\nNext", bold=True)
    for number, (why, order) in enumerate(_next_steps(made, values), start=1):
        click.echo(
            textwrap.fill(why, _width(), initial_indent=f"  {number}. ", subsequent_indent="     ")
        )
        if order:
            click.secho(f"     {order}", fg="cyan")
    if asked:
        click.secho("\nThe same without a question", bold=True)
        click.secho(f"  {fitted(again)}", fg="cyan")
    return DONE


def fitted(command: str) -> str:
    """The command broken before its options where the terminal is too narrow: it can be copied."""
    room = shutil.get_terminal_size().columns - 4
    if not sys.stdout.isatty() or len(command) <= room:
        return command
    groups: list[str] = []
    for word in map(shlex.quote, shlex.split(command)):
        if word.startswith("-") or not groups:
            groups.append(word)
        else:
            groups[-1] += f" {word}"  # a value stays with its option
    lines = groups[:1]
    for group in groups[1:]:
        if len(lines[-1]) + len(group) + len("        \\") <= room:
            lines[-1] += f" {group}"
        else:
            lines.append(group)
    return " \\\n      ".join(lines)


def _tell_registration(registration: Registration) -> None:
    if registration.entry:
        project = registration.entry.project
        click.echo(f"  in the catalog as {project.full_name}")
    elif registration.waits:
        click.secho(
            "  not in the catalog yet: the registration waits and is delivered later", fg="yellow"
        )
    else:
        click.secho("  not in the catalog; try again: charter register", fg="yellow")


def _notes(made: Founded, registration: Registration) -> list[str]:
    notes = [f"{clash.path}: {clash.why}" for clash in made.clashes]
    if made.author:
        notes.append(f"git knows no author here, so {made.author.name} made the first commit")
    if made.surrounding:
        notes.append(f"it lies inside another repository, {made.surrounding}")
    if registration.untrusted:
        notes.append(
            f"hooks of the template did not run: {', '.join(registration.untrusted)} "
            "(to trust it: charter settings set trusted ALIAS)"
        )
    failed = [outcome for outcome in registration.outcomes if outcome.problem]
    return notes + [f"{hook.path} {hook.problem}: {hook.said[-200:]}" for hook in failed]


def _next_steps(made: Founded, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Why, and the command for it."""
    place = shlex.quote(_near(made.place))
    home = str(values.get("home_url") or "ADDRESS")
    there, into = (f"cd {place} && ", f" -C {place}") if place != "." else ("", "")
    push = ("push it", f"{there}git remote add origin {home} && git push -u origin main")
    if values.get("visibility") == "opensource":
        push = ("push it to a private repository", f"git{into} push -u ADDRESS main")
    return [
        ("write what only you know", f"grep -rn '{MARK}' {place}"),
        push,
        (f"switch on at the forge what the texts promise: {_settings(values)}", ""),
        ("see it as others do", f"charter show {values['name']}"),
    ]


def _settings(values: Mapping[str, Any]) -> str:
    switches = ["a protected main branch", "one review before a merge"]
    if values.get("visibility") == "opensource" and values.get("forge") == "github":
        switches.append("private vulnerability reporting")
    return ", ".join(switches)


def _width() -> int:
    return max(40, min(shutil.get_terminal_size().columns, 100))


def _near(place: Path) -> str:
    try:
        return f"./{place.relative_to(Path.cwd())}" if place != Path.cwd() else "."
    except ValueError:
        return str(place)


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _as_json(
    made: Founded,
    answers: Answers,
    registration: Registration,
    again: str,
    existing: Existing,
) -> dict[str, Any]:
    return {
        "path": str(made.place),
        "name": answers.values["name"],
        "visibility": answers.values.get("visibility"),
        "candidate": answers.values.get("visibility") == "opensource",
        "answers": answers.stored,
        "files": list(made.files),
        "commits": list(made.commits),
        "registration": registration.state,
        "notes": _notes(made, registration),
        "look_alikes": [
            {
                "name": it.entry.project.name,
                "team": it.entry.project.team,
                "shared": list(it.shared),
            }
            for it in existing.alike
        ],
        "replaces": bool(existing.twin),
        "command": again,
    }
