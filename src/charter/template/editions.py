"""Versions of templates, each opened once however many repositories stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from charter.errors import CharterError
from charter.template.mirror import Warn, open_mirror
from charter.template.open import OpenTemplate
from charter.template.render import Edition
from charter.template.source import Source, resolve_source
from charter.template.tree import open_tree


@dataclass
class Editions:
    """Opens templates by the names that answers files record; each is fetched once a process.

    One that cannot be had is not asked for again either: a thousand repositories would wait for it.
    Without `fetch` what is in the cache serves as it is, and only what is not there is cloned.
    """

    aliases: Mapping[str, str]
    cache: Path
    warn: Warn = print
    fetch: bool = True
    _mirrors: dict[str, Path] = field(default_factory=dict)
    _refused: dict[str, CharterError] = field(default_factory=dict)
    _opened: dict[tuple[str, str], OpenTemplate] = field(default_factory=dict)

    def open(self, name: str, version: str = "") -> OpenTemplate:
        """The template called `name` at `version`, or at its newest one; raises TemplateError."""
        if (name, version) not in self._opened:
            source = resolve_source(name, self.aliases)
            tree = open_tree(self._mirror(source), version)
            edition = Edition(source, self._mirror(source), tree.version)
            opened = OpenTemplate(edition, tree)
            # the newest by its own name too: it is one template, compiled once
            opened = self._opened.setdefault((name, tree.version), opened)
            self._opened[name, version] = opened
        return self._opened[name, version]

    def _mirror(self, source: Source) -> Path:
        if refused := self._refused.get(source.url):
            raise refused.with_traceback(None)
        if source.url not in self._mirrors:
            try:
                self._mirrors[source.url] = open_mirror(
                    source, self.cache, fetch=self.fetch, warn=self.warn
                )
            except CharterError as refused:
                self._refused[source.url] = refused
                raise
        return self._mirrors[source.url]
