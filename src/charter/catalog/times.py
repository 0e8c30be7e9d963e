"""Times as the catalog keeps them: ISO 8601 in UTC, to the second, so that they sort as texts."""

from __future__ import annotations

from datetime import UTC, datetime


def as_text(time: datetime) -> str:
    """An aware time of any zone."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


def utc_now() -> str:
    """The present time."""
    return as_text(datetime.now(UTC))
