"""What an operation is called: by undo, and in the history. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from charter.update.update import Update


@dataclass(frozen=True)
class Words:
    """The kind of an operation, a few words on it, and the message of its commit."""

    kind: str
    summary: str
    message: str


def words_of(update: Update, *, keep_ours: bool = False) -> Words:
    """What an update is called; `keep_ours` leaves its conflicts for a later one."""
    waiting = [step.path for step in update.conflicts if keep_ours]
    summary = _summary(update, is_part=bool(waiting))
    name = update.project.recorded.answers.get("name", "")
    of_name = f" of {name}" if name else ""
    done = [step for step in update.changes if step.path not in waiting]
    lines = [update.headline or f"Update the governance{of_name}: {summary}", ""]
    lines += [f"By {update.after.template.spoken}."]
    lines += [f"- {line}" for line in dict.fromkeys(why for step in done for why in step.why)]
    if waiting:
        lines += ["", f"Kept for later, as both sides changed them: {', '.join(waiting)}"]
    return Words("update", summary, "\n".join(lines) + "\n")


def _summary(update: Update, *, is_part: bool) -> str:
    """From which version to which, or which answers."""
    old, new = update.before.version, update.after.version
    if old != new:
        return f"part of {old} → {new}" if is_part else f"{old} → {new}"
    changed = ", ".join(change.name for change in update.answer_changes)
    return f"{changed} at {new}" if changed else f"again at {new}"
