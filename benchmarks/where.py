#!/usr/bin/env python3
"""Where the time of a check goes, part by part, and the floor under it.

benchmarks/where.py [--repositories N]      prints a Markdown table
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pygit2
from fleet_ground import FILES, Ground
from measure import surroundings

from charter.governance import find, many, read_facts
from charter.template.editions import Editions


class Clock:
    """Milliseconds of the processor by name; what is timed inside another is not counted twice."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its own time added under that name."""

        def run(*arguments: Any, **more: Any) -> Any:
            began = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*arguments, **more)
            finally:
                took = time.process_time() - began
                own = took - self._inner.pop()
                self._inner[-1] += took
                self.spent[name] = self.spent.get(name, 0.0) + own * 1000

        return run


# what is timed: where the name is looked up, the name, and what it is called
PARTS = (
    (find, "open_repository", "opening the repository"),
    (find, "parse_recorded", "reading the answers file"),
    (read_facts, "stand_of", "rendering the recorded version"),
    (read_facts, "_behind", "rendering the newest version, and comparing"),
    (read_facts, "find_drift", "comparing with HEAD"),
    (many, "judge", "judging by the checks"),
)
REST = "reading HEAD, gathering facts"


def report(repositories: int = 500) -> str:
    """The figures as Markdown."""
    with tempfile.TemporaryDirectory(prefix="charter-where-") as folder:
        ground = Ground(Path(folder))
        os.environ.update(ground.env)
        ground.prepare(repositories, 0)
        places = sorted((ground.room / "bare").iterdir())
        floor = _floor(places)
        clock = Clock()
        bench = many.Bench(Editions({}, ground.room / "cache", print), lambda *_: "", date.min)
        bench.check(places[0])  # reads and compiles both versions
        for module, name, part in PARTS:
            setattr(module, name, clock.timed(part, getattr(module, name)))
        check = clock.timed(REST, bench.check)
        for place in places:
            check(place)
    whole = sum(clock.spent.values())
    lines = [
        f"{repositories} bare repositories, in one process. {surroundings()}.",
        "",
        "| part | processor, for each | share |",
        "| --- | ---: | ---: |",
    ]
    for part, spent in sorted(clock.spent.items(), key=lambda pair: -pair[1]):
        lines.append(f"| {part} | {spent / repositories:.2f} ms | {spent / whole:.0%} |")
    lines += [
        f"| **all of it** | **{whole / repositories:.2f} ms** | |",
        f"| floor: opening it and reading {len(FILES) + 1} files of HEAD | {floor:.2f} ms | |",
    ]
    return "\n".join(lines)


def _floor(places: list[Path]) -> float:
    """Milliseconds of the processor that libgit2 alone takes to read all of a repository."""
    began = time.process_time()
    for place in places:
        repository = pygit2.Repository(str(place))
        _read(repository, repository.head.peel(pygit2.Tree))
    return (time.process_time() - began) * 1000 / len(places)


def _read(repository: pygit2.Repository, tree: pygit2.Tree) -> None:
    for child in tree:
        if isinstance(child, pygit2.Tree):
            _read(repository, child)
        else:
            len(child.data)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--repositories", type=int, default=500)
    print(report(parser.parse_args().repositories))
