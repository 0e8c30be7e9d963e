"""`charter explain`: what stands behind a file, and who to ask about it."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import ANSWER_IS_NO, DONE, print_json, tell
from charter.plain_text import one_line

if TYPE_CHECKING:
    from charter.governance.explain import Explanation

_EXAMPLES = """\b
Examples:
  charter explain SECURITY.md
  charter explain .github/CODEOWNERS --json
  charter explain .github     the governed files in a folder
  charter explain SUPPORT.md --in ~/mirrors/shop.git     of a bare one
"""
_Path = click.Path(path_type=Path)


@click.command(epilog=_EXAMPLES)
@click.argument("file", type=_Path)
@click.option(
    "--in", "within", type=_Path, metavar="PATH", help="The project or bare repository it is in."
)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(file: Path, within: Path | None, *, as_document: bool) -> int:
    """What stands behind FILE: the template's file and version, why it changed last, the checks
    that look at it, and who to ask. Of a folder, the files in it that the template gives. Exit code
    1 when it is neither here nor in the template.
    """
    from charter import wiring  # noqa: PLC0415
    from charter.governance.explain import State  # noqa: PLC0415
    from charter.governance.read_explanation import explain, locate  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.template.project import open_project  # noqa: PLC0415

    project, path = (open_project(within), file.as_posix()) if within else locate(file)
    known = explain(project, path, wiring.open_editions(read_settings(), warn=tell))
    if as_document:
        print_json(_document(known))
    else:
        _tell(known)
    return ANSWER_IS_NO if known.state is State.NOWHERE else DONE


def _document(known: Explanation) -> dict[str, Any]:
    return {
        "path": one_line(known.path),
        "state": known.state.name.lower(),
        "template": known.template,
        "version": known.version,
        "newest": known.newest,
        "source": known.source,
        "newer": known.newer,
        "asks": [one_line(name) for name in known.asks],
        "introduced": known.past.introduced,
        "changed": known.past.changed,
        "reasons": [
            {"version": version, "why": one_line(why)} for version, why in known.past.reasons
        ],
        "checks": [{"id": check.id, "title": check.title} for check in known.checks],
        "team": one_line(known.team),
        "maintainers": [asdict(person) for person in known.maintainers],
        "office": one_line(known.office),
        "governed": [
            {"path": one_line(path), "state": state.name.lower()} for path, state in known.governed
        ],
    }


def _tell(known: Explanation) -> None:
    from charter.cli.listing import columns, say  # noqa: PLC0415
    from charter.governance.explain import State  # noqa: PLC0415

    colour = {State.EDITED: "yellow", State.MISSING: "red", State.NOWHERE: "red"}
    said = known.state.value
    if known.state is State.FOLDER and not known.governed:
        said += ": the template gives nothing in it"
    state = click.style(said, fg=colour.get(known.state, "green"))
    say(f"{click.style(one_line(known.path), bold=True)}  {state}")
    for label, lines in _rows(known):
        for number, line in enumerate(filter(None, lines)):
            named = click.style(f"{label if not number else '':<11}", dim=True)
            first, *rest = textwrap.wrap(one_line(line), columns() - 14, break_on_hyphens=False)
            say(f"  {named} {first}")
            for more in rest:
                say(f"{'':<14}{more}")


def _rows(known: Explanation) -> list[tuple[str, list[str]]]:
    past = known.past
    people = ", ".join(f"{person.name} @{person.handle}" for person in known.maintainers)
    newer = f"asks something new ({', '.join(known.asks)})" if known.asks else known.newer
    later = f", last changed in {past.changed}" if past.changed != past.introduced else ""
    return [
        (
            "From",
            [known.source and f"{known.source} of the template {known.template} {known.version}"],
        ),
        ("Governed", [f"{path}: {state.value}" for path, state in known.governed]),
        ("Since", [past.introduced + later]),
        ("Why", [f"{version}: {why}" for version, why in past.reasons]),
        ("Newer", [newer and f"{known.newest} {newer}: charter update"]),
        ("Checks", [f"{check.id}  {check.title}" for check in known.checks]),
        (
            "Ask",
            [
                ": ".join(filter(None, (known.team and f"team {known.team}", people))),
                known.office and f"about the template's words: {known.office}",
            ],
        ),
    ]
