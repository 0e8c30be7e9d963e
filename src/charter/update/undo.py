"""Takes back the last operation of Charter in a working tree, and loses nothing by it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from charter.errors import GitError, UsageError
from charter.git import git
from charter.objects import Repository
from charter.update.operation import Operation, OperationRecord
from charter.update.worktree import UNDONE, keep_undone, take_back, wait_for_lock

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
    to take back, on another branch, or where commits stand on it. Can be called again where it was
    killed.
    """
    record = OperationRecord(repository.folder)
    with record.locked():
        operation = record.read()
        if operation is None:
            raise UsageError("there is no operation of charter to take back here.")
        _refuse_other_branch(repository, operation)
        is_committed = _is_committed(repository, root, operation)
        if operation.is_done:  # from here on a lock may be that of a git which was killed with us
            wait_for_lock(root)
        record.write(replace(operation, is_done=False))  # this too may be cut short
        if is_committed:  # the branch first: what follows is then the same as without a commit
            keep_undone(root, repository.head)
            git("update-ref", "-m", _LOGGED, "HEAD", operation.before, repository.head, cwd=root)
        is_edited = take_back(root, operation, repository.head, may_be_left=not operation.is_done)
        record.clear()
    return Undone(operation, UNDONE if is_edited or is_committed else "")


def _refuse_other_branch(repository: Repository, operation: Operation) -> None:
    """Raises UsageError on another branch: what stands there is not the operation's."""
    if repository.branch != operation.branch:
        made_on = operation.branch.removeprefix("refs/heads/") or "no branch"
        raise UsageError(
            f"the {operation.kind} {operation.summary} was made on {made_on}: "
            "nothing is taken back here.",
            hint=f"git switch {made_on}, then charter undo"
            if operation.branch
            else f"git switch --detach {operation.before[:12]}, then charter undo",
        )


def _is_committed(repository: Repository, root: Path, operation: Operation) -> bool:
    """Whether the operation has become HEAD's commit, the only one since.

    Raises UsageError where it is further down in the history. Commits that touch none of its paths
    are somebody's other work, beside which it lies in the working tree still.
    """
    if repository.head == operation.before:
        return False
    span = f"{operation.before}..{repository.head}"
    try:
        since = git("rev-list", span, cwd=root).split()
        changed = git("diff-tree", "-r", "-z", "--name-only", *span.split(".."), cwd=root)
    except GitError:  # that commit is gone: the branch was made anew
        since, changed = [], ""
    if not set(operation.paths) & set(changed.split("\0")) and since:
        return False
    if len(since) != 1:
        raise UsageError(
            "there are commits since: the last operation is part of the history.",
            hint=f"Take it back by a new commit: git revert {operation.commit or 'COMMIT'}",
        )
    return True
