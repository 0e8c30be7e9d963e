"""The template as it lies in its working tree, uncommitted changes included, opened for use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pygit2

from charter.contents import keep, tree_of
from charter.errors import UsageError
from charter.git import git, repository_root
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent
from charter.template.open import CONFIGURATIONS, OpenTemplate
from charter.template.render import Edition
from charter.template.source import HELPER, Source
from charter.template.tree import open_tree
from charter.template.versions import parse_version

VERSION = "working-tree"  # what stands in the answers for it: the same today and tomorrow
ALIAS = "template"
LARGEST = 5 * 1024 * 1024
Files = Mapping[str, FileContent]


@dataclass(frozen=True)
class Draft:
    """A template's repository: what lies in its folder, opened, and where its versions are."""

    folder: Path
    files: Files
    template: OpenTemplate
    history: Path  # a git directory

    def older(self) -> Iterator[tuple[str, OpenTemplate]]:
        """Its released versions, the newest first."""
        for version in versions_in(self.history):
            yield version, open_at(self.history, version)


@contextmanager
def open_draft(folder: Path, history: Path | None = None) -> Iterator[Draft]:
    """Read the working tree; `history` is where older versions are, if not in the same place.

    Raises UsageError where the folder is no template's repository.
    """
    files = read_working_tree(folder)
    if history is None:
        own = git("rev-parse", "--path-format=absolute", "--git-common-dir", cwd=folder)
        history = Path(own.rstrip("\n"))
    with TemporaryDirectory(prefix="charter-draft-") as room:
        yield Draft(folder, files, open_files(files, Path(room, "draft.git")), history)


def refuse_no_template(folder: Path) -> None:
    """Raises UsageError where the folder is no template's repository."""
    if not any((folder / name).is_file() for name in CONFIGURATIONS):
        raise UsageError(
            f"{folder} is not a template: it holds no copier.yml.",
            hint="Make one with: charter template init FOLDER",
        )
    if repository_root(folder) is None:
        raise UsageError(
            f"{folder} is not a git repository.", hint=f"Make it one: git init {folder}"
        )


def read_working_tree(folder: Path) -> dict[str, FileContent]:
    """What git knows there, or would add: never a stray file that is ignored."""
    refuse_no_template(folder)
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=folder)
    found = {}
    for name in sorted(set(filter(None, listed.split("\0")))):
        content = _content(folder / name)
        if content is not None:
            found[name] = content
    return found


def _content(path: Path) -> FileContent | None:
    """None for what is gone from the working tree, and for a submodule."""
    try:
        if path.is_symlink():
            return FileContent(os.fsencode(path.readlink()), SYMLINK)
        if not path.is_file():
            return None
        status = path.stat()
        mode = EXECUTABLE if status.st_mode & 0o111 else REGULAR
        return FileContent(path.read_bytes(), mode)
    except OSError as refused:
        raise UsageError(f"{path} cannot be read: {refused.strerror}.") from refused


def open_files(files: Files, place: Path) -> OpenTemplate:
    """Open files as a template; they are kept in a bare repository at `place`, for copier too."""
    repository = pygit2.init_repository(place, bare=True)
    tree = pygit2.Oid(hex=tree_of(repository, keep(repository, files)))
    author = pygit2.Signature("Charter", "charter@users.noreply.invalid", 0, 0)
    commit = repository.create_commit("HEAD", author, author, "As it lies there", tree, [])
    repository.references.create(f"refs/tags/{VERSION}", commit)
    return open_at(place, VERSION)


def open_at(history: Path, version: str) -> OpenTemplate:
    """One version of the template, by the name that all of its versions have here."""
    tree = open_tree(history, version)
    return OpenTemplate(Edition(Source(HELPER + ALIAS, ALIAS), history, tree.version), tree)


def versions_in(history: Path) -> list[str]:
    """The tags that are versions, the newest first."""
    listed = git(f"--git-dir={history}", "for-each-ref", "--format=%(refname:strip=2)", "refs/tags")
    numbered = [(number, tag) for tag in listed.split() if (number := parse_version(tag))]
    return [tag for _, tag in sorted(numbered, reverse=True)]
