#!/usr/bin/env python3
"""How long commands take to start, beside their peers and bare Python.

benchmarks/startup.py [--rounds N]      prints a Markdown table
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from measure import (
    PROGRAMS,
    PYTHON,
    Contestant,
    Times,
    aim,
    install_cruft,
    own_home,
    race,
    surroundings,
    table,
)

ENTRIES = 1000
BARE, COPIER = "python -c pass", "copier --version"
VERSION, SEARCH = "charter --version", "charter search"
# some words are in many entries, some in few
THINGS = ("invoice", "parcel", "tariff", "ledger", "roster", "beacon", "quota", "fixture", "badge")
DEEDS = ("renders", "parses", "routes", "audits", "counts", "mirrors", "signs")
TEAMS = ("payments", "logistics", "identity", "platform", "documents")

FILL = """
import sys
from charter.catalog.entry import Entry
from charter.catalog.sqlite import open_catalog_file
from charter.model import Maintainer, Project, Visibility
from pathlib import Path
catalog = open_catalog_file(Path(sys.argv[1]))
for line in sys.stdin.read().splitlines():
    name, title, description, team, topic = line.split("|")
    people = (Maintainer("Ada Lovelace", "ada"), Maintainer("Bob Noyce", "bob"))
    catalog.register(Entry(Project(name, title, description, Visibility.INNERSOURCE, team, people,
                                   topics=(topic,), url=f"https://git.acme.example/{team}/{name}")))
catalog.close()
"""


def measure(rounds: int) -> dict[str, Times]:
    with tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
        env = own_home(Path(folder, "home"))
        env["CHARTER_CATALOG"] = str(Path(folder, "catalog.sqlite3"))
        _fill(env)
        return race(_contestants(env), rounds)


def _contestants(env: dict[str, str]) -> list[Contestant]:
    lines = [
        BARE,
        VERSION,
        "charter --help",
        "charter search parcel",
        COPIER,
        "cookiecutter --version",
    ]
    contestants = [
        Contestant(line.replace(" parcel", ""), [str(PROGRAMS / words[0]), *words[1:]], env)
        for line in lines
        if (words := line.split())
    ]
    if cruft := install_cruft():
        contestants.append(Contestant("cruft --help", [cruft, "--help"], env))
    return contestants


def _fill(env: dict[str, str]) -> None:
    """A catalog of entries whose words differ as those of real ones do."""
    lines = []
    for number in range(ENTRIES):
        thing, deed = THINGS[number % len(THINGS)], DEEDS[number % len(DEEDS)]
        team, other = TEAMS[number % len(TEAMS)], THINGS[(number // 9) % len(THINGS)]
        about = f"{deed.capitalize()} every {thing} for the {other} team, number {number}"
        lines.append(f"{thing}-{deed}-{number}|{thing} {number}|{about}|{team}|{other}")
    subprocess.run(
        [PYTHON, "-c", FILL, env["CHARTER_CATALOG"]],
        input="\n".join(lines),
        env=env,
        text=True,
        check=True,
    )


def report(rounds: int) -> str:
    """The figures as Markdown."""
    times = measure(rounds)
    version = times[VERSION].median
    left_out = "" if "cruft --help" in times else " cruft could not be installed: left out."
    return "\n".join(
        [
            f"{rounds} rounds in turn, a catalog of {ENTRIES} entries. {surroundings()}.{left_out}",
            "",
            table(times, BARE),
            "",
            aim(
                "`charter --version`, as a multiple of bare Python", version / times[BARE].median, 5
            ),
            aim(
                "`charter --version`, as a part of `copier --version`",
                version / times[COPIER].median,
                0.25,
            ),
            aim(f"`charter search` in {ENTRIES} entries", times[SEARCH].median, 100, " ms"),
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=30)
    print(report(parser.parse_args().rounds))
