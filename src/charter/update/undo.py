"""Takes back the last operation of Charter in a working tree, and loses nothing by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from charter.errors import UsageError
from charter.git import git
from charter.objects import Repository
from charter.update.operation import Operation, OperationRecord
from charter.update.worktree import UNDONE, take_back

_LOGGED = "charter undo"  # in the reflog


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

    Whatever else was changed or committed stays as it is. Raises UsageError where there is nothing
    to take back, or where commits stand on it. Can be called again where it was killed.
    """
    record = OperationRecord(repository.folder)
    with record.locked():
        operation = record.read()
        if operation is None:
            raise UsageError("there is no operation of charter to take back here.")
        if is_committed := repository.head != operation.before:
            _refuse_history(repository, root, operation)
        record.write(replace(operation, is_done=False))  # this too may be cut short
        if is_committed:  # the branch first: what follows is then the same as without a commit
            git("update-ref", UNDONE, repository.head, cwd=root)
            git("update-ref", "-m", _LOGGED, "HEAD", operation.before, repository.head, cwd=root)
        is_edited = take_back(root, operation, repository.head)
        record.clear()
    return Undone(operation, UNDONE if is_edited or is_committed else "")


def _refuse_history(repository: Repository, root: Path, operation: Operation) -> None:
    """Raises UsageError where more than one commit has come since."""
    parents = git("rev-list", "--parents", "-n", "1", repository.head, cwd=root).split()[1:]
    if parents != [operation.before]:
        raise UsageError(
            "there are commits since: the last operation is part of the history.",
            hint=f"Take it back by a new commit: git revert {operation.commit or 'COMMIT'}",
        )
