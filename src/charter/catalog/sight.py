"""What is seen in a repository besides its descriptors, also while that waits. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from charter.catalog.activity import Activity
from charter.catalog.entry import Health, Unmet


@dataclass(frozen=True)
class Sight:
    """Seen at the time of a registration; what could not be measured is as it is by default."""

    readme: str = ""
    language: str = ""
    activity: Activity = field(default_factory=Activity)
    health: Health = field(default_factory=Health)


def as_json(sight: Sight) -> dict[str, Any]:
    """For an item of the outbox."""
    return asdict(sight)


def sight_of(found: Mapping[str, Any]) -> Sight:
    """From an item of the outbox; raises ValueError where parts have the wrong type."""
    try:
        activity, health = dict(found["activity"]), dict(found["health"])
        activity["participation"] = tuple(map(int, activity["participation"]))
        health["unmet"] = tuple(Unmet(**it) for it in health["unmet"])
        made = Sight(found["readme"], found["language"], Activity(**activity), Health(**health))
    except (TypeError, KeyError, AttributeError) as wrong:
        raise ValueError(f"what was seen is not in the form that is known: {wrong}") from wrong
    default = Sight()
    pairs = [(made, default), (made.activity, default.activity), (made.health, default.health)]
    for part, model in pairs:
        for name, value in vars(model).items():
            if type(getattr(part, name)) is not type(value):
                raise ValueError(f"what was seen has a '{name}' of the wrong type.")
    return made
