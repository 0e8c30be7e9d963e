#!/usr/bin/env python3
"""Our rendering of the built-in template beside copier's own, in one process, without git.

benchmarks/render.py [--rounds N]      prints Markdown; a round: 100 answers for us, 1 for copier
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import copier
from measure import aim, surroundings

from charter.model import Visibility
from charter.settings import BUILTIN
from charter.template.interview import complete
from charter.template.open import OpenTemplate, open_template
from charter.template.posed import Answers
from charter.template.rendering import render_answers

EACH_ROUND = 100
FACTOR = 20  # how much quicker ours is to be
FORGES = ("github", "gitlab", "gitea", "forgejo")


def said(number: int) -> dict[str, Any]:
    """Answers like no others: every second one for the public side."""
    answers = {
        "visibility": "innersource",
        "name": f"invoice-renderer-{number}",
        "description": f"Renders invoices of kind {number} as PDF",
        "organisation_name": "Acme Corporation",
        "team": f"team-{number % 37}",
        "maintainers": f"Ada Lovelace @ada{number}, Bob Noyce @bob",
        "forge": FORGES[number % len(FORGES)],
    }
    if number % 2:
        return answers
    public = {"license": "Apache-2.0", "contact": "security@acme.example"}
    address = f"https://github.com/acme/invoice-renderer-{number}"
    return {**answers, **public, "visibility": "opensource", "repository_url": address}


def measure(rounds: int) -> tuple[float, list[float], list[float]]:
    """Milliseconds: of opening and the first rendering; of each of ours; of each of copier's."""
    with tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
        room = Path(folder)
        first, template = _clock(lambda: _open(room))
        _unpack(template, room / "template")
        _by_copier(room, _answer(template, 0).said)  # what it imports and caches is off the clock
        ours: list[float] = []
        theirs: list[float] = []
        for number in range(rounds):
            names = range(number * EACH_ROUND, (number + 1) * EACH_ROUND)
            made = [_clock(lambda name=name: _render(template, name)) for name in names]
            ours.extend(took for took, _ in made)
            answers = _answer(template, names[0]).said  # the same ones, all of them given
            took, place = _clock(lambda answers=answers: _by_copier(room, answers))
            theirs.append(took)
            _compare(made[0][1], place)
    return first, ours, theirs


def _open(room: Path) -> OpenTemplate:
    template = open_template(BUILTIN, {}, room / "cache")
    _render(template, 0)
    return template


def _render(template: OpenTemplate, number: int) -> Mapping[str, bytes]:
    answers = _answer(template, number)
    rendering = render_answers(template, answers, Visibility(answers.values["visibility"]))
    if rendering.beyond:
        sys.exit(f"copier had to render: {rendering.beyond}")
    return {path: content.data for path, content in rendering.files.items()}


def _answer(template: OpenTemplate, number: int) -> Answers:
    return complete(template.evaluator, said(number), str, use_defaults=True)


def _by_copier(room: Path, answers: Mapping[str, Any]) -> Path:
    place = room / f"made-{time.monotonic_ns()}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        copier.run_copy(
            str(room / "template"),
            place,
            dict(answers),
            defaults=True,
            quiet=True,
            settings=copier.Settings(),
        )
    return place


def _unpack(template: OpenTemplate, place: Path) -> None:
    """The same version as a plain folder: copier then spends nothing on git."""
    place.mkdir()
    command = ["git", f"--git-dir={template.edition.mirror}", f"--work-tree={place}"]
    subprocess.run([*command, "checkout", "-q", template.edition.version, "--", "."], check=True)


def _compare(ours: Mapping[str, bytes], place: Path) -> None:
    """A race between unlike results would say nothing; only the template's address may differ."""
    theirs = {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }
    unlike = {path for path in {*ours, *theirs} if ours.get(path) != theirs.get(path)}
    if unlike - {".copier-answers.yml"}:
        sys.exit(f"ours and copier's differ: {', '.join(sorted(unlike))}")


def _clock(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    done = work()
    return (time.perf_counter() - start) * 1000, done


def report(rounds: int) -> str:
    """The figures as Markdown."""
    first, ours, theirs = measure(rounds)
    unit = statistics.median(ours)
    many = f"{len(ours)} different answers for ours, {len(theirs)} of them for copier, in turn"
    lines = [
        f"{many}; the same bytes. {surroundings()}.",
        "",
        "| answers and rendering | median | middle half | ours = 1 |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name, took in (("ours", ours), ("copier, from a folder", theirs)):
        low, middle, high = statistics.quantiles(took, n=4)
        half = f"{low:.1f} to {high:.1f} ms"
        lines.append(f"| {name} | {middle:.1f} ms | {half} | {middle / unit:.1f} |")
    part = unit / statistics.median(theirs)
    lines += [
        "",
        f"Opening the template and the first rendering, which compiles it, took {first:.0f} ms.",
        "",
        aim("ours, as a part of copier's", part, 1 / FACTOR),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10)
    print(report(parser.parse_args().rounds))
