#!/usr/bin/env python3
"""How fast a service answers and takes in, through HTTP, with very many entries in its catalog.

CHARTER_PACKAGES=FOLDER benchmarks/service.py [--entries 100000] [--kinds …] [--seconds 60]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import urllib3
from catalog import KINDS, Times, empty_catalog, pair, settle
from measure import ROOT, aim
from packages import entries

sys.path.insert(0, str(ROOT / "tests" / "integration"))
import wrk
from loads import serving, writing_token

from charter.catalog.entry import Entry

ASKED = 300
VERSIONS = ("v1.4.0", "v1.5.0", "v2.0.0")
ENTRY, NEAR, SEARCH = "entry page", "what is like it, after the page", "search page"
READ = "an entry by the API"
PAGE_AIM, NEAR_AIM, RATE_AIM = 20, 50, 1000  # milliseconds; a second


@dataclass(frozen=True)
class Figures:
    """What a service over one kind of database did; `under_load` and `registering` by wrk."""

    kind: str
    entries: int
    loaded: float
    pages: dict[str, Times]
    under_load: wrk.Told
    registering: wrk.Told


def measure(kind: str, count: int, seconds: int) -> Figures:
    with empty_catalog(kind) as (catalog, address), tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        for _ in catalog.load(_under_charter(count)):
            pass
        loaded = count / (time.perf_counter() - began)
        settle(catalog, kind)
        token, folder, paths = writing_token(catalog), Path(place), _paths(count)
        with serving(address, folder) as service:
            pages = {name: times_of(service.address, token, paths[name]) for name in paths}
            all_paths = [path for each in zip(*paths.values(), strict=True) for path in each]
            under_load = wrk.read(service.address, token, all_paths, folder, seconds)
            registering = wrk.register(service.address, token, kind, folder, max(seconds // 4, 5))
        return Figures(kind, count, loaded, pages, under_load, registering)


def _under_charter(count: int) -> Iterator[Entry]:
    for entry, version in zip(entries(count), cycle(VERSIONS), strict=False):
        yield replace(entry, template="git+charter::builtin", version=version)


def _paths(count: int) -> dict[str, list[str]]:
    chance = random.Random(7)
    plain = [it for it in entries(min(count, 20_000)) if "/" not in it.project.name]
    sample = chance.sample(plain, ASKED)
    names = [f"{quote(it.project.team)}/{quote(it.project.name, safe='')}" for it in sample]
    words = [chance.choice(it.project.description.split()) for it in sample]
    return {
        ENTRY: [f"/entries/{name}" for name in names],
        NEAR: [f"/entries/{name}/look-alikes" for name in names],
        SEARCH: [f"/?q={quote(word)}" for word in words],
        READ: [f"/api/v1/entries/{name}" for name in names],
    }


def times_of(address: str, token: str, paths: Sequence[str]) -> Times:
    """One after another on one connection, in milliseconds; the first twenty warm up."""
    took = []
    pool = urllib3.PoolManager(maxsize=1, headers={"authorization": f"Bearer {token}"})
    for path in (*paths[:20], *paths):
        began = time.perf_counter()
        answer = pool.request("GET", f"{address}{path}", retries=False)
        took.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:  # noqa: PLR2004 - OK
            sys.exit(f"{path} gave {answer.status}: {answer.data[:500]!r}")
    return Times(took[20:])


def table(figures: Sequence[Figures]) -> str:
    """Markdown: a column for each kind."""
    lines = [
        f"| | {' | '.join(f'{it.kind}, {it.entries:,}' for it in figures)} |",
        f"| --- |{' ---: |' * len(figures)}",
    ]
    rows = {name: [pair(it.pages[name]) for it in figures] for name in figures[0].pages}
    rows["all of them by wrk, a second"] = [_told(it.under_load) for it in figures]
    rows["registered by wrk, a second"] = [_told(it.registering) for it in figures]
    rows["taken in together, a second"] = [f"{it.loaded:,.0f}" for it in figures]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]
    return "\n".join(lines)


def _told(it: wrk.Told) -> str:
    spread = f"{it.half:.0f} / {it.nearly_all:.0f} ms"
    return f"{it.rate:,.0f} ({spread}), {it.errors} errors of {it.requests:,}"


def aims(figures: Sequence[Figures]) -> list[str]:
    lines = []
    for it in figures:
        for name, took, limit in (
            (f"{ENTRY}, {it.kind}, half", it.pages[ENTRY].half, PAGE_AIM),
            (f"{ENTRY}, {it.kind}, 99 of 100", it.pages[ENTRY].nearly_all, PAGE_AIM),
            (f"{NEAR}, {it.kind}, half", it.pages[NEAR].half, NEAR_AIM),
        ):
            lines.append(aim(name, took, limit, " ms"))
        for words, rate in {
            "taken in together": it.loaded,
            "registered through the service": it.registering.rate,
        }.items():
            verdict = "met" if rate >= RATE_AIM else "MISSED"
            lines.append(
                f"- {words}, {it.kind}: {rate:,.0f} of at least {RATE_AIM:,} a second, {verdict}"
            )
        errors = it.under_load.errors + it.registering.errors
        lines.append(aim(f"errors under load, {it.kind}", errors, 0))
    return lines


def report(count: int, kinds: Sequence[str], seconds: int) -> str:
    """The figures as Markdown."""
    if why := wrk.missing():
        sys.exit(why)
    figures = [measure(kind, count, seconds) for kind in kinds]
    told = (
        f"{ASKED} of each kind one after another, half of them / 99 of 100 within so much; then 16"
        f" connections at once for {seconds} seconds, on the processors that the service is on."
    )
    return "\n".join([told, "", table(figures), "", *aims(figures)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    print(report(chosen.entries, chosen.kinds.split(","), chosen.seconds))
