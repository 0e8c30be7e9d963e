"""`If-Match` and `If-None-Match`: on which state of an entry something is to be done. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from charter.database import Row
from charter.web.problems import Problem


@dataclass(frozen=True)
class Condition:
    """What both headers say, as they were sent."""

    match: str = ""
    none_match: str = ""

    def check(self, row: Row | None) -> None:
        """Raises a Problem where the entry (None: there is none) is in another state."""
        current = f'"{row["id"]}-{row["revision"]}"' if row is not None else ""
        if self.match and not _names(self.match, current):
            raise self._changed(current)
        if self.none_match and _names(self.none_match, current):
            raise self._changed(current)

    def _changed(self, current: str) -> Problem:
        return Problem(
            412,
            "the entry is not in the state that you named.",
            hint="Read it again, and tell what you would change in it now.",
            headers={"ETag": current} if current else {},
        )


def _names(header: str, current: str) -> bool:
    tags = [tag.strip() for tag in header.split(",")]
    return bool(current) and ("*" in tags or current in tags)
