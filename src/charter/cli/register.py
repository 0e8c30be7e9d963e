"""`charter register`: put a repository into the catalog, after what waited."""

from __future__ import annotations

from pathlib import Path

import click

from charter.catalog.entry import Entry, Outcome, as_json
from charter.catalog.outbox import Delivery
from charter.catalog.register import Waiting, register_or_wait
from charter.cli import COULD_NOT, DONE, print_json
from charter.cli.listing import tell
from charter.plain_text import one_line
from charter.settings import read_settings
from charter.wiring import open_catalog_to_write, open_outbox, read_whole

_EXAMPLES = """\b
Examples:
  charter register                 the repository you are in
  charter register ../invoices     another one
  charter register --moved         its repository has a new address now
  charter register --json
"""
_SAID = {
    Outcome.CREATED: "registered {name}",
    Outcome.UPDATED: "brought {name} up to date",
    Outcome.UNCHANGED: "{name} is registered already, and nothing in it has changed",
}


@click.command(epilog=_EXAMPLES)
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option("--moved", is_flag=True, help="It is the repository of that name, at a new address.")
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(path: Path, *, moved: bool, as_document: bool) -> int:
    """Put the repository at PATH into the catalog, or bring its entry up to date.

    What waits in the outbox goes first. Registering again confirms the entry: CI does it for you.
    Exit code 1 when the repository does not say what the catalog must know, or its name is another
    one's; 2 when the catalog cannot be reached: then the registration waits.
    """
    settings = read_settings()
    delivered: list[Delivery] = []

    def note(delivery: Delivery) -> None:
        delivered.append(delivery)
        tell(delivery)

    result = register_or_wait(
        read_whole(settings, path, moved=moved),
        open_outbox(settings),
        lambda: open_catalog_to_write(settings),
        tell=note,
    )
    outcome = "waiting" if isinstance(result, Waiting) else result.outcome.value
    if as_document:
        print_json(
            {
                "outcome": outcome,
                "entry": as_json(result.entry),
                "outbox": str(result.item) if isinstance(result, Waiting) else "",
                "delivered": [_document(delivery) for delivery in delivered],
            }
        )
    if isinstance(result, Waiting):
        _tell_waiting(result)
        return COULD_NOT
    if not as_document:
        click.echo(f"charter: {_SAID[result.outcome].format(name=_full_name(result.entry))}.")
    return DONE


def _tell_waiting(result: Waiting) -> None:
    click.echo(f"charter: {result.reason.message}", err=True)
    click.echo(
        f"  The registration of {_full_name(result.entry)} waits in {result.item}.\n"
        "  hint: Any later `charter register`, `search`, `show` or `list` delivers it.",
        err=True,
    )


def _full_name(entry: Entry) -> str:
    return one_line(entry.project.full_name)


def _document(delivery: Delivery) -> dict[str, str]:
    return {
        "repository": delivery.repository,
        "outcome": delivery.outcome or "set-aside",
        "item": str(delivery.item),
        "problem": delivery.problem,
    }
