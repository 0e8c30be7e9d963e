"""Carries a planned update out: into the working tree, into one commit, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from charter.errors import UsageError
from charter.objects import Repository
from charter.update.change import Change, change_of
from charter.update.commit import (
    author_here,
    commit_in_objects,
    commit_staged,
    refuse_detached,
)
from charter.update.operation import OperationRecord
from charter.update.plan import Step
from charter.update.update import Update
from charter.update.words import Words, words_of
from charter.update.worktree import apply_change, refuse_cut_short, refuse_unclean


@dataclass(frozen=True)
class CarriedOut:
    """What became of it. `commit` is empty where nothing was committed.

    `waiting` are conflicts that wait: with marks in the working tree, or kept for later. Where
    nothing else was to be done, `is_changed` is false.
    """

    commit: str = ""
    is_changed: bool = False
    waiting: tuple[Step, ...] = ()


def carry_out(
    update: Update, *, commits: bool, keep_ours: bool = False, words: Words | None = None
) -> CarriedOut:
    """Do what was planned, whole or not at all; `words` where it is no update but like one.

    `keep_ours` leaves conflicts for a later update. Raises UsageError where that cannot be meant,
    GitError where git refuses; then nothing has changed.
    """
    if keep_ours and update.conflicts and update.is_of_answers:
        raise UsageError(
            "changed answers cannot be half taken over: there are conflicts, and with --keep-ours "
            "the answers file would stay as it is.",
            hint="Call it without --keep-ours, and resolve them.",
        )
    change = change_of(update, keep_ours=keep_ours)
    words = words or words_of(update, keep_ours=keep_ours)
    root = update.project.repository.root
    if root is None and not commits:
        raise UsageError(
            f"{update.project.place} has no working tree: only a commit can change it.",
            hint="Say so with --commit, or look with --dry-run.",
        )
    if not change.contents:
        return CarriedOut(waiting=update.conflicts)
    signs_off = update.after.answers.stored.get("contribution_agreement") == "dco"
    if root is None:
        commit = _commit_in_objects(update, change, words.message, signs_off=signs_off)
        return CarriedOut(commit, is_changed=True, waiting=update.conflicts)
    repository = update.project.repository
    operation = apply_change(repository, root, change, words, update.project.folder)
    if not commits or change.unmerged:
        return CarriedOut(is_changed=True, waiting=update.conflicts)
    done = commit_staged(repository, root, operation, words.message, signs_off=signs_off)
    return CarriedOut(done.commit, is_changed=True, waiting=update.conflicts)


def refuse_unready(repository: Repository, *, commits: bool) -> None:
    """Raises UsageError where an update could not be carried out, before anybody is asked."""
    if commits:
        refuse_detached(repository)
    if repository.root is not None:
        refuse_cut_short(OperationRecord(repository.folder))
        refuse_unclean(repository, repository.root)


def _commit_in_objects(update: Update, change: Change, message: str, *, signs_off: bool) -> str:
    repository = update.project.repository
    if change.unmerged:
        raise UsageError(
            f"there are conflicts, and {repository.folder} has no working tree to resolve them in: "
            "nothing was changed.",
            hint="Take over the rest with --keep-ours, or update a clone of it.",
        )
    author = author_here(repository.folder)
    return commit_in_objects(repository, change, message, author, signs_off=signs_off)
