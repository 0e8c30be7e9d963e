"""A template's files + values → a rendering, byte for byte what copier would write. Pure.

Reference: copier's documentation, "Configuring a template"; copier is the oracle in the tests.
Covers what a governance template uses; what goes beyond raises UnsupportedTemplateError, and
copier itself renders then.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize

from jinja2 import BaseLoader, Environment, TemplateNotFound
from pathspec import PathSpec

from charter.errors import TemplateError
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent
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
_CHECKOUT = re.compile(rb"(?<![\w-])(eol|ident|filter|working-tree-encoding|export-subst)\b")


class Renderer:
    """Renders one version of a template, its Jinja compiled once, for any number of answers."""

    def __init__(self, files: Mapping[str, FileContent], configuration: Configuration) -> None:
        settings = configuration.settings
        self._tree = Tree(files)
        self._suffix = DEFAULT_SUFFIX
        if settings.get("templates_suffix") is not None:
            self._suffix = str(settings["templates_suffix"])
        self._subdirectory = str(settings.get("subdirectory") or "")
        self._answers_file = str(settings.get("answers_file") or ANSWERS_FILE)
        self._exclude = tuple(
            settings.get("exclude", () if self._subdirectory else DEFAULT_EXCLUDE)
        )
        self._keeps_links = bool(settings.get("preserve_symlinks"))
        self._expressions = Expressions(settings, _TreeLoader(self._tree, self._check))
        self._refuse_unsupported(configuration)

    def render(
        self, values: Mapping[str, Any], remembered: Mapping[str, Any]
    ) -> dict[str, FileContent]:
        """Path → content for the `values` of all questions; `remembered` is the answers file's.

        Raises TemplateError where copier would stop, with nothing rendered.
        """
        known = {
            **values,
            "_copier_answers": dict(remembered),
            "_copier_conf": {"answers_file": PurePosixPath(self._answers_file)},
        }
        root = posixpath.normpath(self._text(self._subdirectory, known) or ".")
        excluded = self._excluded(known)
        found: dict[str, FileContent] = {}
        for source, content in self._tree.below("" if root == "." else root, self._keeps_links):
            inner = source.removeprefix(f"{root}/") if root != "." else source
            path = self._path(inner, root, known)
            if path is None or excluded.match_file(path):
                continue
            made = self._content(source, content, known)
            if found.setdefault(path, made) != made:
                raise UnsupportedTemplateError(f"two files of the template both become {path}")
        return found

    def _path(self, source: str, root: str, known: Mapping[str, Any]) -> str | None:
        """Where a file of the template goes; None where a part of its path renders to nothing."""
        is_template = source.endswith(self._suffix)
        if self._suffix and f"{source}{self._suffix}" in self._tree.names(root):
            return None  # its template stands beside it and wins
        if self._suffix and is_template:
            source = str(PurePosixPath(source).with_suffix(""))
        parts = []
        for part in source.split("/"):
            rendered = self._text(part, known)
            if not rendered:
                return None
            if rendered == self._answers_file:
                return self._answers_file
            parts.append(rendered)
        path = posixpath.normpath(posixpath.join(*parts))
        if path.startswith(("../", "/")) or path in ("..", "."):
            raise TemplateError(f"the template wants to write outside of the repository: {path}")
        if not is_template and f"{path}{self._suffix}" in self._tree:
            return None
        return path

    def _content(self, source: str, content: FileContent, known: Mapping[str, Any]) -> FileContent:
        is_template = source.endswith(self._suffix)
        if content.mode == SYMLINK:
            if not is_template:
                return content
            return FileContent(self._text(content.data.decode(), known).encode(), SYMLINK)
        mode = EXECUTABLE if content.mode == EXECUTABLE else REGULAR
        if not is_template or (not self._suffix and not _is_text(content.data)):
            return FileContent(content.data, mode)
        try:
            return FileContent(self._expressions.render_file(source, known).encode(), mode)
        except UnicodeError as wrong:
            raise TemplateError(f"{source} of the template is not text in UTF-8.") from wrong

    def _excluded(self, known: Mapping[str, Any]) -> PathSpec[Any]:
        lines = [line for text in self._exclude for line in _LINES.split(self._text(text, known))]
        return PathSpec.from_lines("gitignore", [normalize("NFD", line) for line in lines])

    def _check(self, text: str, name: str) -> None:
        self._expressions.refuse_foreign(text, name)

    def _text(self, text: str, known: Mapping[str, Any]) -> str:
        return str(self._expressions.render(text, known))

    def _refuse_unsupported(self, configuration: Configuration) -> None:
        settings = configuration.settings
        for key in ("tasks", "migrations", "jinja_extensions", "external_data"):
            if settings.get(key):
                raise UnsupportedTemplateError(f"the template uses _{key}")
        if self._suffix and not re.fullmatch(r"\.[^./]+", self._suffix):
            raise UnsupportedTemplateError(f"_templates_suffix is {self._suffix!r}")
        for name, content in self._tree.items():
            if posixpath.basename(name) == ".gitattributes" and _CHECKOUT.search(content.data):
                raise UnsupportedTemplateError(f"{name} changes bytes at checkout")
            if content.mode not in (REGULAR, EXECUTABLE, SYMLINK):
                raise UnsupportedTemplateError(f"{name} is a submodule")
            for part in name.split("/"):
                self._expressions.refuse_foreign(part, name)
        if "{" in self._answers_file:
            raise UnsupportedTemplateError(f"_answers_file is {self._answers_file!r}")
        for text in (self._subdirectory, *self._exclude):
            self._expressions.refuse_foreign(str(text), "copier.yml")


class _TreeLoader(BaseLoader):
    """Finds what templates include, relative to the template's root, through links too."""

    def __init__(self, tree: Tree, check: Callable[[str, str], None]) -> None:
        self._tree = tree
        self._check = check

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:  # noqa: ARG002
        content = self._tree.resolve(template)
        if content is None:
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
