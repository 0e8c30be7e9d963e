"""One version of a template, read from its mirror without a checkout."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from charter.errors import TemplateError
from charter.template.versions import newest

if TYPE_CHECKING:
    import pygit2


@dataclass(frozen=True)
class TemplateTree:
    """The files of a template at `version`, a tag or a commit id where it has no tags."""

    version: str
    tree: pygit2.Tree

    def read(self, path: str) -> bytes | None:
        """The bytes of one file; None where there is no such file."""
        import pygit2  # noqa: PLC0415

        try:
            found = self.tree[path.removeprefix("./")]
        except (KeyError, ValueError):
            return None
        return found.data if isinstance(found, pygit2.Blob) else None

    def match(self, pattern: str) -> list[str]:
        """Paths of files in one folder that match a glob such as `hooks/*.py`, in order."""
        import pygit2  # noqa: PLC0415

        folder, _, name = pattern.rpartition("/")
        try:
            there = self.tree[folder] if folder else self.tree
        except KeyError:
            return []
        if not isinstance(there, pygit2.Tree):
            return []
        prefix = f"{folder}/" if folder else ""
        return [
            f"{prefix}{entry.name}"
            for entry in there
            if isinstance(entry, pygit2.Blob) and fnmatchcase(str(entry.name), name)
        ]


def open_tree(mirror: Path, version: str = "") -> TemplateTree:
    """The template at `version`, or at its newest one; raises TemplateError where there is none."""
    import pygit2  # noqa: PLC0415

    repository = pygit2.Repository(str(mirror))
    prefix = "refs/tags/"
    tags = [name.removeprefix(prefix) for name in repository.references if name.startswith(prefix)]
    chosen = version or newest(tags)
    try:
        commit = repository.revparse_single(f"{chosen or 'HEAD'}^{{commit}}")
    except (KeyError, ValueError, pygit2.GitError) as missing:
        raise TemplateError(
            f"the template has no version '{version}'." if version else "the template is empty.",
            hint=f"It has: {', '.join(sorted(tags)[-8:]) or 'no versions'}.",
        ) from missing
    if not isinstance(commit, pygit2.Commit):
        raise TemplateError(f"'{chosen}' is not a version of the template.")
    return TemplateTree(chosen or str(commit.id), commit.tree)
