"""What a plan changes in a repository: paths from its root, and entries left for a merge tool."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from charter.catalog.describe import FILES as DESCRIBED
from charter.errors import CharterError
from charter.model import FileContent
from charter.update.merge import fit_line_ends
from charter.update.plan import Step
from charter.update.proof import holds_every_edit
from charter.update.update import Update


class LostEditError(CharterError):
    """The plan would lose an edit of the team: it is wrong, and nothing was written."""

    exit_code = 3  # a bug of ours


@dataclass(frozen=True)
class Unmerged:
    """The three sides of a conflict, as git's index holds them (stages 1, 2 and 3)."""

    base: FileContent | None
    ours: FileContent | None
    theirs: FileContent | None


@dataclass(frozen=True)
class Change:
    """New contents by path from the repository's root, None where the path is gone."""

    contents: Mapping[str, FileContent | None]
    unmerged: Mapping[str, Unmerged] = field(default_factory=dict)


def change_of(update: Update, *, keep_ours: bool = False) -> Change:
    """The change that the plan means; raises LostEditError where it would lose an edit.

    `keep_ours` leaves every conflict for later: the team's side stays, and so does the answers file
    if there is one, or the template's side would never be offered again.
    """
    refuse_losses(update.steps)
    project, waits = update.project, keep_ours and bool(update.conflicts)
    later = {path for it in update.conflicts if keep_ours for path in (it.path, it.moved_from)}
    done = [step for step in update.changes if step.path not in later]
    contents = {project.path(step.path): step.result for step in done}
    if not waits:
        contents[project.recorded.file] = update.answers
    unmerged = {
        project.path(step.path): Unmerged(step.base, step.ours, step.theirs)
        for step in done
        if step.conflict
    }
    return Change(contents, unmerged)


def texts_after(update: Update) -> dict[str, bytes]:
    """The texts that the catalog reads, as they are once the update is carried out."""
    project = update.project
    after = {step.path: step.result for step in update.changes}
    after[project.answers_file] = update.answers
    found = {
        name: after[name] if name in after else project.repository.read(project.path(name))
        for name in DESCRIBED
    }
    return {name: content.data for name, content in found.items() if content is not None}


def refuse_losses(steps: tuple[Step, ...]) -> None:
    """The proof: each edit of the team is in a result, or listed as a conflict.

    Looks at HEAD, base and result alone, not at how the plan came about.
    """
    arrived = {step.moved_from: step for step in steps if step.moved_from}
    for step in steps:
        if step.ours is None or step.conflict:
            continue
        into = step if step.result is not None else arrived.get(step.path)
        if into is None:
            is_kept = fit_line_ends(step.base, step.ours) == step.ours
        else:
            is_kept = into.conflict is not None or (
                into.result is not None and holds_every_edit(step.base, step.ours, into.result)
            )
        if not is_kept:
            raise LostEditError(
                f"the update would lose what was edited in {step.path}: nothing was written.",
                hint="This is a bug of Charter: report it with the repository's two versions.",
            )
