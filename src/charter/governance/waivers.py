"""Exceptions that a team has put on record: which check, why, who answers for it, until when. Pure.

Nobody has vouched for `.charter.toml`: it comes with a repository.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any

LARGEST = 64 * 1024
_MOST, _LONGEST = 200, 500
_KEYS = frozenset({"check", "reason", "owner", "expires", "path"})
_NEEDED = ("check", "reason", "owner", "expires")


@dataclass(frozen=True)
class Waiver:
    """A documented exception; with a `path` it holds for the files that match it alone."""

    check: str
    reason: str
    owner: str
    expires: date
    path: str = ""

    def covers(self, check: str, path: str, today: date) -> bool:
        """Whether it excuses this finding on this day; its last day still counts."""
        if self.check != check or today > self.expires:
            return False
        return not self.path or fnmatchcase(path, self.path)


@dataclass(frozen=True)
class Waivers:
    """What a repository waives, and what is wrong with the rest of its file."""

    valid: tuple[Waiver, ...] = ()
    problems: tuple[str, ...] = ()


def parse_waivers(text: bytes, known: Collection[str]) -> Waivers:
    """Read the file; what is no waiver of a `known` check is a problem, and excuses nothing."""
    if len(text) > LARGEST:
        return Waivers(problems=(f"it is larger than {LARGEST // 1024} KiB",))
    import tomllib  # noqa: PLC0415 - most have nothing to waive

    try:
        found = tomllib.loads(text.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as wrong:
        return Waivers(problems=(f"it is not valid TOML: {str(wrong)[:200]}",))
    listed = found.get("waiver", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        return Waivers(problems=("a waiver is written as a table: [[waiver]]",))
    unknown = [f"'{key[:40]}' means nothing here" for key in found if key != "waiver"]
    valid, problems = [], list(unknown)
    for number, table in enumerate(listed[:_MOST], start=1):
        if problem := _problem_of(table, known):
            problems.append(f"waiver {number} {problem}")
        else:
            valid.append(_read(table))
    if len(listed) > _MOST:
        problems.append(f"only the first {_MOST} waivers are read")
    return Waivers(tuple(valid), tuple(problems))


def _problem_of(table: Mapping[str, Any], known: Collection[str]) -> str:
    missing = [key for key in _NEEDED if not str(table.get(key, "")).strip()]
    if missing:
        return f"has no {' and no '.join(missing)}"
    if unknown := sorted(table.keys() - _KEYS):
        return f"says '{unknown[0][:40]}', which is not known"
    if not isinstance(table["expires"], date) or isinstance(table["expires"], datetime):
        return "must say its last day as a date: expires = 2027-01-31"
    texts = [table[key] for key in _KEYS - {"expires"} if key in table]
    if not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts):
        return f"must be of texts with at most {_LONGEST} characters"
    if table["check"].strip().upper() not in known:
        return f"names the check '{table['check'][:40]}', which there is not"
    return ""


def _read(table: Mapping[str, Any]) -> Waiver:
    texts = {key: str(value).strip() for key, value in table.items() if key != "expires"}
    return Waiver(**{**texts, "check": texts["check"].upper()}, expires=table["expires"])
