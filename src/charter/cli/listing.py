"""What the commands that read the catalog share: filters, delivery first, and how entries look."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any
from unicodedata import east_asian_width

import click

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import END, MARK, Entry, Filters, Standing
from charter.catalog.filters import VISIBILITIES
from charter.catalog.outbox import ANSWERED, Delivery, Outbox
from charter.catalog.query import Answer, Sort
from charter.errors import CatalogError
from charter.plain_text import one_line
from charter.settings import read_settings
from charter.wiring import open_catalog, open_outbox

_VALUES = 4  # of a filter that are shown beside their counts
_COLOURS = {
    Standing.SILOED: "magenta",
    Standing.INTERNAL: "yellow",
    Standing.CANDIDATE: "cyan",
    Standing.PUBLIC: "green",
}
_FILTERS = (
    click.option("--team", default="", metavar="TEAM", help="Only what this team owns."),
    click.option(
        "--visibility",
        default="",
        type=click.Choice(["", *VISIBILITIES]),
        metavar=f"[{'|'.join(VISIBILITIES)}]",
        help="Only what may be seen so.",
    ),
    click.option("--topic", default="", metavar="TOPIC", help="Only with this topic."),
    click.option("--license", default="", metavar="SPDX", help="Only under this licence."),
    click.option("--language", default="", metavar="NAME", help="Only in this language."),
    click.option(
        "--lifecycle", default="", metavar="WORD", help="Only experimental, production, …"
    ),
    click.option("--level", default="", metavar="LEVEL", help="Only at this governance level."),
)
by_sort = click.option(
    "--sort",
    default=Sort.RELEVANCE.value,
    type=click.Choice([each.value for each in Sort]),
    help="What comes first.",
)


def filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    """The filters, as options; the command gets them by `Filters(**filters)`."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@contextmanager
def catalog_in_use() -> Iterator[AnyCatalog]:
    """The catalog, with what waited in the outbox delivered."""
    settings = read_settings()
    catalog = open_catalog(settings, makes=False)
    try:
        _deliver(catalog, open_outbox(settings))
        yield catalog
    finally:
        catalog.close()


def _deliver(catalog: AnyCatalog, outbox: Outbox) -> None:
    """Whoever only wants to read gets to read, even where nothing can be delivered."""
    try:
        if not outbox.waiting():
            return
        from charter.catalog.register import deliver  # noqa: PLC0415 - seldom, and it reads YAML

        for delivery in deliver(catalog, outbox, wait=False):
            tell(delivery)
    except CatalogError as failed:
        click.echo(f"charter: what waits was not delivered: {failed.message}", err=True)


def tell(delivery: Delivery) -> None:
    """Say on standard error what became of a registration that had waited."""
    repository = one_line(delivery.repository)
    if delivery.problem:
        problem = one_line(delivery.problem)
        click.echo(
            f"charter: set aside the waiting registration of {repository}: {problem}", err=True
        )
        click.echo(f"  hint: It lies in {delivery.item}; delete it once looked at.", err=True)
    else:
        what = "answer" if delivery.outcome == ANSWERED else "registration"
        click.echo(f"charter: delivered the waiting {what} of {repository}.", err=True)


def say(text: str = "", *, err: bool = False) -> None:
    """Print for people: colours on a terminal only, none where NO_COLOR is set."""
    click.echo(text, err=err, color=False if os.environ.get("NO_COLOR") else None)


def filters_in_words(filters: Filters) -> str:
    """The filters as they were typed; empty where there are none."""
    given = {f"--{each.name}": getattr(filters, each.name) for each in fields(filters)}
    return " ".join(f"{option} {one_line(value)}" for option, value in given.items() if value)


def counts_in_words(answer: Answer) -> str:
    """The filters that would narrow it, with their most frequent values; empty where none would."""
    told = []
    for name, values in answer.counts.items():
        shown = [f"{one_line(value)} {count}" for value, count in list(values.items())[:_VALUES]]
        more = len(values) - len(shown)
        if len(values) > 1:
            told.append(f"{name}: {', '.join(shown)}{f', {more} more' if more else ''}")
    return "\n".join(textwrap.shorten(line, columns() - 2, placeholder=" …") for line in told)


def total_in_words(answer: Answer) -> str:
    """How many there are, so far as they were counted."""
    return f"more than {answer.total:,}" if answer.is_more else f"{answer.total:,}"


def answer_as_json(answer: Answer, **more: Any) -> dict[str, Any]:
    """The same keys for search and list."""
    return {
        "total": answer.total,
        "is_more": answer.is_more,
        "counts": {name: dict(values) for name, values in answer.counts.items()},
        "next": answer.next,
        **more,
    }


def columns() -> int:
    """How many characters fit on a line that people still like to read."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 100))


def standing(entry: Entry) -> str:
    return click.style(entry.standing.value, fg=_COLOURS[entry.standing])


def heading(entry: Entry, name: str = "") -> str:
    """Name in bold, where a match is underlined, and who can see it."""
    gone = click.style("  archived", fg="red") if entry.archived else ""
    return f"{_lit(name or entry.project.name, bold=True)}  {standing(entry)}{gone}"


def body(entry: Entry, description: str = "") -> list[str]:
    """Description, who stands behind it, and where it is."""
    project = entry.project
    # marks take part in the wrapping as characters without ink: a line is short by them at most
    text = description or project.description
    lines = textwrap.wrap(_plain_but_marks(text), columns() - 2, break_on_hyphens=False)
    people = ", ".join(
        one_line(f"{person.name} @{person.handle}") for person in project.maintainers
    )
    lit = _lit_lines(lines)
    lit += textwrap.wrap(" · ".join(filter(None, (one_line(project.team), people))), columns() - 2)
    if project.url:
        lit.append(click.style(one_line(project.url), dim=True))
    return [f"  {line}" for line in lit]


def excerpt(text: str) -> list[str]:
    """A piece of a README, where it was found only there."""
    lines = textwrap.wrap(_plain_but_marks(text), columns() - 12, break_on_hyphens=False)
    lit = _lit_lines(lines)
    return [f"  {'README: ' if not number else ' ' * 8}{line}" for number, line in enumerate(lit)]


def _plain_but_marks(text: str) -> str:
    pieces = []
    for piece in text.replace(END, f"{END}{MARK}").split(MARK):
        marked = piece.endswith(END)
        clean = one_line(piece)
        before = " " if piece[:1].isspace() else ""
        after = " " if piece.rstrip(END)[-1:].isspace() else ""
        inner = f"{before}{clean}{after}" if clean else before
        pieces.append(f"{MARK}{inner}{END}" if marked else inner)
    return "".join(pieces)


def _lit_lines(lines: list[str]) -> list[str]:
    """Matches made visible; one that was wrapped is lit on both lines."""
    lit, still = [], False
    for line in lines:
        text = MARK + line if still else line
        still = text.rfind(MARK) > text.rfind(END)
        lit.append(_lit(text + END if still else text))
    return lit


def _lit(text: str, *, bold: bool | None = None) -> str:
    first, *rest = _plain_but_marks(text).split(MARK)
    lit = click.style(first, bold=bold) if first else ""
    for piece in rest:
        match, _, after = piece.partition(END)
        lit += click.style(match, bold=True, underline=True)
        lit += click.style(after, bold=bold) if after else ""
    return lit


def table(rows: list[list[str]], *, widest: int | None) -> list[str]:
    """Rows in columns, the last one cut to fit where a width is given."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        left = "  ".join(cells[:-1])
        room = None if widest is None else max(10, widest - width_of(left) - 2)
        lines.append(f"{left}  {_cut(row[-1], room)}".rstrip())
    return lines


def width_of(text: str) -> int:
    """How many columns of a terminal it takes."""
    return len(text) + sum(east_asian_width(mark) in "WF" for mark in text if mark > "\u10ff")


def _cut(text: str, room: int | None) -> str:
    if room is None or width_of(text) <= room:
        return text
    while width_of(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"
