#!/usr/bin/env python3
"""`charter new` beside `copier copy` of the same template, then `git init`, `add`, `commit`.

benchmarks/new.py [--rounds N]      prints a Markdown table
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from measure import PROGRAMS, Contestant, Times, aim, own_home, race, remove, surroundings, table

ANSWERS = {
    "visibility": "innersource",
    "name": "invoice-renderer",
    "description": "Renders invoices as PDF for every billing team",
    "organisation_name": "Acme Corporation",
    "team": "payments",
    "maintainers": "Ada Lovelace @ada, Bob Noyce @bob",
    "forge": "github",
}
CHARTER = "charter new"
COPIER = "copier copy + git"
COPIER_LOCAL = "copier copy of a local clone + git"


def measure(rounds: int) -> dict[str, Times]:
    with tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
        return race(_contestants(Path(folder)), rounds)


def _contestants(room: Path) -> list[Contestant]:
    homes = {name: own_home(room / name) for name in ("charter", "copier", "local")}
    # where the built-in template lies once it was used: the same commits for everybody
    _unpack(homes["charter"])
    (mirror,) = (room / "charter/.cache/charter/templates").glob("builtin-*.git")
    return [
        Contestant(CHARTER, _charter(room / "charter"), homes["charter"], _clean(room / "charter")),
        Contestant(
            COPIER,
            _copier(room / "copier", "git+charter::builtin"),
            homes["copier"],
            _clean(room / "copier"),
        ),
        Contestant(
            COPIER_LOCAL,
            _copier(room / "local", str(mirror)),
            homes["local"],
            _clean(room / "local"),
        ),
    ]


def _charter(home: Path) -> list[str]:
    said = [word for key, value in ANSWERS.items() for word in ("--set", f"{key}={value}")]
    return [
        str(PROGRAMS / "charter"),
        "new",
        "--into",
        str(home / "made"),
        *said,
        "--defaults",
        "--yes",
    ]


def _copier(home: Path, source: str) -> list[str]:
    said = [word for key, value in ANSWERS.items() for word in ("--data", f"{key}={value}")]
    copy = [
        "copier",
        "copy",
        "--quiet",
        "--defaults",
        *said,
        source,
        str(home / "made/invoice-renderer"),
    ]
    commit = "git init -q -b main && git add --all && git commit -q -m Begin"
    script = f'"$@" && cd "{home}/made/invoice-renderer" && {commit}'
    return ["sh", "-c", script, "sh", *copy]


def _clean(home: Path):
    """Each round founds the same repository anew; the catalog keeps what it knows."""
    return lambda: (remove(home / "made"), (home / "made").mkdir())


def _unpack(env: dict[str, str]) -> None:
    command = [
        str(PROGRAMS / "charter"),
        "new",
        "warm",
        "--into",
        env["HOME"],
        "--defaults",
        "--dry-run",
    ]
    said = [
        word
        for key, value in ANSWERS.items()
        if key != "name"
        for word in ("--set", f"{key}={value}")
    ]
    subprocess.run([*command, *said], env=env, check=True, capture_output=True)


def report(rounds: int) -> str:
    """The figures as Markdown."""
    times = measure(rounds)
    ratio = times[CHARTER].median / times[COPIER].median
    return "\n".join(
        [
            f"{rounds} rounds in turn. {surroundings()}.",
            "",
            table(times, CHARTER),
            "",
            aim("`charter new`, as a multiple of copier and git from the same address", ratio, 1),
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    print(report(parser.parse_args().rounds))
