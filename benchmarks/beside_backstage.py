#!/usr/bin/env python3
"""The service beside a real Backstage catalog: the same entries in the same file, one PostgreSQL.

CHARTER_PACKAGES=FOLDER benchmarks/beside_backstage.py [--entries 5000]      prints Markdown
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from catalog import Times, pair
from measure import PROGRAMS, ROOT, own_home
from packages import entries
from service import times_of

sys.path.insert(0, str(ROOT / "tests" / "integration"))
import real_backstage
from catalogs import new_address, open_again
from loads import serving, writing_token
from postgres import running

from charter.catalog.entry import Entry
from charter.catalog.exchange.backstage import backstage_yaml, component_of

ASKED = 200
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,61}[A-Za-z0-9]")
PATIENCE_SECONDS = 3600.0
FOUND, READ, LISTED = "found by a word", "one entry read", "the entries of a team"


@dataclass(frozen=True)
class Figures:
    """Seconds until all are there; milliseconds of each question; MiB of the server's processes."""

    taken_in: float
    questions: dict[str, Times]
    memory: float


@dataclass(frozen=True)
class Asked:
    """A kind of question, as each of the two takes it."""

    ours: list[str]
    theirs: list[str]


def questions_of(sample: Sequence[Entry]) -> dict[str, Asked]:
    """Paths below the address of each API."""
    chance = random.Random(7)
    chosen = [chance.choice(sample) for _ in range(ASKED)]
    words = [
        chance.choice([w for w in it.project.description.split() if w.isalnum()] or ["api"])
        for it in chosen
    ]
    components = [component_of(it) for it in chosen]
    owners = [str(it["spec"]["owner"]) for it in components]
    return {
        FOUND: Asked(
            [f"/entries?limit=20&q={quote(word)}" for word in words],
            [f"/entities/by-query?limit=20&fullTextFilterTerm={quote(word)}" for word in words],
        ),
        READ: Asked(
            [
                f"/entries/{quote(it.project.team)}/{quote(it.project.name, safe='')}"
                for it in chosen
            ],
            [f"/entities/by-name/component/{_reference(it)}" for it in components],
        ),
        LISTED: Asked(
            [f"/entries?limit=20&team={quote(it.project.team)}" for it in chosen],
            [
                f"/entities/by-query?limit=20&filter=kind=component,spec.owner={quote(owner)}"
                for owner in owners
            ],
        ),
    }


def _reference(component: dict[str, dict[str, str]]) -> str:
    metadata = component["metadata"]
    return f"{metadata.get('namespace', 'default')}/{metadata['name']}"


def charter(address: str, file: Path, questions: dict[str, Asked], place: Path) -> Figures:
    env = {**own_home(place / "home"), "CHARTER_CATALOG": address}
    began = time.perf_counter()
    subprocess.run(
        [PROGRAMS / "charter", "catalog", "import", "--format", "backstage", file],
        env=env,
        capture_output=True,
        check=True,
    )
    taken_in = time.perf_counter() - began
    catalog = open_again(address)
    token = writing_token(catalog)
    catalog.database.rows("vacuum analyze")
    catalog.close()
    with serving(address, place) as service:
        times = _ask(f"{service.address}/api/v1", token, {n: q.ours for n, q in questions.items()})
        memory = _memory(service.popen.pid)
    return Figures(taken_in, times, memory)


def backstage(
    database: Path, file: Path, questions: dict[str, Asked], place: Path, count: int
) -> Figures:
    page = f"/{file.name}"
    with (
        real_backstage.serving({page: file.read_text("utf-8")}) as host,
        real_backstage.running(place, database, host) as running,
    ):
        began = time.perf_counter()
        running.register(f"http://{host}{page}")
        _wait_for(running, count)
        taken_in = time.perf_counter() - began
        address = f"http://127.0.0.1:{running.port}/api/catalog"
        asked = {name: each.theirs for name, each in questions.items()}
        times = _ask(address, real_backstage.TOKEN, asked)
        memory = _memory(running.process)
    return Figures(taken_in, times, memory)


def _wait_for(running: real_backstage.Backstage, count: int) -> None:
    end, total = time.monotonic() + PATIENCE_SECONDS, 0
    while total < count:
        if time.monotonic() > end:
            sys.exit(f"Backstage has {total} of {count} entities after {PATIENCE_SECONDS:.0f} s")
        time.sleep(0.5)
        total = running.ask("/entities/by-query?limit=1&filter=kind=component")["totalItems"]


def _ask(address: str, token: str, paths: dict[str, list[str]]) -> dict[str, Times]:
    return {name: times_of(address, token, each) for name, each in paths.items()}


def _memory(process: int) -> float:
    """Resident, in MiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def table(figures: dict[str, Figures]) -> str:
    """Markdown: a column for each."""
    lines = [f"| | {' | '.join(figures)} |", f"| --- |{' ---: |' * len(figures)}"]
    rows = {"taken in, until all were there": [f"{it.taken_in:.1f} s" for it in figures.values()]}
    for name in (FOUND, READ, LISTED):
        rows[name] = [pair(it.questions[name]) for it in figures.values()]
    rows["memory of the server"] = [f"{it.memory:.0f} MiB" for it in figures.values()]
    return "\n".join([*lines, *(f"| {name} | {' | '.join(said)} |" for name, said in rows.items())])


def report(count: int) -> str:
    """The figures as Markdown."""
    if why := real_backstage.why_absent():
        sys.exit(why)
    sample = list(islice(_fit_for_both(), count))
    questions = questions_of(sample)
    with running() as server, tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
        place = Path(folder)
        file = place / "backstage.yaml"
        file.write_text("".join(backstage_yaml(sample)), "utf-8")
        ours = charter(new_address("postgresql", place, server), file, questions, place)
        theirs = backstage(server.folder, file, questions, place, len(sample))
    told = (
        f"{len(sample):,} components in one file, {ASKED} questions of each kind one after another"
        " through HTTP: half of them / 99 of 100 within so much."
    )
    return f"{told}\n\n{table({'Charter': ours, 'Backstage': theirs})}"


def _fit_for_both() -> Iterator[Entry]:
    """Of names that either may keep, once without regard to case."""
    seen = set()
    for entry in entries(1_000_000):
        reference = _reference(component_of(entry)).lower()
        if _NAME.fullmatch(entry.project.name) and reference not in seen:
            seen.add(reference)
            yield entry


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=5000)
    print(report(parser.parse_args().entries))
