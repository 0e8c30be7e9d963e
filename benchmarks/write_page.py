#!/usr/bin/env python3
"""Puts fresh figures into docs/reference/performance.md: `make bench` calls it."""

from __future__ import annotations

import argparse
import os
import re
import sys

import beside_backstage
import catalog
import fleet
import new
import render
import service
import startup
import update
import where
from measure import ROOT

REPOSITORIES = 500  # of which `where` tells the parts
ENTRIES = (10_000, 100_000, 1_000_000)
COMPONENTS = 5000
SECONDS = 60  # for which a service is asked as often as goes
PAGE = ROOT / "docs" / "reference" / "performance.md"
REPORTS = {
    "startup": startup.report,
    "new": new.report,
    "render": render.report,
    "update": update.report,
    "fleet": fleet.report,
    "where": where.report,
    "catalog": lambda _: catalog.report(ENTRIES, catalog.KINDS),
    "service": lambda _: service.report(100_000, catalog.KINDS, SECONDS),
    "backstage": lambda _: beside_backstage.report(COMPONENTS),
}
OF_PACKAGES = {"catalog", "service", "backstage"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", choices=REPORTS)
    chosen = parser.parse_args()
    text = PAGE.read_text("utf-8")
    for name in [chosen.only] if chosen.only else REPORTS:
        if name in OF_PACKAGES and not os.environ.get("CHARTER_PACKAGES"):
            print(f"{name}: LEFT OUT, CHARTER_PACKAGES does not name the lists", file=sys.stderr)
            continue
        figures = REPORTS[name](REPOSITORIES if name == "where" else chosen.rounds)
        print(f"{figures}\n")
        marks = (f"<!-- figures: {name} -->", f"<!-- end: {name} -->")
        place = re.compile(f"{re.escape(marks[0])}.*?{re.escape(marks[1])}", re.DOTALL)
        fresh = f"{marks[0]}\n\n{figures}\n\n{marks[1]}"
        text = place.sub(lambda _, fresh=fresh: fresh, text)
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
