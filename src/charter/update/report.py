"""A planned update as text: a diff, a JSON document, and one line for each path. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from charter.contents import text_diff
from charter.update.carry_out import CarriedOut
from charter.update.plan import Action, Step
from charter.update.update import Update


def unified_diff(update: Update) -> str:
    """What would change, as `git diff` shows it; conflicts with their marks."""
    project, read = update.project, update.project.repository.read
    after = {project.path(step.path): step.result for step in update.changes}
    after[project.recorded.file] = update.answers
    return "".join(text_diff(path, read(path), content) for path, content in after.items())


def count_actions(steps: tuple[Step, ...]) -> dict[str, int]:
    """How often each action occurs; those that do not are left out."""
    counted = {action.value: sum(step.action is action for step in steps) for action in Action}
    return {name: number for name, number in counted.items() if number}


def update_as_json(update: Update, done: CarriedOut | None, registration: str) -> dict[str, Any]:
    """The plan and, where it was carried out, what became of it: the same keys each time."""
    project = update.project
    return {
        "path": str(project.place),
        "folder": project.folder,
        "name": project.recorded.answers.get("name", ""),
        "template": project.recorded.source,
        "from": update.before.version,
        "to": update.after.version,
        "needed": update.is_needed,
        "dry_run": done is None,
        "counts": count_actions(update.steps),
        "steps": [step_as_json(step) for step in update.steps],
        "conflicts": [step.path for step in update.conflicts],
        "answers": update.after.answers.stored,
        "answer_changes": [asdict(change) for change in update.answer_changes],
        "dropped_answers": list(update.dropped),
        "commit": done.commit if done else "",
        "registration": registration,
    }


def step_as_json(step: Step) -> dict[str, Any]:
    return {
        "path": step.path,
        "action": step.action.value,
        "reason": step.reason,
        "conflict": step.conflict.value if step.conflict else "",
        "moved_from": step.moved_from,
        "why": list(step.why),
    }
