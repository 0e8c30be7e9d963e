"""Real names and descriptions for a catalog: the packages of two registries, from lists on disk.

The lists are no part of the project: tab-separated, with a heading, the name in the first column
and the summary in the last. CHARTER_PACKAGES names the folder with pypi.tsv and npm.tsv.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from charter.catalog.activity import Activity
from charter.catalog.entry import Entry
from charter.model import Project, Visibility

LISTS = ("pypi.tsv", "npm.tsv")
_TEAMS = 2000
_LANGUAGES = {"pypi.tsv": "Python", "npm.tsv": "JavaScript"}
_LIFECYCLES = ("production", "production", "production", "experimental", "deprecated")
_LEVELS = ("contributions-welcome", "shared-ownership", "read-only")
_LICENSES = ("Apache-2.0", "MIT", "BSD-3-Clause")
_README_OF = 6  # other summaries


@dataclass(frozen=True)
class Package:
    """What a registry tells of one."""

    name: str
    summary: str
    language: str


def folder() -> Path:
    """Where the lists are; ends with a message where they are not."""
    place = Path(os.environ.get("CHARTER_PACKAGES", ""))
    missing = [name for name in LISTS if not (place / name).is_file()]
    if not os.environ.get("CHARTER_PACKAGES") or missing:
        sys.exit(
            "the lists of packages are missing: CHARTER_PACKAGES=FOLDER names the one with "
            f"{' and '.join(LISTS)} (name in the first column, summary in the last)."
        )
    return place


def read_packages(place: Path) -> Iterator[Package]:
    """Every package with a summary, those of the lists in turn."""
    for name in LISTS:
        with (place / name).open(encoding="utf-8", errors="replace") as lines:
            for line in islice(lines, 1, None):
                first, *_, last = line.rstrip("\n").split("\t")
                if last and len(first) <= 100:  # noqa: PLR2004 - longer ones are jokes
                    yield Package(first, last, _LANGUAGES[name])


def entries(count: int, *, seed: int = 4) -> Iterator[Entry]:
    """So many entries, the same for the same seed; more than there are packages begin anew."""
    chance = random.Random(seed)
    packages = list(read_packages(folder()))
    chance.shuffle(packages)
    again = (
        Package(f"{one.name}-{chance.choice(packages).name}"[:100], one.summary, one.language)
        for one in packages
    )
    for number, package in enumerate(islice(chain(packages, again), count)):
        yield _entry(package, number, packages, chance)


def _entry(package: Package, number: int, packages: list[Package], chance: random.Random) -> Entry:
    team = f"team-{min(int(chance.paretovariate(0.7)), _TEAMS):04}"
    is_public = chance.random() < 0.2  # noqa: PLR2004 - a fifth
    words = [word.lower() for word in package.summary.split() if word.isascii() and word.isalpha()]
    readme = " ".join(chance.choice(packages).summary for _ in range(_README_OF))
    project = Project(
        name=package.name,
        title=package.name,
        description=package.summary[:1000],
        visibility=Visibility.OPENSOURCE if is_public else Visibility.INNERSOURCE,
        team=team,
        maintainers=(),
        url=f"https://git.acme.example/{team}/{number}",
        license=chance.choice(_LICENSES) if is_public else "",
        topics=tuple(sorted({word for word in words if len(word) > 5}))[:3],  # noqa: PLR2004
        governance_level="" if is_public else chance.choice(_LEVELS),
    )
    return Entry(
        project,
        language=package.language,
        lifecycle=chance.choice(_LIFECYCLES),
        readme=f"# {package.name}\n\n{readme}",
        score=int(chance.paretovariate(1.2) * 20) % 3000,
        activity=Activity(stars=chance.randrange(100)),
    )
