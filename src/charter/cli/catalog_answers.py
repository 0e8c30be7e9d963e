"""`charter catalog answers`: duplicates that were avoided, and what components lack."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from datetime import date

import click

from charter.catalog.reuse import Component, Decision, ReuseAnswer, as_json, by_component
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.listing import catalog_in_use, columns, say, table
from charter.errors import UsageError

_EXAMPLES = """\b
Examples:
  charter catalog answers
  charter catalog answers --since 2026-01-01
  charter catalog answers --json | jq '.components[].lacking'
"""
_SAID = {Decision.REUSE: "reuses", Decision.CONTRIBUTE: "contributes to"}


@click.command("answers", epilog=_EXAMPLES)
@click.option("--since", default="", metavar="YYYY-MM-DD", help="Only from that day on.")
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def answers(since: str, *, as_document: bool) -> int:
    """What authors answered when they were shown what exists already: duplicates avoided, because
    they reuse an entry or contribute to it, and what components lack, because something was built
    anew all the same.

    Nothing of it can be changed or taken out. Exit code 1 when nobody has answered yet.
    """
    with catalog_in_use() as catalog:
        found = catalog.answers(since=_day(since))
    components = by_component(found)
    if as_document:
        print_json(
            {
                "avoided": sum(one.avoids_a_duplicate for one in found),
                "built_anew": sum(not one.avoids_a_duplicate for one in found),
                "answers": [as_json(one) for one in found],
                "components": [_component_as_json(one) for one in components],
            }
        )
    elif found:
        _show(found, components)
    else:
        click.echo("Nobody was shown what exists and has answered yet.", err=True)
        click.echo("  `charter new` asks, and so does the page to start a project.", err=True)
    return DONE if found else ANSWER_IS_NO


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as wrong:
        raise UsageError(f"--since wants a day such as 2026-01-31, not '{text}'.") from wrong


def _component_as_json(component: Component) -> dict[str, object]:
    return {
        "name": component.name,
        "avoided": component.avoided,
        "reused": len(component.reused),
        "contributed": len(component.contributed),
        "built_anew": len(component.lacking),
        "lacking": [
            {key: getattr(one, key) for key in ("at", "team", "name", "because")}
            for one in component.lacking
        ],
    }


def _show(found: Sequence[ReuseAnswer], components: Sequence[Component]) -> None:
    avoided = [one for one in found if one.avoids_a_duplicate]
    say(click.style(f"Duplicates avoided: {len(avoided)}", bold=True))
    rows = [
        ["", one.at[:10], _SAID[one.decision], one.about, _instead(one), one.actor]
        for one in avoided
    ]
    if rows:
        say("\n".join(table(rows, widest=columns() if sys.stdout.isatty() else None)))
    say(click.style(f"\nBuilt anew all the same: {len(found) - len(avoided)}", bold=True))
    for component in components:
        _show_lacking(f"beside {click.style(component.name, bold=True)}", component.lacking)
    lonely = [one for one in found if not one.avoids_a_duplicate and not one.about]
    _show_lacking("beside nothing that is in the catalog", lonely)


def _show_lacking(beside: str, lacking: Sequence[ReuseAnswer]) -> None:
    if lacking:
        say(f"  {beside}")
    for one in lacking:
        text = f"{one.because or 'no reason given'} ({_wish(one)}, {one.at[:10]})"
        say(textwrap.fill(text, columns(), initial_indent="    ", subsequent_indent="      "))


def _instead(answer: ReuseAnswer) -> str:
    return f"instead of {_wish(answer)}" if answer.name else ""


def _wish(answer: ReuseAnswer) -> str:
    return f"{answer.team}/{answer.name}" if answer.team else answer.name or "something"
