"""The proof that a merge lost no edit: every hunk that the team changed is in the result."""

from __future__ import annotations

import re

from charter.contents import changed_lines
from charter.model import FileContent

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def holds_every_edit(base: FileContent | None, ours: FileContent, result: FileContent) -> bool:
    """Whether each hunk in which ours differs from base stands in the result, with its neighbours.

    A clean merge leaves at least one line unchanged between two hunks (git's xdiff), so the line
    before and the line after a hunk of the team are there too; a line that the team deleted shows
    as those two standing side by side. Line ends are compared as text. A change of mode counts.
    """
    if base is not None and base.mode != ours.mode != result.mode:
        return False
    if base is not None and base.data == ours.data:
        return True
    before = base.data.replace(b"\r\n", b"\n") if base else b""
    mine, made = (_LINE.findall(side.data.replace(b"\r\n", b"\n")) for side in (ours, result))
    mine, made = [b"", *mine, b""], [b"", *made, b""]  # no line is empty
    places: dict[bytes, list[int]] = {}
    for number, line in enumerate(made):
        places.setdefault(line, []).append(number)
    return all(
        _stands_in(mine[first : last + 2], made, places)
        for first, last in changed_lines(before, ours.data.replace(b"\r\n", b"\n"))
    )


def _stands_in(hunk: list[bytes], made: list[bytes], places: dict[bytes, list[int]]) -> bool:
    return any(made[at : at + len(hunk)] == hunk for at in places.get(hunk[0], ()))
