"""One message of a forge, whichever it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from charter.catalog.address import of_remote
from charter.catalog.times import as_text
from charter.plain_text import one_line

_LONGEST = 100
_MOST = 2**31 - 1


@dataclass(frozen=True)
class News:
    """What a message says of a repository; empty or None: it says nothing of that.

    `url` is its web address now, `former_url` the one that it had before this message. Times are
    ISO 8601 in UTC. `happened` is when, where the forge tells it; `is_state`: it was sent because
    something about the repository changed, not its contents.
    """

    url: str
    former_url: str = ""
    language: str = ""
    stars: int | None = None
    forks: int | None = None
    watchers: int | None = None
    open_issues: int | None = None
    created: str = ""
    pushed: str = ""
    is_archived: bool | None = None
    is_public: bool | None = None
    happened: str = ""
    is_state: bool = False


def home_of(document: Mapping[str, Any], name: str) -> str:
    """The web address of a repository under that name; empty where there is none."""
    return of_remote(text_of(document, name))


def text_of(document: Mapping[str, Any], name: str) -> str:
    """The text of that name, on one line; empty where it is something else."""
    value = document.get(name)
    return one_line(value) if isinstance(value, str) else ""


def word_of(document: Mapping[str, Any], name: str) -> str:
    """As `text_of`, and no longer than a word is."""
    return text_of(document, name)[:_LONGEST]


def count_of(document: Mapping[str, Any], name: str) -> int | None:
    """The number of that name, as it can be kept."""
    value = document.get(name)
    return min(max(value, 0), _MOST) if type(value) is int else None


def claim_of(document: Mapping[str, Any], name: str) -> bool | None:
    """Whether it is said to be so."""
    value = document.get(name)
    return value if isinstance(value, bool) else None


def part_of(document: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The mapping below these names; empty where there is none."""
    found: Any = document
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def time_of(document: Mapping[str, Any], name: str) -> str:
    """The time of that name, written as ISO 8601 or counted in seconds since 1970."""
    value = document.get(name)
    try:
        if type(value) is int:
            return as_text(datetime.fromtimestamp(value, UTC))
        then = datetime.fromisoformat(value) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return ""
    if then is None or then.year <= 1:  # Go's way to say never
        return ""
    return as_text(then if then.tzinfo else then.replace(tzinfo=UTC))
