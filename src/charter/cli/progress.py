"""A bar on the terminal, for whatever takes over a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Each = TypeVar("Each")
_STEPS = 100
_SOON = 5000  # rows of a catalog: so many are done within a second


def with_progress(found: Iterator[Each], total: int, what: str) -> Iterator[Each]:
    """The same things, with a bar while they come; drawn without a thread: forks would copy it."""
    if total == 1 or not sys.stderr.isatty():
        yield from found
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
    step = max(1, total // _STEPS)
    with bar:
        task = bar.add_task("", total=total)
        for done, each in enumerate(found, start=1):
            yield each
            if done % step == 0:
                bar.update(task, completed=done, refresh=True)


@contextmanager
def counting(
    what: str, total: int | None, *, quiet: bool = False
) -> Iterator[Callable[[int], None]]:
    """A function that is told how many more are done, and a bar where there are many of them."""
    is_soon = total is not None and total < _SOON
    if quiet or is_soon or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda more: bar.advance(task, more)
