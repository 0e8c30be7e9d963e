"""The files of a template with its links followed, as a checkout on disk would have them. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from charter.errors import TemplateError
from charter.model import SYMLINK, FileContent

_FURTHEST = 40  # as many links as Linux follows


class Tree:
    """Files by path; a link may lead to a file or a folder of the same tree, never outside."""

    def __init__(self, files: Mapping[str, FileContent]) -> None:
        self._files = dict(files)
        self._folders = {
            "/".join(parts[:count])
            for parts in (name.split("/") for name in files)
            for count in range(1, len(parts))
        }
        self._names: dict[str, frozenset[str]] = {}

    def __contains__(self, path: str) -> bool:
        """Whether a file, folder or link of that path is there."""
        return path in self._files or path in self._folders

    def items(self) -> Iterator[tuple[str, FileContent]]:
        yield from self._files.items()

    def names(self, root: str) -> frozenset[str]:
        """All paths below `root`, relative to it."""
        if root not in self._names:
            prefix = "" if root == "." else f"{root}/"
            paths = (*self._files, *self._folders)
            self._names[root] = frozenset(
                path.removeprefix(prefix) for path in paths if path.startswith(prefix)
            )
        return self._names[root]

    def below(self, root: str, keeps_links: bool) -> Iterator[tuple[str, FileContent]]:
        """The files below `root` in order of their paths; links as they are, or what they lead to.

        Raises TemplateError for a link that leaves the template, or leads nowhere or in a circle.
        """
        prefix = f"{root}/" if root else ""
        for path in sorted(self._files):
            if path.startswith(prefix):
                yield from self._one(path, self._files[path], keeps_links, depth=0)

    def _one(
        self, path: str, content: FileContent, keeps_links: bool, *, depth: int
    ) -> Iterator[tuple[str, FileContent]]:
        if content.mode != SYMLINK or keeps_links:
            yield path, content
            return
        if depth > _FURTHEST:
            raise TemplateError(f"the link {path} of the template leads in a circle.")
        target = self._target(path)
        if target in self._files:
            yield path, self._files[target]
            return
        inside = sorted(name for name in self._files if name.startswith(f"{target}/"))
        if not inside:
            raise TemplateError(f"the link {path} of the template leads nowhere.")
        for name in inside:
            shown = f"{path}/{name.removeprefix(f'{target}/')}"
            yield from self._one(shown, self._files[name], keeps_links, depth=depth + 1)

    def resolve(self, path: str) -> FileContent | None:
        """The file at `path`, through links of files and folders; None where there is none."""
        found = self._files.get(posixpath.normpath(path))
        if found is not None and found.mode != SYMLINK:
            return found
        try:
            return self._files.get(self._target(posixpath.normpath(path)))
        except TemplateError:
            return None

    def _target(self, path: str) -> str:
        """The path of what `path` is in the end, every link on the way followed."""
        for _ in range(_FURTHEST):
            step = self._first_link(path)
            if step is None:
                return path
            link, rest = step
            aim = self._files[link].data.decode()
            path = posixpath.normpath(posixpath.join(posixpath.dirname(link), aim, rest))
            if path.startswith(("../", "/")) or path == "..":
                raise TemplateError(f"the link {link} leads out of the template.")
        raise TemplateError(f"the link {path} of the template leads in a circle.")

    def _first_link(self, path: str) -> tuple[str, str] | None:
        parts = path.split("/")
        for count in range(1, len(parts) + 1):
            front = "/".join(parts[:count])
            if front in self._files and self._files[front].mode == SYMLINK:
                return front, "/".join(parts[count:])
        return None
