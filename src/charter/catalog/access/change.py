"""Whether somebody may change an entry so, and what of it stays as it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from charter.catalog.access.caller import Caller
from charter.catalog.access.rights import may_answer, may_oversee, may_write
from charter.database import Row
from charter.errors import UnfitError
from charter.model import Visibility


class ForbiddenError(UnfitError):
    """Whoever asks may not do that."""


def check_change(
    caller: Caller, before: Row | None, released: Sequence[Row], after: Mapping[str, Any]
) -> tuple[str, ...]:
    """As `entries.Check`; raises ForbiddenError. A silo without a team is anybody's to adopt."""
    for row in (before, *released):
        if row is not None and (row["team"] or not row["siloed"]):
            check_owner(caller, row)
    check_owner(caller, after)
    return check_visibility(caller, before, after)


def check_owner(caller: Caller, row: Mapping[str, Any]) -> None:
    """Raises ForbiddenError, naming whose entry it is, unless it is theirs."""
    if may_write(caller, row["team"]):
        return
    full = f"{row['team'] or 'nobody'}/{row['name']}"
    raise ForbiddenError(
        f"{full} is for {row['team'] or 'the OSPO'} to write, not for {_called(caller)}.",
        hint="Ask a member of that team, or the OSPO.",
    )


def check_answer(caller: Caller, team: str) -> None:
    """Raises ForbiddenError unless they may speak for a project that `team` has in mind."""
    if not may_answer(caller, team):
        raise ForbiddenError(
            f"what {team or 'nobody'} builds is for {team or 'a person'} to say, not for"
            f" {_called(caller)}.",
            hint="Name a team of your own, or sign in.",
        )


def check_visibility(
    caller: Caller, before: Row | None, after: Mapping[str, Any]
) -> tuple[str, ...]:
    """As `check_change`: nothing becomes public here, and what is public does not vanish."""
    was = {} if before is None or before["siloed"] else before
    opens = was.get("visibility") == Visibility.INNERSOURCE and _is_open(after)
    date, known = after["publication_date"], was.get("publication_date", "")
    if opens or (date and date != known):
        if not may_oversee(caller):
            raise ForbiddenError(
                "only the OSPO turns innersource into opensource, or says when something is public."
            )
        raise ForbiddenError(
            "this leads only through the publication gate, which this version does not have yet.",
            hint="The entry stays as it is; register it without that change.",
        )
    if known and not _is_open(after) and not may_oversee(caller):
        raise ForbiddenError("it is public: only the OSPO can make it internal again.")
    return ("publication_date",) if known and _is_open(after) else ()


def _is_open(row: Mapping[str, Any]) -> bool:
    return bool(row["visibility"] == Visibility.OPENSOURCE and not row["siloed"])


def _called(caller: Caller) -> str:
    if caller.namespace:
        return f"a token of {caller.namespace}"
    return caller.name or "you"
