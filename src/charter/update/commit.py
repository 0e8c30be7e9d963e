"""Commits an update: by git in a working tree, in the objects of a bare repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from charter.errors import GitError, UsageError
from charter.git import authorship, git, knows_author
from charter.objects import Repository, Signature
from charter.update.change import Change
from charter.update.operation import Operation, OperationRecord
from charter.update.update import Update
from charter.update.worktree import STAND_IN, write_change


@dataclass(frozen=True)
class Words:
    """What an operation is called: by undo, and in the history."""

    kind: str
    summary: str
    message: str


def refuse_detached(repository: Repository) -> None:
    """Raises UsageError where a commit would belong to no branch."""
    if not repository.branch:
        raise UsageError(
            f"HEAD of {repository.root or repository.folder} is on no branch: "
            "a commit there would be lost.",
            hint="Switch to one: git switch BRANCH",
        )


def summary_of(update: Update) -> str:
    """What the update is, in a few words: from which version to which, or of answers."""
    old, new = update.before.version, update.after.version
    return f"{old} → {new}" if old != new else f"of answers at {new}"


def words_of(update: Update, *, keep_ours: bool = False) -> Words:
    """What an update is called."""
    return Words("update", summary_of(update), message_of(update, keep_ours=keep_ours))


def message_of(update: Update, *, keep_ours: bool = False) -> str:
    """The commit's message: from where to where, and what the template says of it."""
    name = update.project.recorded.answers.get("name", "")
    of_name = f" of {name}" if name else ""
    waiting = [step.path for step in update.conflicts if keep_ours]
    done = [step for step in update.changes if step.path not in waiting]
    lines = [f"Update the governance{of_name}: {summary_of(update)}", ""]
    lines += [f"By {update.after.template.spoken}."]
    lines += [f"- {line}" for line in dict.fromkeys(why for step in done for why in step.why)]
    if waiting:
        lines += ["", f"Kept for later, as both sides changed them: {', '.join(waiting)}"]
    return "\n".join(lines) + "\n"


def commit_staged(
    repository: Repository, root: Path, operation: Operation, message: str, *, signs_off: bool
) -> Operation:
    """Commit what an operation staged, with the hooks and the signature that git is set up for."""
    options = ["--signoff"] if signs_off else []
    author = None if knows_author(root) else STAND_IN
    try:
        git(
            *("commit", "--quiet", *options, "--file=-"),
            cwd=root,
            env=authorship(author),
            says=message,
        )
    except GitError as refused:
        raise GitError(
            f"everything is staged, but the commit failed: {refused.message}",
            hint="Commit it yourself, or go back: charter undo",
        ) from refused
    done = operation.done(git("rev-parse", "HEAD", cwd=root).strip())
    OperationRecord(repository.folder).write(done)
    return done


def commit_in_objects(
    repository: Repository, change: Change, message: str, author: Signature
) -> str:
    """Commit on HEAD's branch of a bare repository; returns the commit's id.

    Raises GitError where the branch has moved meanwhile; then nothing has changed.
    """
    refuse_detached(repository)
    tree = write_change(repository, change)
    return repository.commit(tree, message, author)


def author_here(folder: Path) -> Signature:
    """Who commits: what git is told in the surroundings or its configuration, or a stand-in."""
    if not knows_author(folder):
        stand_in = authorship(STAND_IN)
        return stand_in["GIT_AUTHOR_NAME"], stand_in["GIT_AUTHOR_EMAIL"]
    said = git("var", "GIT_AUTHOR_IDENT", cwd=folder, env=dict(os.environ))
    name, _, rest = said.partition(" <")
    return name, rest.partition(">")[0]
