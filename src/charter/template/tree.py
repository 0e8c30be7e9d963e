"""One version of a template, read from its mirror without a checkout.

By the git program: for a handful of files that is quicker than importing a library for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from charter.errors import GitError, TemplateError
from charter.git import git, read_blobs
from charter.model import FileContent
from charter.template.versions import newest

_SUBMODULE = 0o160000
_DESCRIBED = re.compile(r"-g[0-9a-f]{4,}$")  # by git describe: a tag, a count and a commit


@dataclass(frozen=True)
class TemplateTree:
    """The files of a template at `version`: a tag, or a name that means the same for good."""

    version: str
    files: Mapping[str, FileContent]  # path → content; a submodule has its mode, and no bytes

    def read(self, path: str) -> bytes | None:
        """The bytes of one file; None where there is no such file."""
        found = self.files.get(path.removeprefix("./"))
        return None if found is None or found.mode == _SUBMODULE else found.data

    def match(self, pattern: str) -> list[str]:
        """Paths of files in one folder that match a glob such as `hooks/*.py`, in order."""
        folder, _, name = pattern.removeprefix("./").rpartition("/")
        plain = (path for path, content in self.files.items() if content.mode != _SUBMODULE)
        split = ((path, *path.rpartition("/")[::2]) for path in plain)
        return [path for path, where, file in split if where == folder and fnmatchcase(file, name)]


def open_tree(mirror: Path, version: str = "") -> TemplateTree:
    """The template at `version`, or at its newest one; raises TemplateError where there is none."""
    here = f"--git-dir={mirror}"
    tags = list_tags(mirror)
    chosen = version or newest(tags)
    try:
        commit = f"refs/tags/{chosen}" if chosen in tags else _commit(here, chosen or "HEAD")
        listed = git(here, "ls-tree", "-r", "-z", "--full-tree", commit)
    except GitError as missing:
        raise TemplateError(
            f"the template has no version '{version}'." if version else "the template is empty.",
            hint=f"It has: {', '.join(sorted(tags)[-8:]) or 'no versions'}.",
        ) from missing
    name = chosen if chosen in tags else _lasting(here, chosen, commit)
    return TemplateTree(name, _contents(mirror, _entries(listed)))


def _contents(mirror: Path, entries: list[tuple[str, str, int]]) -> dict[str, FileContent]:
    """Every file, read by one call."""
    held = [name for _, name, mode in entries if mode != _SUBMODULE]
    texts = iter(read_blobs(mirror, held))
    return {
        path: FileContent(b"" if mode == _SUBMODULE else next(texts), mode)
        for path, _, mode in entries
    }


def list_tags(mirror: Path) -> list[str]:
    """Every tag of the template, in no order that matters."""
    here = f"--git-dir={mirror}"
    return git(here, "for-each-ref", "--format=%(refname:strip=2)", "refs/tags").split()


def _commit(here: str, name: str) -> str:
    if name.startswith("-"):
        raise GitError(f"'{name}' is not a version.")
    return git(here, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()


def _lasting(here: str, name: str, commit: str) -> str:
    """A branch moves on, and is no version to come back to: what copier records in its place."""
    if _DESCRIBED.search(name):
        return name
    try:
        return git(here, "describe", "--tags", commit).strip()
    except GitError:  # no tag comes before it
        return commit


def _entries(listed: str) -> list[tuple[str, str, int]]:
    """`mode type id<tab>path`, each ended by a zero byte → (path, id, mode) of all."""
    found = (line.partition("\t") for line in listed.split("\0") if line)
    split = ((path, about.split()) for about, _, path in found)
    return [(path, name, int(mode, 8)) for path, (mode, _, name) in split]
