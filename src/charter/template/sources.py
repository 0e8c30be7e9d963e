"""The files of a template as far as no answer changes them: each looked at once. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from charter.model import FileContent
from charter.template.expressions import Expressions
from charter.template.links import Tree


@dataclass(frozen=True)
class Source:
    """A file or folder of the template."""

    name: str
    parts: tuple[str, ...]  # of the path that it is given, still to be rendered
    content: FileContent | None  # None for a folder
    is_template: bool  # by its name
    is_settled: bool  # nothing in its path is rendered
    is_rendered: bool  # its content is, for it holds Jinja


@dataclass
class Sources:
    """What lies below a folder of the template."""

    _tree: Tree
    _expressions: Expressions
    _suffix: str
    _keeps_links: bool
    _known: dict[str, list[Source]] = field(default_factory=dict)

    def below(self, root: str) -> list[Source]:
        """In order of names, without what has its own template beside it, which wins.

        Raises TemplateError for a link that leaves the template.
        """
        if root not in self._known:
            self._known[root] = [
                self._source(name, content, root)
                for name, content in self._tree.below(root, keeps_links=self._keeps_links)
                if not (self._suffix and self._tree.exists(f"{name}{self._suffix}"))
            ]
        return self._known[root]

    def _source(self, name: str, content: FileContent | None, root: str) -> Source:
        is_template = name.endswith(self._suffix)
        inner = PurePosixPath(name).relative_to(root)
        if self._suffix and is_template:
            inner = inner.with_suffix("")
        is_settled = all(map(self._expressions.is_plain, inner.parts))
        is_rendered = is_template and content is not None and self._has_jinja(content)
        return Source(name, inner.parts, content, is_template, is_settled, is_rendered)

    def _has_jinja(self, content: FileContent) -> bool:
        try:
            return not self._expressions.is_plain(content.data.decode())
        except UnicodeDecodeError:
            return bool(self._suffix)  # without one, copier copies what is no text
