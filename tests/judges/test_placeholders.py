"""What the team must still write is marked in one way, and there is little of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from judges.matrix import CASES

if TYPE_CHECKING:
    from pathlib import Path

    from judges.rendering import Case, Studio

MARK = "TODO(charter):"
STRAY = re.compile(
    r"\[(INSERT|NOTE:|fullname|year|yyyy)|<your|\bTBD\b|\bxxx\b|\bFIXME\b|TODO(?!\(charter\):)"
    r"|lorem ipsum|(?-i:YOUR[_-]|CHANGE[_-]?ME)|(?-i:\bNone\b(?! so far| yet))|\bundefined\b|\bUNSET\b",
    re.IGNORECASE,
)
MOST = 5


def texts(repository: Path) -> dict[str, str]:
    """What the template wrote, apart from texts of others that stand verbatim."""
    return {
        str(name): file.read_text(encoding="utf-8")
        for file in sorted(repository.rglob("*"))
        for name in [file.relative_to(repository)]
        if file.is_file() and name.parts[0] not in (".git", "LICENSES", "LICENSE")
        if file.suffix != ".py"
    }


@pytest.mark.parametrize("case", CASES, ids=str)
def test_only_our_own_mark_stands_for_what_is_missing(case: Case, studio: Studio):
    found = texts(studio.of(case))
    stray = {
        f"{name}:{number}": line
        for name, text in found.items()
        for number, line in enumerate(text.splitlines(), 1)
        if STRAY.search(line)
    }
    assert stray == {}
    marks = {name: text.count(MARK) for name, text in found.items() if MARK in text}
    assert 1 <= sum(marks.values()) <= MOST, marks
    assert set(marks) <= {"README.md"}


@pytest.mark.parametrize(
    "stray", ["[INSERT CONTACT METHOD]", "ask <your team>", "TBD", "TODO: write"]
)
def test_a_stray_placeholder_would_be_found(stray: str):
    assert STRAY.search(stray)
