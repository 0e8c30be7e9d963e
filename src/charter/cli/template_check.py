"""charter template check and test: what is wrong with a template, and what it has come to give."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter.cli import ANSWER_IS_NO, DONE, print_json, tell
from charter.errors import UsageError

if TYPE_CHECKING:
    from charter.authoring.check import Report

Folder = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path()
)
_CHECK = """\b
Examples:
  charter template check
  charter template check acme-template --strict
  charter template check --allow UP-2 --allow DOC-3 --json
  charter template check --history acme      older versions are there
"""
_TEST = """\b
Examples:
  charter template test --update      write the snapshots, then see git diff
  charter template test               in CI: a difference is a no
"""


@click.command("check", epilog=_CHECK)
@Folder
@click.option("--strict", is_flag=True, help="Warnings fail too, conflicts of updates among them.")
@click.option(
    "--allow",
    multiple=True,
    metavar="ID",
    help="Findings of this rule, or of this check of charter check, become notes; repeatable.",
)
@click.option(
    "--history",
    default="",
    metavar="TEMPLATE",
    help="Take older versions from this alias or address instead of the folder's own tags.",
)
@click.option("--json", "json_", is_flag=True, help="Report as JSON.")
def check(folder: Path, strict: bool, allow: tuple[str, ...], history: str, json_: bool) -> int:
    """Check the template in FOLDER as it lies there, uncommitted changes included.

    Reads copier.yml and the files; renders a covering set of answers, and has each rendering
    judged; proves that no internal fact reaches the public side; and updates repositories of every
    older version with typical edits, to tell which would conflict. Exit code 1 where the answer is
    no.
    """
    from charter.authoring.findings import are_fine  # noqa: PLC0415

    report = run_check(folder, allow, history)
    if json_:
        from charter.authoring.report import as_json  # noqa: PLC0415

        print_json(as_json(report, strict=strict))
    else:
        from charter.cli.template_report import tell_check  # noqa: PLC0415

        tell_check(report, strict=strict)
    return DONE if are_fine(report.findings, strict=strict) else ANSWER_IS_NO


def run_check(folder: Path, allow: tuple[str, ...] = (), history: str = "") -> Report:
    """The report on what lies in the folder, with a progress bar on a terminal."""
    from charter.authoring.check import check as check_draft  # noqa: PLC0415
    from charter.authoring.draft import open_draft  # noqa: PLC0415

    allowed = _allowed(allow)
    elsewhere = _history(history) if history else None
    with open_draft(folder.absolute(), elsewhere) as draft, progress() as step:
        return check_draft(draft, allowed=allowed, tell=step)


def _allowed(said: tuple[str, ...]) -> frozenset[str]:
    from charter.authoring.findings import BY_ID as RULES  # noqa: PLC0415
    from charter.governance.table import BY_ID as CHECKS  # noqa: PLC0415

    wanted = [word.strip().upper() for text in said for word in text.split(",")]
    for word in wanted:
        if word not in RULES and word not in CHECKS:
            raise UsageError(
                f"there is no rule or check '{word}'.",
                hint="They stand in brackets behind each finding.",
            )
    return frozenset(wanted)


def _history(name: str) -> Path:
    from charter import wiring  # noqa: PLC0415
    from charter.settings import read_settings  # noqa: PLC0415

    return wiring.open_template(read_settings(), name, warn=tell).edition.mirror


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the terminal for what takes more than a second; silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description:<28}"), BarColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def step(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield step


@click.command("test", epilog=_TEST)
@Folder
@click.option("--update", is_flag=True, help="Write the snapshots as the renderings are now.")
@click.option("--json", "json_", is_flag=True, help="Report as JSON.")
def test(folder: Path, update: bool, json_: bool) -> int:
    """Compare what the template in FOLDER gives with the snapshots in tests/snapshots.

    Each choice of each question is rendered at least once a side. Exit code 1 where something is
    different, lacks a snapshot, or has one without a case.
    """
    from charter.authoring import snapshots  # noqa: PLC0415
    from charter.authoring.draft import open_draft  # noqa: PLC0415

    place = folder.absolute()
    with open_draft(place) as draft:
        shots = snapshots.shoot(draft)
    kept = snapshots.read_snapshots(place)
    found = snapshots.compare(shots, kept)
    if update:
        snapshots.write_snapshots(place, shots)
    if json_:
        print_json(
            {
                "ok": update or found.is_same,
                "updated": update,
                "same": list(found.same),
                "changed": {name: dict(diffs) for name, diffs in found.changed.items()},
                "new": list(found.new),
                "obsolete": list(found.obsolete),
            }
        )
    else:
        from charter.cli.template_report import tell_test  # noqa: PLC0415

        tell_test(found, updated=update)
    return DONE if update or found.is_same else ANSWER_IS_NO
