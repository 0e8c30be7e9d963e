"""The maintainers of a project as an answer: read, added to, taken from. Pure."""

from __future__ import annotations

from charter.errors import AnswerError, UsageError
from charter.model import Maintainer, Visibility, parse_maintainers
from charter.template.recorded import Recorded


def question_of(recorded: Recorded) -> str:
    """The question that names the maintainers; each side has its own."""
    is_public = recorded.answers.get("visibility") == Visibility.OPENSOURCE
    name = "public_maintainers" if is_public else "maintainers"
    if name not in recorded.answers:
        raise AnswerError(
            f"{recorded.file} has no '{name}': the template names maintainers in another way.",
            hint="Change its own question: charter update --set QUESTION=VALUE",
        )
    return name


def read_maintainers(recorded: Recorded) -> tuple[Maintainer, ...]:
    """Those that the answers name; raises AnswerError where they cannot be read."""
    try:
        return parse_maintainers(str(recorded.answers[question_of(recorded)]))
    except ValueError as wrong:
        raise AnswerError(
            f"{recorded.file} names a maintainer as '{str(wrong)[:80]}'.",
            hint="Each one is written as: Name @handle, or Name @handle <e-mail>.",
        ) from wrong


def add_maintainers(present: tuple[Maintainer, ...], text: str) -> tuple[Maintainer, ...]:
    """With those in `text`, `Name @handle, …`; who is there already gets the new name or address.

    Raises UsageError for what cannot be read.
    """
    try:
        added = parse_maintainers(text)
    except ValueError as wrong:
        raise UsageError(
            f"'{wrong}' is not a maintainer.",
            hint="Write each one as: Name @handle, or Name @handle <e-mail>.",
        ) from wrong
    if nameless := [person.handle for person in added if not person.name]:
        raise UsageError(f"@{nameless[0]} needs a name.", hint="Write: Name @handle")
    new = {person.handle.lower(): person for person in added}
    kept = tuple(new.pop(person.handle.lower(), person) for person in present)
    return (*kept, *new.values())


def remove_maintainers(
    present: tuple[Maintainer, ...], handles: tuple[str, ...]
) -> tuple[Maintainer, ...]:
    """Without those of these handles; raises UsageError where one is not there, or none is left."""
    gone = {handle.strip().lstrip("@").lower() for handle in handles}
    if unknown := gone - {person.handle.lower() for person in present}:
        named = ", ".join(f"@{person.handle}" for person in present)
        raise UsageError(f"@{min(unknown)} is not a maintainer here.", hint=f"They are: {named}.")
    left = tuple(person for person in present if person.handle.lower() not in gone)
    if not left:
        raise UsageError(
            "nobody would be left: without a maintainer a repository is a silo.",
            hint='Add who follows first: charter maintainers add "Name @handle"',
        )
    return left


def as_answer(people: tuple[Maintainer, ...]) -> str:
    """As the template's question wants it."""
    return ", ".join(map(str, people))
