"""A planned adoption as a JSON document: the same keys each time. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from charter.scaffold.adopt.adopt import Adoption
from charter.scaffold.adopt.answers import Settled
from charter.update.carry_out import CarriedOut
from charter.update.report import count_actions, step_as_json


def adoption_as_json(
    adoption: Adoption, settled: Settled, done: CarriedOut | None, registration: str, command: str
) -> dict[str, Any]:
    """The plan, where each answer came from and, where it was carried out, what became of it."""
    update = adoption.update
    recorded = update.project.recorded
    return {
        "path": str(update.project.place),
        "folder": update.project.folder,
        "name": recorded.answers.get("name", ""),
        "visibility": recorded.answers.get("visibility", ""),
        "candidate": recorded.answers.get("visibility") == "opensource",
        "template": recorded.source,
        "version": recorded.version,
        "dry_run": done is None,
        "found": [asdict(one) for one in settled.taken],
        "refused": [asdict(one) for one in settled.refused],
        "counts": count_actions(update.steps),
        "steps": [step_as_json(step) for step in update.steps],
        "conflicts": [step.path for step in update.conflicts],
        "open": [asdict(one) for one in adoption.open],
        "answers": recorded.answers,
        "notes": list(adoption.notes),
        "commit": done.commit if done else "",
        "registration": registration,
        "command": command,
    }
