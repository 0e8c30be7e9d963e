"""A template's files + values → a rendering, byte for byte what copier would write. Pure.

Reference: copier's documentation, "Configuring a template"; copier is the oracle in the tests.
Covers what a governance template uses; what goes beyond raises UnsupportedTemplateError, and
copier itself renders then.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from itertools import accumulate
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize

from jinja2 import BaseLoader, Environment, TemplateNotFound
from pathspec import PathSpec

from charter.errors import TemplateError
from charter.model import SYMLINK, FileContent
from charter.template.beyond import find_beyond
from charter.template.expressions import Expressions, UnsupportedTemplateError
from charter.template.links import Tree
from charter.template.questions import Configuration

ANSWERS_FILE = ".copier-answers.yml"
DEFAULT_SUFFIX = ".jinja"
# copier's own list, which holds only for a template without `_subdirectory`
DEFAULT_EXCLUDE = (
    "copier.yaml", "copier.yml", "~*", "*.py[co]", "__pycache__", ".git", ".DS_Store", ".svn",
)  # fmt: skip
_LINES = re.compile(r"\r\n|\r|\n")
_LONGEST = 255  # bytes of a name, on the file systems that people use


class Renderer:
    """Renders one version of a template, its Jinja compiled once, for any number of answers."""

    def __init__(self, files: Mapping[str, FileContent], configuration: Configuration) -> None:
        settings = configuration.settings
        if beyond := find_beyond(settings, files):
            raise UnsupportedTemplateError(beyond)
        self._tree = Tree(files)
        suffix = settings.get("templates_suffix")
        self._suffix = DEFAULT_SUFFIX if suffix is None else suffix
        self._subdirectory = settings.get("subdirectory", "")
        self._answers_file = settings.get("answers_file", ANSWERS_FILE)
        is_root = PurePosixPath(self._subdirectory) == PurePosixPath()
        self._exclude = tuple(settings.get("exclude", DEFAULT_EXCLUDE if is_root else ()))
        self._keeps_links = bool(settings.get("preserve_symlinks"))
        self._expressions = Expressions(settings, _TreeLoader(self._tree, self._check))
        for text in (self._subdirectory, self._answers_file, *self._exclude):
            self._check(text, "copier.yml")
        for name in files:
            for part in name.split("/"):
                self._check(part, name)

    def render(
        self, values: Mapping[str, Any], remembered: Mapping[str, Any]
    ) -> dict[str, FileContent]:
        """Path → content for the `values` of all questions; `remembered` is the answers file's.

        Raises TemplateError where copier would stop, with nothing rendered.
        """
        self._expressions.forget()
        known = self._known(values, remembered)
        root = self._tree.real_folder(self._text(self._subdirectory, known))
        excluded = self._excluded(known)
        found: dict[str, FileContent] = {}
        folders: set[str] = set()
        for source, content in self._tree.below(root, keeps_links=self._keeps_links):
            path = self._path(source, root, known)
            if path is None or excluded.match_file(path):
                continue
            place = posixpath.normpath(path)
            if content is None:
                folders.add(place)
                continue
            made = self._content(source, content, known)
            if found.setdefault(place, made) != made:
                raise UnsupportedTemplateError(f"two files of the template both become {place}")
        _refuse_clash(found, folders)
        return found

    def sources(self, values: Mapping[str, Any], remembered: Mapping[str, Any]) -> dict[str, str]:
        """Path → the file of the template that it is rendered from, for the same answers."""
        self._expressions.forget()
        known = self._known(values, remembered)
        root = self._tree.real_folder(self._text(self._subdirectory, known))
        named = (
            (self._path(source, root, known), source)
            for source, content in self._tree.below(root, keeps_links=self._keeps_links)
            if content is not None
        )
        return {posixpath.normpath(path): source for path, source in named if path is not None}

    def _known(self, values: Mapping[str, Any], remembered: Mapping[str, Any]) -> dict[str, Any]:
        """What the template can see: copies, for it can change lists and mappings."""
        values, remembered = deepcopy((dict(values), dict(remembered)))
        metadata = {key: value for key, value in remembered.items() if key.startswith("_")}
        known = {**metadata, **values, "_copier_answers": remembered}
        named = self._text(self._answers_file, {**known, "_copier_conf": {"answers_file": ""}})
        return {**known, "_copier_conf": {"answers_file": PurePosixPath(named)}}

    def _path(self, source: str, root: str, known: Mapping[str, Any]) -> str | None:
        """Where a file of the template goes; None where a part of its path renders to nothing."""
        is_template = source.endswith(self._suffix)
        if self._suffix and self._tree.exists(f"{source}{self._suffix}"):
            return None  # its template stands beside it and wins
        inner = PurePosixPath(source).relative_to(root)
        if self._suffix and is_template:
            inner = inner.with_suffix("")
        answers_file = str(known["_copier_conf"]["answers_file"])
        parts = []
        for part in inner.parts:
            rendered = self._text(part, known)
            if not rendered:
                return None
            if rendered == answers_file:
                _refuse_unsafe(answers_file, source)
                return answers_file
            parts.append(rendered)
        path = str(PurePosixPath(*parts))
        _refuse_unsafe(path, source)
        if not is_template and self._tree.exists(f"{path}{self._suffix}"):
            return None
        return path

    def _content(self, source: str, content: FileContent, known: Mapping[str, Any]) -> FileContent:
        is_template = source.endswith(self._suffix)
        if content.mode == SYMLINK:
            if not self._keeps_links:
                raise TemplateError(f"the link {source} of the template leads nowhere.")
            aim = content.data.decode(errors="surrogateescape")
            aim = str(PurePosixPath(self._text(aim, known) if is_template else aim))
            return FileContent(aim.encode(errors="surrogateescape"), SYMLINK)
        if not is_template or (not self._suffix and not _is_text(content.data)):
            return content
        # as fresh for each file as copier makes it
        known = {**known, "_copier_answers": dict(known["_copier_answers"])}
        return FileContent(self._expressions.render_file(source, known), content.mode)

    def _excluded(self, known: Mapping[str, Any]) -> PathSpec[Any]:
        lines = [line for text in self._exclude for line in _LINES.split(self._text(text, known))]
        try:
            return PathSpec.from_lines("gitignore", [normalize("NFD", line) for line in lines])
        except ValueError as wrong:
            raise TemplateError(f"_exclude of the template: {wrong}") from wrong

    def _check(self, text: str, name: str) -> None:
        self._expressions.refuse_foreign(text, name)

    def _text(self, text: str, known: Mapping[str, Any]) -> str:
        return str(self._expressions.render(text, known))


def _refuse_unsafe(path: str, source: str) -> None:
    """Raises TemplateError for a path that leaves the repository, or that nobody may have."""
    parts = posixpath.normpath(path).split("/")
    if path.startswith("/") or parts[0] == "..":
        raise TemplateError(f"the template wants to write outside of the repository: {path}")
    if any(part.casefold() in {".git", "git~1"} for part in parts):
        raise TemplateError(f"the template wants to write into git's own folder: {path}")
    if "\0" in path or any(len(part.encode(errors="replace")) > _LONGEST for part in parts):
        raise TemplateError(f"{source} of the template gets a name that no file can have: {path!r}")


def _refuse_clash(found: Mapping[str, FileContent], folders: set[str]) -> None:
    """Raises UnsupportedTemplateError where a path is a file and a folder at once."""
    above = {
        folder
        for path in (*found, *folders)
        for folder in accumulate(path.split("/")[:-1], posixpath.join)
    }
    for path in ({".", *folders} | above) & found.keys():
        raise UnsupportedTemplateError(f"{path} becomes a file and a folder")


class _TreeLoader(BaseLoader):
    """Finds what templates include, relative to the template's root, through links too."""

    def __init__(self, tree: Tree, check: Callable[[str, str], None]) -> None:
        self._tree = tree
        self._check = check

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:  # noqa: ARG002
        content = self._tree.resolve(template)
        if content is None or content.mode == SYMLINK:
            raise TemplateNotFound(template)
        text = content.data.decode()
        self._check(text, template)
        return text, template, lambda: True


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
