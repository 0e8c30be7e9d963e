"""The files of a template with its links followed, as a checkout on disk would have them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2.loaders import split_template_path

from charter.errors import TemplateError
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent
from charter.template.expressions import UnsupportedTemplateError

_FURTHEST = 40  # as many links as Linux follows


class _CircleError(TemplateError):
    """A link that leads to itself in the end."""


class Tree:
    """Files by path; a link may lead to a file or a folder of the same tree, never outside."""

    def __init__(self, files: Mapping[str, FileContent]) -> None:
        self._files = dict(files)
        listing: dict[str, set[str]] = {"": set()}
        for path in files:
            while path:
                path, _, name = path.rpartition("/")  # noqa: PLW2901 - up to the root
                listing.setdefault(path, set()).add(name)
        self._listing = {folder: sorted(names) for folder, names in listing.items()}

    def items(self) -> Iterator[tuple[str, FileContent]]:
        yield from self._files.items()

    def exists(self, path: str) -> bool:
        """Whether a file or folder is there, through links too."""
        try:
            real = self._real(path)
        except _CircleError:
            return False
        except TemplateError as out:  # what lies there, only copier can see
            raise UnsupportedTemplateError(out.message) from out
        return real in self._files or real in self._listing

    def resolve(self, path: str) -> FileContent | None:
        """The file that Jinja means by `path`, through links too; None where there is none.

        Raises Jinja's TemplateNotFound for a path with `..`, as its own loader does.
        """
        path = "/".join(split_template_path(path))
        return self._files.get(self._real(path) or "") if self.exists(path) else None

    def real_folder(self, path: str) -> str:
        """Where the folder really lies, '' for the root; raises TemplateError for anything else."""
        real = self._real(path)
        if real not in self._listing:
            raise TemplateError(f"the template has no folder '{path}'.")
        return real or ""

    def below(self, folder: str, *, keeps_links: bool) -> Iterator[tuple[str, FileContent | None]]:
        """What lies below a real folder in order of names, with None for each folder.

        Links come as they are, or as what they lead to: as themselves only where that is nothing.
        Raises TemplateError for one that leaves the template or leads in a circle.
        """
        yield from self._walk(folder, folder, () if not keeps_links else None)

    def _walk(
        self, shown: str, real: str, entered: tuple[str, ...] | None
    ) -> Iterator[tuple[str, FileContent | None]]:
        """`entered` are the links that led here; None where links are not followed."""
        for name in self._listing[real]:
            path, place = _join(shown, name), _join(real, name)
            content = self._files.get(place)
            if content is None:
                yield path, None
                yield from self._walk(path, place, entered)
            elif content.mode == SYMLINK and entered is not None:
                yield from self._followed(path, place, entered)
            else:
                yield path, content

    def _followed(
        self, path: str, link: str, entered: tuple[str, ...]
    ) -> Iterator[tuple[str, FileContent | None]]:
        real = self._real(link)
        if real in self._files:
            content = self._files[real]
            if content.mode == EXECUTABLE and not entered and _is_listed_plainly(link):
                content = FileContent(content.data, REGULAR)
            yield path, content
        elif real in self._listing:
            entered = (*entered, link)
            if any(_join(each, "").startswith(_join(real, "")) for each in entered):
                raise _CircleError(f"the link {link} of the template leads in a circle.")
            yield path, None
            yield from self._walk(path, real, entered)
        else:
            yield path, self._files[link]

    def _real(self, path: str) -> str | None:
        """The path with every link on the way followed; None where a part of it is no folder."""
        rest, done, followed, is_there = path.split("/")[::-1], "", 0, True
        if path.startswith("/"):
            raise TemplateError(f"the template uses a path outside of it: {path}")
        while rest:
            part = rest.pop()
            if part in {"", ".", ".."}:
                is_there = is_there and done in self._listing
                if part == ".." and not done:
                    raise TemplateError(f"{path} leads out of the template.")
                done = done.rpartition("/")[0] if part == ".." else done
                continue
            content = self._files.get(_join(done, part))
            if content is None or content.mode != SYMLINK:
                done = _join(done, part)
                continue
            followed += 1
            aim = content.data.decode(errors="surrogateescape")
            if followed > _FURTHEST:
                raise _CircleError(f"the link {path} of the template leads in a circle.")
            if aim.startswith("/"):
                raise TemplateError(f"the link {path} leads out of the template.")
            rest.extend(aim.split("/")[::-1])
        return done if is_there else None


def _is_listed_plainly(path: str) -> bool:
    """Whether copier finds the path in what `git ls-files` prints, where others stand in quotes.

    It takes the mode from there: that of the link, which is never executable.
    """
    return path.isascii() and path.isprintable() and not {'"', "\\"} & set(path)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
