"""CODEOWNERS in the syntax of each forge: a file of one forge is wrong on another."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from judges.panel import one_by_one
from judges.panel.commands import lines, run

if TYPE_CHECKING:
    from pathlib import Path

OWNER = re.compile(r"^(@[\w.-]+(/[\w.-]+)*|[^\s@]+@[^\s@]+)$")
PLACES = {forge: f".{forge}/CODEOWNERS" for forge in ("github", "gitlab", "gitea", "forgejo")}


def tracked(repository: Path) -> list[str]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, check=True, capture_output=True, text=True
    )
    return done.stdout.rstrip("\0").split("\0")


def rules(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def badly_owned(pattern: str, owners: list[str]) -> list[str]:
    if not owners:
        return [f"{pattern}: no owner"]
    return [f"{pattern}: {owner} is no owner" for owner in owners if not OWNER.match(owner)]


def as_regular_expressions(repository: Path, text: str) -> list[str]:
    """Gitea and Forgejo match the whole path by a Go regular expression; `!` turns it round."""
    complaints, covered = [], set()
    for pattern, *owners in rules(text):
        complaints += badly_owned(pattern, owners)
        try:
            expression = re.compile(f"^(?:{pattern.removeprefix('!')})$")
        except re.error as error:
            complaints.append(f"{pattern}: no regular expression: {error}")
            continue
        matched = {file for file in tracked(repository) if expression.match(file)}
        if not matched:
            complaints.append(f"{pattern}: matches no file")
        covered |= matched
    return complaints + [
        f"{file}: nobody owns it" for file in tracked(repository) if file not in covered
    ]


def as_gitlab_sections(text: str) -> list[str]:
    """GitLab: gitignore-like patterns, and `[Section]` headers that may carry owners and a count."""
    complaints = []
    by_default: list[str] = []
    for first, *owners in rules(text):
        if re.match(r"^\^?\[", first):
            header = re.match(r"^\^?\[[^\]]+\](\[\d+\])?(.*)$", " ".join([first, *owners]))
            by_default = header[2].split() if header else []
            complaints += [] if header else [f"{first}: no section header"]
        elif first.startswith(".*") or first.endswith("$"):
            complaints.append(
                f"{first}: looks like a regular expression, which GitLab does not read"
            )
        else:
            complaints += badly_owned(first, owners or by_default)
    if not any(first in ("*", "/**/*", "**/*", "/") for first, *_ in rules(text)):
        complaints.append("no line for everything")
    return complaints


def as_github(repository: Path, text: str) -> list[str]:
    """GitHub: neither `!` nor `[ ]`; checkowners knows the rest."""
    complaints = [
        f"{pattern}: GitHub does not read this"
        for pattern, *_ in rules(text)
        if pattern.startswith(("!", ".*")) or "[" in pattern
    ]
    complaints += [
        each for pattern, *owners in rules(text) for each in badly_owned(pattern, owners)
    ]
    if not any(pattern == "*" for pattern, *_ in rules(text)):
        complaints.append("no line for everything")
    return complaints + lines(
        *run("checkowners", "--offline", "--no-cache", "validate", at=repository)
    )


def look(repository: Path) -> list[str]:
    found = [forge for forge, place in PLACES.items() if (repository / place).exists()]
    if len(found) != 1:
        return [f"CODEOWNERS is there for {found or 'no forge'}"]
    text = (repository / PLACES[found[0]]).read_text(encoding="utf-8")
    if found[0] == "github":
        return as_github(repository, text)
    if found[0] == "gitlab":
        return as_gitlab_sections(text)
    return as_regular_expressions(repository, text)


CODEOWNERS = one_by_one("codeowners", look)
