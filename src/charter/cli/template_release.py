"""charter template release: check, write the changelog's heading, commit and tag."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.template_check import run_check
from charter.errors import UsageError

_EXAMPLES = """\b
Examples:
  charter template release --dry-run
  charter template release
  charter template release --folder acme-template v2.0.0
  git push --follow-tags
"""


@click.command("release", epilog=_EXAMPLES)
@click.argument("version", default="")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The template's repository.  [default: the current folder]",
)
@click.option("--major", "step", flag_value="major", help="The next major version.")
@click.option("--minor", "step", flag_value="minor", help="The next minor version (the default).")
@click.option("--patch", "step", flag_value="patch", help="The next patch version.")
@click.option("--strict", is_flag=True, help="Warnings hold it up too.")
@click.option("--allow", multiple=True, metavar="ID", help="As in charter template check.")
@click.option("--dry-run", is_flag=True, help="Say what would be released; change nothing.")
@click.option("--json", "json_", is_flag=True, help="Report as JSON.")
def release(version: str, folder: Path, step: str | None, **options: Any) -> int:
    """Release what is committed as VERSION, or as the next one.

    Checks the template and its snapshots, makes `## Unreleased` of the changelog the version's
    heading, commits that and tags it. A template that stands on the built-in one counts post
    releases of it, such as v1.0.0.post2. Exit code 1 where the check says no, or the changelog says
    nothing.
    """
    from charter.authoring.release import carry_out, plan_release  # noqa: PLC0415

    place = folder.absolute()
    if version and step:
        raise UsageError(f"name the version or --{step}, not both.")
    plan = plan_release(place, wanted=version, step=step or "")
    reasons, untold = _hold_up(place, options["allow"], strict=options["strict"])
    dry_run = options["dry_run"]
    done = not (reasons or dry_run)
    if done:
        carry_out(plan)
    if options["json_"]:
        print_json(
            {
                "version": plan.version,
                "last": plan.last,
                "released": done,
                "changed": list(plan.changed),
                "told": plan.told.splitlines(),
                "untold": untold,
                "held_up_by": reasons,
            }
        )
        return ANSWER_IS_NO if reasons else DONE
    for path in untold:
        click.secho(f"  note: no line of the changelog names {path}", fg="yellow", err=True)
    if reasons:
        for reason in reasons:
            click.secho(f"not released: {reason}", fg="red", err=True)
        return ANSWER_IS_NO
    since = f", {len(plan.changed)} files changed since {plan.last}" if plan.last else ""
    click.echo(
        f"{'Would release' if dry_run else 'Released'} {plan.version}{since}:\n\n{plan.told}"
    )
    if not dry_run:
        there = "" if folder == Path() else f" -C {shlex.quote(str(folder))}"
        click.echo(f"\nPush it with its tag: git{there} push --follow-tags")
    return DONE


def _hold_up(place: Path, allow: tuple[str, ...], *, strict: bool) -> tuple[list[str], list[str]]:
    """Why it may not be released, and the files of which the changelog says nothing."""
    from charter.authoring import snapshots  # noqa: PLC0415
    from charter.authoring.draft import open_draft  # noqa: PLC0415
    from charter.authoring.findings import are_fine  # noqa: PLC0415
    from charter.cli.template_report import tell_check  # noqa: PLC0415

    report = run_check(place, allow)
    untold = [it.path for it in report.findings if it.rule == "UP-3"]
    reasons = []
    if not are_fine(report.findings, strict=strict):
        reasons.append("charter template check says no")
        with click.get_current_context().scope():
            tell_check(report, strict=strict)
    kept = snapshots.read_snapshots(place)
    if kept and not reasons:
        with open_draft(place) as draft:
            shots = snapshots.shoot(draft)
        if not snapshots.compare(shots, kept).is_same:
            reasons.append("charter template test says no")
    return reasons, untold
