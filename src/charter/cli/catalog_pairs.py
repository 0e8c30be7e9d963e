"""`charter catalog pairs`: what several teams may be building alike."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from charter.catalog.entry import as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json, tell
from charter.cli.progress import counting
from charter.settings import read_settings
from charter.wiring import open_stored_catalog

if TYPE_CHECKING:
    from charter.catalog.pairs import Pair, Pairs

_A_SECOND = 8_000_000  # comparisons, about
_LONG = 60  # seconds


@click.command(
    short_help="What several teams may be building alike.",
    epilog="""\b
Examples:
  charter catalog pairs
  charter catalog pairs --team payments --limit 50
  charter catalog pairs --json | jq '.pairs[0].shared'
""",
)
@click.option("--team", default="", metavar="TEAM", help="Only what this team owns, beside others.")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many."
)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def pairs(team: str, limit: int, *, as_document: bool) -> int:
    """Show pairs of entries of different teams that say nearly the same, the nearest first, with
    the words they share. Whether two are duplicates is for people to judge.

    Every entry that is not archived is compared with every other: 10,000 in some seconds, twice as
    many in four times as long. --team compares what one team owns with all others, and is that much
    quicker. An entry is in three pairs at most. Exit code 1 when there are none.
    """
    with closing(open_stored_catalog(read_settings(), makes=False)) as catalog:
        every = catalog.pairs(team)
        _warn(every)
        with counting("Comparing", every.comparisons, quiet=as_document) as count:
            found = every.nearest(limit=limit, count=count)
    if as_document:
        print_json({"entries": every.entries, "pairs": list(map(_as_json, found))})
    else:
        _show(found, every)
    return DONE if found else ANSWER_IS_NO


def _warn(every: Pairs) -> None:
    seconds = every.comparisons / _A_SECOND
    if seconds > _LONG:
        tell(
            f"{every.entries} entries are {every.comparisons} pairs: that takes about"
            f" {seconds / 60:.0f} minutes. --team compares what one team owns."
        )


def _show(found: tuple[Pair, ...], every: Pairs) -> None:
    from charter.cli.listing import body, heading, say  # noqa: PLC0415

    for pair in found:
        lines = []
        for entry in (pair.one, pair.other):
            lines += [heading(entry, entry.project.name), *body(entry, entry.project.description)]
        if pair.shared:
            lines.append(click.style(f"  both say: {', '.join(pair.shared)}", dim=True))
        say("\n".join([*lines, ""]))
    click.echo(
        f"charter: {len(found)} pairs of different teams, the nearest first, of {every.entries}"
        " entries.",
        err=True,
    )


def _as_json(pair: Pair) -> dict[str, object]:
    return {
        "one": as_json(pair.one),
        "other": as_json(pair.other),
        "shared": list(pair.shared),
        "nearness": round(pair.nearness, 3),
    }
