"""The code skeleton of charter new: fetched, shown, allowed, and its variables filled in."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.errors import SkeletonError
from charter.scaffold.new import CodeOrder
from charter.scaffold.skeleton.consent import Consents, is_allowed
from charter.scaffold.skeleton.fetch import Skeleton, fetch_skeleton
from charter.scaffold.skeleton.variables import facts_of, variables_for

if TYPE_CHECKING:
    from charter.settings import Settings

_SHOWN, _LINES = 12, 8  # so much of what would run is shown, the rest is counted


def order_skeleton(
    spec: tuple[str, str, str],
    values: Mapping[str, str],
    answers: Mapping[str, Any],
    settings: Settings,
    room: Path,
) -> CodeOrder:
    """Fetch (`spec`: address, ref, folder), get consent for its code, map the answers onto it.

    Raises SkeletonError where it cannot be fetched or nobody allows it to run.
    """
    address, ref, directory = spec
    skeleton = fetch_skeleton(address, room, directory=directory, ref=ref)
    consents = Consents(settings.folders.state / "consents.json")
    if not is_allowed(skeleton, settings, consents):
        _ask_consent(skeleton, consents)
    return CodeOrder(skeleton, variables_for(skeleton, facts_of(answers), values))


def _ask_consent(skeleton: Skeleton, consents: Consents) -> None:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise SkeletonError(
            f"the skeleton {skeleton.spec} is code, and nobody has allowed it to run.",
            hint="Allow it on a terminal, or for good: "
            f"charter settings set skeletons {skeleton.url or skeleton.source}",
        )
    click.secho(f"\n{skeleton.spec} is code that will run on this machine:", bold=True, err=True)
    for note in skeleton.code[:_SHOWN]:
        click.echo(f"  {note.kind:<14} {note.path}", err=True)
        lines = note.excerpt.splitlines()
        for line in lines[:_LINES]:
            for piece in textwrap.wrap(line, 62, drop_whitespace=False) or [""]:
                click.secho(f"  {'':<14} {piece}", dim=True, err=True)
        if len(lines) > _LINES:
            click.secho(f"  {'':<14} … {len(lines) - _LINES} more lines", dim=True, err=True)
    if len(skeleton.code) > _SHOWN:
        click.echo(f"  … and {len(skeleton.code) - _SHOWN} more", err=True)
    if skeleton.commit:
        click.secho(
            f"  commit {skeleton.commit[:12]}; asked again when it changes", dim=True, err=True
        )
    from charter.cli.ask import agree  # noqa: PLC0415

    if not agree("Do you trust it to run?", default=False):
        raise SkeletonError("the skeleton was not allowed to run, and nothing was made.")
    consents.remember(skeleton)
