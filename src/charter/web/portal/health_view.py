"""How an entry stands by its checks, its template and its confirmation. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from charter.catalog.entry import Entry, Unmet
from charter.catalog.freshness import Freshness, State
from charter.web.portal.times import ago, counted

_GRADES = (("good", 0.9), ("fair", 0.75), ("poor", 0.0))  # for the eye only


@dataclass(frozen=True)
class HealthView:
    """`grade` is good, fair or poor, or empty where nobody has checked."""

    grade: str
    passed: int
    held: int
    words: str
    unmet: tuple[Unmet, ...]
    drift: str
    version: str
    is_behind: bool


def grade_of(entry: Entry) -> str:
    """In one word, by the share of checks passed; empty where nobody has checked."""
    health = entry.health
    if not health.held:
        return ""
    share = health.passed / health.held
    return next(grade for grade, least in _GRADES if share >= least)


def health_of(entry: Entry, newest: str, now: datetime) -> HealthView:
    """`newest` is the newest version that any entry has of the same template."""
    health = entry.health
    words = (
        f"{health.passed} of {counted(health.held, 'check')} passed, {ago(health.checked, now)}"
        if health.held
        else "Nobody has checked it yet: `charter check` does, `charter register` tells it here."
    )
    drift = (
        f"{counted(health.drifted, 'file')} {'differs' if health.drifted == 1 else 'differ'} "
        "from the template"
        if health.drifted
        else ""
    )
    is_behind = bool(entry.version and newest and entry.version != newest)
    return HealthView(
        grade_of(entry),
        health.passed,
        health.held,
        words.removesuffix(", "),
        health.unmet,
        drift,
        entry.version,
        is_behind,
    )


def confirmed_words(entry: Entry, freshness: Freshness, now: datetime) -> tuple[str, str]:
    """What was last done to vouch for it, and when."""
    when = ago(entry.confirmed, now)
    if freshness.state is State.ARCHIVED:
        return "", "archived"
    if not when:
        return "", "never confirmed"
    if entry.siloed:
        return "seen ", when
    return ("confirmed " if freshness.state is State.FRESH else "last confirmed "), when


def newest_of(versions: Sequence[str]) -> str:
    """The newest by PEP 440; empty where none is a version."""
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415 - only entry pages

    found: list[tuple[Version, str]] = []
    for text in versions:
        try:
            found.append((Version(text), text))
        except InvalidVersion:
            continue
    return max(found)[1] if found else ""
