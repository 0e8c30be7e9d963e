"""Whether a text promises a time: within 2 working days, in a week. Pure."""

from __future__ import annotations

import re

_UNITS = ("day", "hour", "week")
_UNIT = re.compile(r"(?:day|hour|week)s?\b")
_NUMBER = re.compile(
    r"\b(?:\d{1,3}|an?|one|two|three|four|five|six|seven|ten)\s+(?:(?:working|business)\s+)?$"
)
_BEFORE = 30  # characters: as long as a number can be, with its words


def promises_a_time(small: str) -> bool:
    """Whether it stands in the text, which is in lower case."""
    if not any(map(small.__contains__, _UNITS)):  # quicker than the expression, by far
        return False
    return any(
        _NUMBER.search(small[max(0, unit.start() - _BEFORE) : unit.start()])
        for unit in _UNIT.finditer(small)
    )
