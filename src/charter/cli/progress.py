"""A bar on the terminal, for whatever takes over a second."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TypeVar

Each = TypeVar("Each")
_STEPS = 100


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
