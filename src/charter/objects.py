"""The one door to libgit2: a repository's objects, read and written without a checkout.

Its import costs more than three calls of git: who needs it for one command imports it there.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import cast

import pygit2
from pygit2.enums import ConfigLevel, RepositoryOpenFlag

from charter.contents import Entry, keep, renames_between, tree_of
from charter.errors import GitError
from charter.model import FileContent

Signature = tuple[str, str]  # name and e-mail address
SUBMODULE = 0o160000
# what libgit2 and the file system raise over a repository that is broken or being changed
UNREADABLE = (pygit2.GitError, OSError, KeyError, ValueError)
_FOLDER = 0o040000
_LEVELS = (ConfigLevel.PROGRAMDATA, ConfigLevel.SYSTEM, ConfigLevel.XDG, ConfigLevel.GLOBAL)
_unread: dict[ConfigLevel, str] = {}  # where git's settings outside of repositories are


class Repository:
    """A repository with a working tree or without one, at the commit that HEAD names now."""

    def __init__(self, opened: pygit2.Repository, head: str) -> None:
        self._git = opened
        self.head = head

    @property
    def folder(self) -> Path:
        """Git's own folder: `.git`, or the bare repository itself; a worktree's own one."""
        return Path(self._git.path)

    @property
    def _shared(self) -> Path:
        """Git's folder that all worktrees of a repository share (gitrepository-layout(5))."""
        named = self.folder / "commondir"
        return self.folder / named.read_text().strip() if named.is_file() else self.folder

    @property
    def root(self) -> Path | None:
        """The root of the working tree; None where the repository is bare."""
        return Path(self._git.workdir) if self._git.workdir else None

    @property
    def branch(self) -> str:
        """The full name of the branch that HEAD is on; empty where it is on none (detached)."""
        return "" if self._git.head_is_detached else self._git.head.name

    @cached_property
    def _tree(self) -> pygit2.Tree:
        try:
            return self._git[self.head].peel(pygit2.Tree)
        except (KeyError, pygit2.GitError) as missing:
            raise self._gap(self.head) from missing

    def _find(self, path: str) -> pygit2.Object | None:
        try:
            return self._tree[path]
        except (KeyError, ValueError):
            return None
        except pygit2.GitError as missing:  # a folder above it is not here
            raise self._gap(f"of {path}") from missing

    def _gap(self, name: str) -> GitError:
        return GitError(
            f"{self.folder} does not hold the object {name}.",
            hint="It may be a partial clone: git fetch --refetch",
        )

    def entry(self, path: str) -> Entry | None:
        """The file or submodule at `path` in HEAD; None where there is nothing, or a folder."""
        found = self._find(path)
        if found is None or found.filemode == _FOLDER:
            return None
        return Entry(int(found.filemode), str(found.id))

    def is_folder(self, path: str) -> bool:
        """Whether HEAD holds a folder there; the empty path is the root."""
        found = self._find(path) if path else None
        return not path or (found is not None and found.filemode == _FOLDER)

    def read(self, path: str) -> FileContent | None:
        """The file at `path` in HEAD; None where there is none. A submodule comes without bytes."""
        found = self.entry(path)
        if found is None:
            return None
        return FileContent(b"" if found.mode == SUBMODULE else self.blob(found.id), found.mode)

    def blob(self, name: str) -> bytes:
        """The bytes of an object; raises GitError where this repository does not hold it."""
        try:
            data = cast("pygit2.Blob", self._git[name]).data
        except (KeyError, ValueError, AttributeError) as missing:
            raise self._gap(name) from missing
        return data

    def files(self, folder: str = "") -> Iterator[tuple[str, Entry]]:
        """Every file below `folder` in HEAD, by its path from the root, in git's order."""
        if not self.is_folder(folder):
            return
        start = cast("pygit2.Tree", self._tree[folder] if folder else self._tree)
        try:
            yield from _walk(start, f"{folder}/" if folder else "")
        except (KeyError, pygit2.GitError) as missing:
            raise self._gap(f"of a folder below {folder or 'its root'}") from missing

    def moved(
        self, gone: Mapping[str, FileContent], folder: str = "", *, known: Collection[str] = ()
    ) -> dict[str, str]:
        """Where HEAD holds each of the `gone` files under another name, below `folder`.

        As git finds renames: half of the content must be the same. Paths are from `folder`; those
        that are `known` to be other files are none of them, though their content may be the same.
        """
        above = f"{folder}/" if folder else ""
        others = {*gone, *known}
        added = {
            path.removeprefix(above): entry
            for path, entry in self.files(folder)
            if path.removeprefix(above) not in others
        }
        with tempfile.TemporaryDirectory(prefix="charter-renames-") as place:
            scratch = pygit2.init_repository(place, bare=True)
            scratch.odb.add_disk_alternate(str(self._shared / "objects"))
            return renames_between(scratch, keep(scratch, gone), added)

    def write(self, data: bytes) -> str:
        """Keep the bytes as an object; returns its id."""
        return str(self._git.create_blob(data))

    def tree_with(self, changes: Mapping[str, Entry | None]) -> str:
        """The id of HEAD's tree with these paths put in, or taken out where there is no entry."""
        return tree_of(self._git, changes, self._tree)

    def commit(self, tree: str, message: str, author: Signature, *, onto: str = "") -> str:
        """Commit the tree on HEAD, and move the branch there unless somebody moved it meanwhile.

        `onto` names another branch, in full. Raises GitError where the branch has moved.
        """
        now = int(time.time())
        person = pygit2.Signature(author[0], author[1], now, 0)
        made = self._git.create_commit(None, person, person, message, tree, [self.head])
        branch = onto or self.branch or "HEAD"
        current = self._git.lookup_reference(branch)
        if str(current.target) != self.head:
            raise GitError(f"{branch} has moved meanwhile: nothing was changed.")
        try:
            current.set_target(made, "charter: bring governance up to date")
        except (pygit2.GitError, OSError) as refused:  # it moved just now, or git holds its lock
            raise GitError(f"{branch} cannot be moved: {str(refused).strip()}") from refused
        return str(made)

    @property
    def tree(self) -> str:
        """The id of HEAD's tree."""
        return str(self._tree.id)


def leave_settings_unread() -> None:
    """From now on repositories are opened without their user's and machine's settings of git.

    Nothing in them concerns what is read of HEAD, and libgit2 reads them anew with each repository:
    for a process that opens thousands. They are read again as soon as a repository is refused: it
    may be somebody else's, and among those that the user trusts (safe.directory).
    """
    for level in _LEVELS:
        _unread[level] = pygit2.settings.search_path[level]
        pygit2.settings.search_path[level] = ""


def _read_settings_again() -> None:
    for level, place in _unread.items():
        pygit2.settings.search_path[level] = place
    _unread.clear()


def open_repository(path: Path) -> Repository:
    """The repository at or around `path`; raises GitError where there is none with a commit."""
    try:
        found = pygit2.discover_repository(str(path))
    except (KeyError, pygit2.GitError):
        found = None
    if not found:
        raise GitError(
            f"{path} is not in a git repository.",
            hint="Go into one; or make it one: git init, commit, then charter adopt; "
            "or found a new one: charter new",
        )
    try:
        # what was found is not looked for once more
        opened = pygit2.Repository(found, RepositoryOpenFlag.NO_SEARCH)
    except pygit2.GitError as refused:
        if _unread:
            _read_settings_again()
            return open_repository(path)
        raise GitError(
            f"{path} cannot be opened: {refused}.",
            hint=f"If you trust it: git config --global --add safe.directory {path.resolve()}",
        ) from refused
    try:
        head = str(opened.head.target)
    except pygit2.GitError as empty:
        raise GitError(
            f"the repository {path} has no commit yet.", hint="Commit what is there first."
        ) from empty
    return Repository(opened, head)


def _walk(tree: pygit2.Tree, above: str) -> Iterator[tuple[str, Entry]]:
    for child in tree:
        path = f"{above}{child.name}"
        if isinstance(child, pygit2.Tree):
            yield from _walk(child, f"{path}/")
        else:
            # pygit2's modes are of an enum, which takes ten times as long to compare as a number
            yield path, Entry(int(child.filemode), str(child.id))
