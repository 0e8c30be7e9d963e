"""Puts a change into a working tree and its index, as git shows a merge; or takes it back."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from charter.contents import Entry
from charter.errors import CharterError, GitError, UsageError
from charter.git import authorship, git
from charter.model import Maintainer
from charter.objects import Repository
from charter.update.change import Change, Unmerged
from charter.update.operation import Operation, OperationRecord
from charter.update.words import Words

STAND_IN = Maintainer("Charter", "charter")  # where git knows nobody
MESSAGE = "MERGE_MSG"
UNDONE = "refs/charter/undone"
_PATIENCE_SECONDS = 3.0
_SPARE = 1 << 20
_NOTHING = "0" * 40
_LITERAL = {"GIT_LITERAL_PATHSPECS": "1"}
# what git keeps while one of these is under way → what it is, and its command
_UNFINISHED = {
    "MERGE_HEAD": ("merge", "merge"),
    "CHERRY_PICK_HEAD": ("cherry-pick", "cherry-pick"),
    "REVERT_HEAD": ("revert", "revert"),
}
_LISTED = ("--pathspec-from-file=-", "--pathspec-file-nul")


def refuse_unclean(repository: Repository, root: Path) -> None:
    """Raises UsageError where something is not committed: a merge would mix with it."""
    for file, (word, order) in _UNFINISHED.items():
        if (repository.folder / file).exists():
            raise UsageError(
                f"a {word} is not finished in {root}: this would become a part of it.",
                hint=f"Commit it, or give it up: git {order} --abort",
            )
    said = git("status", "--porcelain", "-z", cwd=root)
    if changed := [line[3:] for line in said.split("\0") if line]:
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""  # noqa: PLR2004
        raise UsageError(
            f"{root} has changes that are not committed: {', '.join(changed[:3])}{more}.",
            hint=_hint_of(OperationRecord(repository.folder).read(), repository, changed),
        )


def _hint_of(last: Operation | None, repository: Repository, changed: list[str]) -> str:
    """What to do with the changes: those of our last operation cannot be put aside by a stash."""
    is_waiting = last and last.before == repository.head and set(changed) & set(last.paths)
    if last is None or not is_waiting:
        return "Commit them, or put them aside: git stash --include-untracked"
    return f"The {last.kind} {last.summary} waits there: commit it, or go back: charter undo"


def apply_change(
    repository: Repository, root: Path, change: Change, words: Words, folder: str
) -> Operation:
    """Bring the change into the working tree whole, or leave everything as it was.

    The tree must be clean. Clean parts are staged; conflicts are unmerged entries, with marks in
    the files. Raises UsageError or GitError, and then nothing has changed.
    """
    record = OperationRecord(repository.folder)
    with record.locked():
        refuse_cut_short(record)
        refuse_unclean(repository, root)
        wait_for_lock(root)
        _refuse_hidden(repository, root, change)
        _refuse_unseen(root, change)
        _refuse_full_disk(root, change)
        tree = write_change(repository, change)
        operation = Operation(
            kind=words.kind,
            summary=words.summary,
            folder=folder,
            branch=repository.branch,
            before=repository.head,
            tree=tree,
            paths=tuple(sorted(change.contents)),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        record.write(operation)
        try:
            git("read-tree", "-m", "-u", repository.head, tree, cwd=root)
            _mark_unmerged(repository, root, change)
        except BaseException as failure:  # Ctrl-C too
            # a git that ended by itself has taken its lock along: what is there is another's
            may_be_left = not isinstance(failure, GitError)
            is_edited = take_back(root, operation, operation.before, may_be_left=may_be_left)
            record.clear()
            if isinstance(failure, GitError):
                kept = f"what stood there is kept: git show {UNDONE}"
                outcome = kept if is_edited else "nothing was changed"
                why = failure.message.rstrip(".")
                raise GitError(f"{why}; {outcome}.", hint=failure.hint) from failure
            raise
        # as git does for a revert that is not committed: `git commit` offers these words
        (git_folder(root) / MESSAGE).write_text(words.message, "utf-8")
        record.write(operation.done())
    return operation.done()


def write_change(repository: Repository, change: Change) -> str:
    """Write the new contents as objects; returns the id of HEAD's tree with them."""
    return repository.tree_with(
        {
            path: None if content is None else Entry(content.mode, repository.write(content.data))
            for path, content in change.contents.items()
            if content is not None or repository.entry(path) is not None
        }
    )


def refuse_cut_short(record: OperationRecord) -> None:
    """Raises UsageError where an operation was killed half-way."""
    if (operation := record.read()) and not operation.is_done:
        raise UsageError(
            f"an operation was cut short here: {operation.kind}, {operation.summary}.",
            hint="Go back to what was before it: charter undo",
        )


def take_back(root: Path, operation: Operation, head: str, *, may_be_left: bool) -> bool:
    """Put the paths of an operation back to its commit; whether somebody's later edits were there.

    Those are kept as a commit on `head`, refs/charter/undone, so nothing is lost. `may_be_left`
    tells that git's lock may be that of one which was killed.
    """
    wait_for_lock(root, may_be_left=may_be_left)
    before = _listed(root, operation.before, operation.paths)
    is_edited = _keep_edits(root, operation, head)
    (git_folder(root) / MESSAGE).unlink(missing_ok=True)
    made = [path for path in operation.paths if path not in before]
    for path in made:
        _remove(root, path)
    git("update-index", "--force-remove", "-z", "--stdin", cwd=root, says="\0".join([*made, ""]))
    if before:
        git(
            *("checkout", "--quiet", "--force", operation.before, *_LISTED),
            cwd=root,
            env=_LITERAL,
            says="\0".join(before),
        )
    return is_edited


def _mark_unmerged(repository: Repository, root: Path, change: Change) -> None:
    if not change.unmerged:
        return
    lines = [
        line
        for path, sides in change.unmerged.items()
        for line in (f"0 {_NOTHING}\t{path}", *_stages(repository, path, sides))
    ]
    git("update-index", "-z", "--index-info", cwd=root, says="\0".join([*lines, ""]))


def _stages(repository: Repository, path: str, sides: Unmerged) -> list[str]:
    numbered = enumerate((sides.base, sides.ours, sides.theirs), start=1)
    return [
        f"{side.mode:o} {repository.write(side.data)} {stage}\t{path}"
        for stage, side in numbered
        if side is not None
    ]


def _refuse_hidden(repository: Repository, root: Path, change: Change) -> None:
    """Raises UsageError where git ignores a file that it would overwrite with a new one."""
    for path, content in change.contents.items():
        if content is None or repository.entry(path) is not None:
            continue
        above = [root / folder for folder in PurePosixPath(path).parents]
        if os.path.lexists(root / path) or any(it.is_file() or it.is_symlink() for it in above):
            raise UsageError(
                f"{root / path} is in the way: git ignores it, and the template has such a file.",
                hint="Move it away, or commit it: git add --force",
            )


def _refuse_unseen(root: Path, change: Change) -> None:
    """Raises UsageError where git is told not to look at a file that is there and is to change.

    Edited or not, git does not know: it would overwrite it, or stop in the middle.
    """
    listed = git("ls-files", "-v", "-z", cwd=root).split("\0")
    for mark, path in ((line[:1], line[2:]) for line in listed):
        is_unseen = mark.islower() or mark == "S"  # assume-unchanged, skip-worktree
        if is_unseen and path in change.contents and (root / path).is_file():
            told = "skip-worktree" if mark in "Ss" else "assume-unchanged"
            raise UsageError(
                f"git is told not to look at {root / path}, which is to change.",
                hint="Let it look, and commit what is edited or put it aside: "
                f"git update-index --no-{told} {shlex.quote(path)}",
            )


def _refuse_full_disk(root: Path, change: Change) -> None:
    """Git takes a file away before it writes the new one: there must be room for both."""
    needed = sum(len(content.data) for content in change.contents.values() if content) * 2
    free = shutil.disk_usage(root).free
    if free < needed + _SPARE:
        raise CharterError(
            f"there is no space left to write in {root}: {free // 1024} KiB; nothing was changed.",
            hint="Make room, then call again.",
        )


def _listed(root: Path, commit: str, paths: tuple[str, ...]) -> list[str]:
    """Those of the paths that the commit holds."""
    said = git("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, cwd=root)
    return sorted(set(said.split("\0")) & set(paths))


def _keep_edits(root: Path, operation: Operation, head: str) -> bool:
    """Keep what stands in the paths now, where it is neither what was nor what was made."""
    with tempfile.TemporaryDirectory(prefix="charter-undo-") as folder:
        # an index of its own: what is staged, or unmerged, stays as it is
        apart = {"GIT_INDEX_FILE": str(Path(folder, "index")), **_LITERAL}
        git("read-tree", operation.tree, cwd=root, env=apart)
        if there := [path for path in operation.paths if os.path.lexists(root / path)]:
            git("add", "--force", *_LISTED, cwd=root, env=apart, says="\0".join(there))
        found = git("write-tree", cwd=root, env=apart).strip()
    changed = git("diff-tree", "-r", "-z", "--name-only", operation.tree, found, cwd=root)
    untouched = _same_as_before(root, operation, found)
    if not set(filter(None, changed.split("\0"))) - untouched:
        return False
    message = f"What stood here when charter took back: {operation.summary}"
    parent = ("-p", head, "-m", message)
    commit = git("commit-tree", found, *parent, cwd=root, env=authorship(STAND_IN)).strip()
    keep_undone(root, commit)
    return True


def keep_undone(root: Path, commit: str) -> None:
    """Name the commit, with those before it in the reflog: git would collect what has no name."""
    git("update-ref", "--create-reflog", "-m", "charter undo", UNDONE, commit, cwd=root)


def _same_as_before(root: Path, operation: Operation, tree: str) -> set[str]:
    """The paths that still are as they were before the operation."""
    said = git("diff-tree", "-r", "-z", "--name-only", operation.before, tree, cwd=root)
    return set(operation.paths) - set(said.split("\0"))


def _remove(root: Path, path: str) -> None:
    """Delete a file that an operation made, and the folders that are empty without it."""
    file = root / path
    if not os.path.lexists(file):
        return
    file.unlink()
    for folder in file.parents:
        if folder == root:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def wait_for_lock(root: Path, *, may_be_left: bool = False) -> None:
    """A git that was killed leaves its lock; one that is still at work takes it away itself.

    Raises GitError where it stays and is not `may_be_left`.
    """
    lock = git_folder(root) / "index.lock"
    end = time.monotonic() + _PATIENCE_SECONDS
    while lock.exists():
        if time.monotonic() < end:
            time.sleep(0.05)
        elif may_be_left:
            lock.unlink(missing_ok=True)
        else:
            raise GitError(
                f"git is at work in {root}: there is {lock}.",
                hint="Wait for it, then call again. Where no git is at work, delete that file.",
            )


def git_folder(root: Path) -> Path:
    """Git's own folder of this working tree."""
    return Path(git("rev-parse", "--absolute-git-dir", cwd=root).strip())
