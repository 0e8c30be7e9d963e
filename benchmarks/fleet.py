#!/usr/bin/env python3
"""Checking and updating many repositories, beside `cruft check` and `copier update` on a sample.

benchmarks/fleet.py [--repositories N] [--sample N] [--growth]      prints Markdown
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from fleet_ground import FILES, OURS, Ground, Took
from measure import PYTHON, aim, surroundings

_LONG = 0.1  # seconds, from where decimals say nothing
_WANTED = {"copier update": 1000, "cruft check": 300}  # times faster
UPDATES = """
import json, sys, time
from pathlib import Path
from charter.template.editions import Editions
from charter.template.project import open_project
from charter.update.change import change_of
from charter.update.commit import commit_in_objects
from charter.update.words import words_of
from charter.update.update import Wish, plan_update

editions = Editions({}, Path(sys.argv[1]), print)
wish, ME = Wish(use_defaults=True), ("A", "a@x.example")
times = []
for place in sorted(Path(sys.argv[2]).iterdir()):
    began = time.process_time()
    project = open_project(place)
    update = plan_update(project, editions, wish)
    message = words_of(update).message
    commit_in_objects(project.repository, change_of(update), message, ME, signs_off=False)
    times.append((time.process_time() - began) * 1000)
print(json.dumps(times))
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--repositories", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--growth", action="store_true", help="10, 100, 1,000 and 10,000 too")
    chosen = parser.parse_args()
    print(report(chosen.sample, chosen.repositories, growth=chosen.growth))


def report(sample: int = 20, repositories: int = 1000, *, growth: bool = True) -> str:
    """The figures as Markdown."""
    with tempfile.TemporaryDirectory(prefix="charter-fleet-") as folder:
        ground = Ground(Path(folder))
        ground.prepare(repositories, sample)
        found = ground.in_turn(repositories, sample)
        updates = updates_of(ground, repositories)
        grown = dict(ground.growth()) if growth else {}
    lines = _lines(repositories, sample, found)
    lines += _update_lines(updates, found["copier update"])
    return "\n".join(lines + (_growth_lines(grown) if grown else []))


def updates_of(ground: Ground, repositories: int) -> list[float]:
    """Milliseconds of the processor for each plan, merge and commit, in one process."""
    done = subprocess.run(
        [PYTHON, "-c", UPDATES, str(ground.room / "cache"), str(ground.room / "fresh")],
        env=ground.env,
        capture_output=True,
        text=True,
        check=True,
    )
    times: list[float] = json.loads(done.stdout)
    assert len(times) == repositories
    return times


def _lines(repositories: int, sample: int, found: dict[str, list[Took]]) -> list[str]:
    """What checking costs, beside the peers, and whether that is what was wanted."""
    check, check_processor = (_median(found[OURS], which) for which in ("elapsed", "processor"))
    lines = [
        "; ".join(
            (
                f"{repositories} bare repositories of {len(FILES) + 1} governed files",
                f"peers on {sample} checkouts each, in turn; the medians. {surroundings()}.",
            )
        ),
        "",
        "| for one repository | elapsed | processor | charter = 1 |",
        "| --- | ---: | ---: | ---: |",
        f"| `{OURS}` | {_shown(check)} | {_shown(check_processor)} | 1 |",
    ]
    aims = [aim("check, processor for each repository", check_processor * 1000, 2, " ms")]
    for name, took in found.items():
        if name == OURS:
            continue
        elapsed, processor = (_median(took, which) for which in ("elapsed", "processor"))
        ratio = elapsed / check
        lines.append(f"| `{name}` | {_shown(elapsed)} | {_shown(processor)} | {ratio:.0f} |")
        aims.append(_at_least(f"check, times faster than `{name}`", ratio, _WANTED[name]))
    return [*lines, "", *aims]


def _update_lines(updates: list[float], copier: list[Took]) -> list[str]:
    ours, theirs = statistics.median(updates), _median(copier, "processor") * 1000
    return [
        "",
        f"Planned, merged and committed in one process: {ours:.2f} ms of the processor each.",
        "",
        _at_least("update, times less of the processor than `copier update`", theirs / ours, 100),
    ]


def _growth_lines(grown: dict[int, Took]) -> list[str]:
    head = ["", "| repositories | elapsed, each | processor, each | greatest memory |"]
    return [
        *head,
        "| ---: | ---: | ---: | ---: |",
        *(
            f"| {number} | {_shown(took.elapsed)} | {_shown(took.processor)} "
            f"| {took.memory:.0f} MiB |"
            for number, took in grown.items()
        ),
    ]


def _median(took: Sequence[Took], which: str) -> float:
    return statistics.median(getattr(one, which) for one in took)


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.{0 if seconds > _LONG else 2}f} ms"


def _at_least(words: str, value: float, limit: float) -> str:
    return f"- {words}: {value:.0f} of at least {limit:g}, {'met' if value >= limit else 'MISSED'}"


if __name__ == "__main__":
    main()
