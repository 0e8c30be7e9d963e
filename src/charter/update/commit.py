"""Commits an update: by git in a working tree, in the objects of a bare repository."""

from __future__ import annotations

import os
from pathlib import Path

from charter.errors import GitError, UsageError
from charter.git import authorship, git, knows_author
from charter.objects import Repository, Signature
from charter.update.change import Change
from charter.update.operation import Operation, OperationRecord
from charter.update.worktree import STAND_IN, write_change


def refuse_detached(repository: Repository) -> None:
    """Raises UsageError where a commit would belong to no branch."""
    if not repository.branch:
        raise UsageError(
            f"HEAD of {repository.root or repository.folder} is on no branch: "
            "a commit there would be lost.",
            hint="Switch to one: git switch BRANCH",
        )


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
    repository: Repository, change: Change, message: str, author: Signature, *, signs_off: bool
) -> str:
    """Commit on HEAD's branch of a bare repository; returns the commit's id.

    Raises GitError where the branch has moved meanwhile; then nothing has changed.
    """
    refuse_detached(repository)
    tree = write_change(repository, change)
    if signs_off:
        message += f"\nSigned-off-by: {author[0]} <{author[1]}>\n"
    return repository.commit(tree, message, author)


def author_here(folder: Path) -> Signature:
    """Who commits: what git is told in the surroundings or its configuration, or a stand-in."""
    if not knows_author(folder):
        stand_in = authorship(STAND_IN)
        return stand_in["GIT_AUTHOR_NAME"], stand_in["GIT_AUTHOR_EMAIL"]
    said = git("var", "GIT_AUTHOR_IDENT", cwd=folder, env=dict(os.environ))
    name, _, rest = said.partition(" <")
    return name, rest.partition(">")[0]
