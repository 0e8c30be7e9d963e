"""Contents compared and merged by libgit2, without anybody's repository."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, cast

import pygit2

from charter.model import FileContent

_OURS, _THEIRS = b"<" * 7, b">" * 7  # git's marks of a conflict


class Entry(NamedTuple):
    """A file of a tree: its mode, as git writes it, and the id of its content."""

    mode: int
    id: str


def merge_texts(
    base: bytes, ours: bytes, theirs: bytes, labels: tuple[str, str]
) -> tuple[bytes, bool]:
    """The three-way merge of texts as git makes it, and whether it is without a conflict.

    `labels` stand at the marks of a conflict, for ours and for theirs. Bytes in any encoding.
    """
    scratch = _scratch()

    def entry(name: str, data: bytes) -> pygit2.IndexEntry:
        # libgit2 gives text back as UTF-8: each byte goes through it as one character
        blob = scratch.create_blob(data if data.isascii() else data.decode("latin-1").encode())
        label = name.encode().decode("latin-1")
        return pygit2.IndexEntry(label, blob, pygit2.enums.FileMode.BLOB)

    merged = scratch.merge_file_from_index(
        entry("base", base), entry(labels[0], ours), entry(labels[1], theirs)
    )
    if isinstance(merged, str):  # only where the old form of the answer is asked for
        raise TypeError(merged)
    text = merged.contents.encode("latin-1")
    if merged.automergeable:
        return text, True
    # libgit2 forgets the label of an empty side; then the whole file is one conflict
    if not ours:
        text = text.replace(_OURS, _OURS + b" " + labels[0].encode(), 1)
    if not theirs:
        before, mark, end = text.rpartition(_THEIRS)
        text = before + mark + b" " + labels[1].encode() + end
    return text, False


def find_renames(
    gone: Mapping[str, FileContent], added: Mapping[str, FileContent]
) -> dict[str, str]:
    """Which of the `gone` files are among the `added` ones, by their content, as git finds them."""
    scratch = _scratch()
    return renames_between(scratch, keep(scratch, gone), keep(scratch, added))


def keep(repository: pygit2.Repository, files: Mapping[str, FileContent]) -> dict[str, Entry]:
    """Write the contents as objects of the repository."""
    return {
        path: Entry(content.mode, str(repository.create_blob(content.data)))
        for path, content in files.items()
    }


def renames_between(
    repository: pygit2.Repository, gone: Mapping[str, Entry], added: Mapping[str, Entry]
) -> dict[str, str]:
    """Old path → new path where at least half of the content is the same, git's own measure."""
    before, after = (
        cast("pygit2.Tree", repository[tree_of(repository, side)]) for side in (gone, added)
    )
    diff = before.diff_to_tree(after)
    diff.find_similar(flags=pygit2.enums.DiffFind.FIND_RENAMES)
    return {
        delta.old_file.path: delta.new_file.path
        for delta in diff.deltas
        if delta.status == pygit2.enums.DeltaStatus.RENAMED
    }


def tree_of(
    repository: pygit2.Repository,
    changes: Mapping[str, Entry | None] | Mapping[str, Entry],
    base: pygit2.Tree | None = None,
) -> str:
    """Write the tree with these paths put into `base`, or taken out of it; returns its id."""
    index = pygit2.Index()
    if base is not None:
        index.read_tree(base)
    for path, entry in changes.items():
        if entry is None:
            index.remove(path)
    for path, entry in changes.items():
        if entry is not None:
            mode = pygit2.enums.FileMode(entry.mode)
            index.add(pygit2.IndexEntry(path, pygit2.Oid(hex=entry.id), mode))
    return str(index.write_tree(repository))


def changed_lines(before: bytes, after: bytes) -> list[tuple[int, int]]:
    """The hunks in which `after` differs from `before`, by git's own comparison.

    Each is (first, last): the lines first … last - 1 of `after`, counted from 0; the same number
    twice where lines were only taken out.
    """
    patch = pygit2.Patch.create_from(before, after, context_lines=0)
    found = []
    for hunk in patch.hunks:
        # git counts from 1, and names the line before where nothing was put in
        first = hunk.new_start - 1 if hunk.new_lines else hunk.new_start
        found.append((first, first + hunk.new_lines))
    return found


def text_diff(path: str, before: FileContent | None, after: FileContent | None) -> str:
    """The unified diff of one file in git's form; an empty side is a file that is not there."""
    patch = pygit2.Patch.create_from(
        before.data if before else None, after.data if after else None, path, path
    )
    return patch.text or ""


@cache
def _scratch() -> pygit2.Repository:
    """A repository of this process for objects that nobody keeps."""
    place = tempfile.mkdtemp(prefix="charter-merges-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return pygit2.init_repository(place, bare=True)
