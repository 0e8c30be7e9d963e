"""Takes back the last operation of Charter in a working tree, and loses nothing by it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from charter.errors import GitError, UsageError
from charter.git import git
from charter.objects import Repository
from charter.update.operation import Operation, OperationRecord
from charter.update.worktree import UNDONE, take_back


@dataclass(frozen=True)
class Undone:
    """What was taken back. `kept` names the commit that holds edits which stood in its way."""

    operation: Operation
    kept: str = ""

    @property
    def was_cut_short(self) -> bool:
        return not self.operation.is_done


def undo(repository: Repository, root: Path) -> Undone:
    """Go back to what was before the last operation: a commit, staged changes, or half of them.

    Raises UsageError where there is nothing to take back, or where commits stand on it.
    """
    record = OperationRecord(repository.folder)
    with record.locked():
        operation = record.read()
        if operation is None:
            raise UsageError("there is no operation of charter to take back here.")
        if repository.head == operation.before:
            is_edited = take_back(root, operation)
        else:
            is_edited = _take_commit_back(repository, root, operation)
        record.clear()
    return Undone(operation, UNDONE if is_edited else "")


def _take_commit_back(repository: Repository, root: Path, operation: Operation) -> bool:
    """Move the branch back over the one commit that the operation became."""
    parents = git("rev-list", "--parents", "-n", "1", repository.head, cwd=root).split()[1:]
    if parents != [operation.before]:
        raise UsageError(
            "there are commits since: the last operation is part of the history.",
            hint=f"Take it back by a new commit: git revert {operation.commit or 'COMMIT'}",
        )
    git("update-ref", UNDONE, repository.head, cwd=root)
    try:
        git("reset", "--quiet", "--keep", operation.before, cwd=root)
    except GitError as refused:
        raise GitError(
            f"the commit cannot be taken back over what was edited since: {refused.message}",
            hint="Put the edits aside first: git stash --include-untracked",
        ) from refused
    return True
