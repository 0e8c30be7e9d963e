"""What one line, item or document of an import tells: an entry, or why it tells none."""

from __future__ import annotations

from dataclasses import dataclass

from charter.catalog.entry import Entry

LARGEST = 256 * 1024 * 1024  # bytes of a file that is read whole


@dataclass(frozen=True)
class Told:
    """`place` is where it stands, for people; `problem` is why there is no entry.

    `says_visibility`: else that of the entry is only what harms less. `is_passed_over`: it tells
    of no project, and need not. `is_own_word`: the repository says it itself, so it replaces what
    is known. `notes`: what a person should know of an entry that is taken.
    """

    place: str
    entry: Entry | None = None
    problem: str = ""
    says_visibility: bool = False
    is_passed_over: bool = False
    is_own_word: bool = False
    notes: tuple[str, ...] = ()
