"""A wish for a new project becomes the command that founds it. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from charter.plain_text import one_line

LONGEST = 300


@dataclass(frozen=True)
class Wish:
    """What somebody wants to start."""

    name: str = ""
    description: str = ""
    team: str = ""
    visibility: str = ""
    because: str = ""  # why it is built anew though something is near to it

    @property
    def is_told(self) -> bool:
        return bool(self.name or self.description)


def wish_of(name: str, description: str, team: str, visibility: str, because: str = "") -> Wish:
    """What the form says, on one line each."""
    side = "opensource" if visibility == "opensource" else "innersource"
    return Wish(_line(name), _line(description), _line(team), side, _line(because))


def _line(text: str) -> str:
    return one_line(text)[:LONGEST]


def command_of(wish: Wish) -> str:
    """`charter new` with what is known; the rest it asks. Nothing of it is syntax of a shell."""
    is_odd = wish.name.startswith("-")
    words = ["charter", "new"] + ([wish.name] if wish.name and not is_odd else [])
    for flag, text in (
        ("--visibility", wish.visibility),
        ("--description", wish.description),
        ("--team", wish.team),
        ("--builds-anew-because", wish.because),
    ):
        if text:  # joined where it begins with a dash: it is no other flag
            words += [f"{flag}={text}"] if text.startswith("-") else [flag, text]
    return shlex.join([*words, *(["--", wish.name] if is_odd else [])])
