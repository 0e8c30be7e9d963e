"""Real names and descriptions of packages, out of lists of PyPI and npm that lie on this machine.

The lists are two files of lines with tabs between the columns, the first naming them: pypi.tsv and
npm.tsv, each with the columns `name` and `summary`. They are too large to lie here.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LISTS = ("pypi", "npm")
_WORD = re.compile(r"[A-Za-z]{2,}")
_WORDS, _SIGNS, _ASCII = 5, 30, 0.97  # less tells nothing, or is not English


@dataclass(frozen=True)
class Package:
    """A package as its registry lists it."""

    registry: str
    name: str
    description: str


def choose_packages(folder: Path) -> list[Package]:
    """Each with a telling English description of its own, in an order that chance made once.

    The order is that of the SHA-256 of registry and name, so that a later list changes little.
    """
    seen: set[str] = set()
    chosen = []
    for package in _read(folder):
        key = package.description.casefold()
        if key not in seen and _tells(package.description):
            seen.add(key)
            chosen.append(package)
    return sorted(chosen, key=_draw)


def _read(folder: Path) -> Iterator[Package]:
    for registry in LISTS:
        file = folder / f"{registry}.tsv"
        if not file.is_file():
            sys.exit(f"{file} is missing: name the folder of the lists pypi.tsv and npm.tsv")
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield Package(registry, row["name"], " ".join((row["summary"] or "").split()))


def _tells(description: str) -> bool:
    return (
        len(description) >= _SIGNS
        and len(_WORD.findall(description)) >= _WORDS
        and sum(map(str.isascii, description)) >= _ASCII * len(description)
    )


def _draw(package: Package) -> str:
    return hashlib.sha256(f"{package.registry}/{package.name}".encode()).hexdigest()
