"""Times as people say them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

_DAY, _WEEK, _MONTH, _YEAR = 1, 7, 30.44, 365.25  # in days
_LONG_AGO = ((2 * _YEAR, _YEAR, "year"), (60, _MONTH, "month"), (14, _WEEK, "week"))


def read_time(text: str) -> datetime | None:
    """The time in an ISO 8601 text, in UTC where it does not say; None where it is none."""
    try:
        then = datetime.fromisoformat(text)
    except ValueError:
        return None
    return then if then.tzinfo else then.replace(tzinfo=UTC)


def ago(text: str, now: datetime) -> str:
    """How long before `now`, in one unit; empty where nobody knows."""
    then = read_time(text)
    if then is None:
        return ""
    days = max((now - then).total_seconds(), 0) / 86400
    for above, length, unit in _LONG_AGO:
        if days >= above:
            return f"{counted(round(days / length), unit)} ago"
    if days >= 1:
        return "yesterday" if days < 2 * _DAY else f"{int(days)} days ago"
    hours = int(days * 24)
    return f"{counted(hours, 'hour')} ago" if hours else "just now"


def day(text: str) -> str:
    """The date, the month as a word: no reader takes it for another one."""
    then = read_time(text)
    return f"{then.day} {then:%b %Y}" if then else ""


def counted(number: int, noun: str) -> str:
    """The number and its noun, in the plural where it needs one."""
    return f"{number:,} {noun if number == 1 else _plural(noun)}"


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
