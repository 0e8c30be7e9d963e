"""A question as it stands, and the answers so far. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from charter.template.questions import MISSING, Question


@dataclass(frozen=True)
class Choice:
    """One selectable value; `refusal` says why it cannot be chosen now, or is empty."""

    label: str
    value: Any
    refusal: str = ""
    meant: Any = None  # the value in the question's type


@dataclass(frozen=True)
class Posed:
    """A question as it stands after the answers before it; the last three are for a person."""

    question: Question
    type: str
    choices: tuple[Choice, ...] = ()
    default: Any = MISSING
    is_asked: bool = True
    help: str = ""
    placeholder: str = ""
    multiline: bool = False

    @property
    def spoken_name(self) -> str:
        """What a person calls it: `team` and `public_team` are one question, asked on one side."""
        return self.question.name.removeprefix("public_")


@dataclass
class Answers:
    """What is known so far.

    `values` holds computed ones too, `stored` what a repository keeps, `said` what gives the same
    answers when it is said again, secrets included.
    """

    values: dict[str, Any] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    left_to_copier: bool = False  # the template uses more than is evaluated here
