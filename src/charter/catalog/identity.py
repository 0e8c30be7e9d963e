"""Which entry a registration is of, and what has to make way for it. Pure.

An entry is known by the address of its repository, and by its name within its team. Who renames
or moves a repository keeps the entry; nobody gets a name that is another repository's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from charter.database import Row
from charter.errors import UnfitError


class TakenError(UnfitError):
    """The name, or the address, is another entry's."""


@dataclass(frozen=True)
class Settled:
    """What to do: write over `target` (None: a new entry), after `released` silos are gone.

    `keeps`: columns whose stored values stay, for the teller knows old ones only.
    """

    target: Row | None = None
    released: tuple[int, ...] = ()
    keeps: tuple[str, ...] = ()
    is_refused: bool = False  # a silo has nothing to say of what is under a charter


def settle(
    values: dict[str, Any],
    known: Sequence[Row],
    aliases: Sequence[Row],
    *,
    moved: bool = False,
    lost_charter: bool = False,
) -> Settled:
    """Decide for the `values` of a registration.

    `known`: the entries with its name or its address, and silos of that name without either.
    `aliases`: where it has an address or a name that an entry had once, with that entry's columns.
    `moved`: the teller says that the repository of this name has a new address now.
    Raises TakenError, naming whose it is.
    """
    named = next((row for row in known if _is_named(row, values)), None)
    place = values["url_key"]
    placed = next((row for row in known if place and row["url_key"] == place), None)
    if values["siloed"]:
        return _settle_silo(named, placed, lost_charter=lost_charter)
    if placed is None and not moved and (old := _told_by_an_old_clone(values, aliases)) is not None:
        return Settled(old, keeps=("team", "team_key", "name", "name_key", "url", "url_key"))
    silos = tuple(row["id"] for row in known if row["siloed"])
    if placed is not None and named is not None and placed["id"] != named["id"]:
        if placed["siloed"] and _may_have(named, values, moved=moved):
            return Settled(named, _but(silos, named))
        if named["siloed"]:
            return Settled(placed, _but(silos, placed))
        raise _placed_elsewhere(placed) if moved else _taken(named, values)
    target = placed or named
    if target is None:
        return Settled(None, silos)
    if target is named and not _may_have(named, values, moved=moved):
        raise _taken(named, values)
    keeps = () if values["url_key"] else ("url", "url_key")
    return Settled(target, _but(silos, target), keeps)


def _settle_silo(named: Row | None, placed: Row | None, *, lost_charter: bool) -> Settled:
    """A silo is known by its address where it has one, and says nothing of what has a charter."""
    target, other = placed or named, named if placed else None
    is_other = other is not None and target is not None and other["id"] != target["id"]
    chartered = [row for row in (named, placed) if row and not row["siloed"]]
    if (chartered and not lost_charter) or (is_other and other in chartered):
        return Settled(is_refused=True)
    return Settled(target, (other["id"],) if other is not None and is_other else ())


def _is_named(row: Row, values: dict[str, Any]) -> bool:
    return bool(row["name_key"] == values["name_key"] and row["team_key"] == values["team_key"])


def _may_have(named: Row, values: dict[str, Any], *, moved: bool) -> bool:
    """Whether what is registered can be the repository of that name."""
    is_told = named["url_key"] and values["url_key"] and named["url_key"] != values["url_key"]
    return bool(moved or named["siloed"] or not is_told)


def _told_by_an_old_clone(values: dict[str, Any], aliases: Sequence[Row]) -> Row | None:
    """The entry that had this address once, if it also has, or had, this name."""
    old = [row for row in aliases if row["kind"] == "url" and row["value"] == values["url_key"]]
    if not old:
        return None
    full = f"{values['team_key']}/{values['name_key']}"
    had = {row["value"] for row in aliases if row["kind"] == "name" and row["id"] == old[0]["id"]}
    return old[0] if _is_named(old[0], values) or full in had else None


def _but(ids: tuple[int, ...], target: Row) -> tuple[int, ...]:
    return tuple(number for number in ids if number != target["id"])


def _placed_elsewhere(placed: Row) -> TakenError:
    full = f"{placed['team']}/{placed['name']}"
    return TakenError(
        f"the address {placed['url']} is the entry {full}'s already, owned by {placed['team']}.",
        hint=f"Is this that project under another name? charter show {full}",
    )


def _taken(named: Row, values: dict[str, Any]) -> TakenError:
    full = f"{named['team']}/{named['name']}"
    return TakenError(
        f"the name {full} is taken: it is the entry of {named['url'] or 'another repository'}, "
        f"owned by {named['team']}.",
        hint="Choose another name; or, if that repository has moved to "
        f"{values['url'] or 'here'}: charter register --moved",
    )
