"""Opens a template for use: where it is, which version, what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from charter.errors import TemplateError
from charter.template.evaluation import Evaluator
from charter.template.mirror import Warn, open_mirror
from charter.template.organisation import QUESTIONS
from charter.template.questions import Configuration, parse_configuration
from charter.template.render import Edition
from charter.template.renderer import Renderer
from charter.template.source import Source, resolve_source
from charter.template.tree import TemplateTree, open_tree

CONFIGURATIONS = ("copier.yml", "copier.yaml")


@dataclass(frozen=True)
class OpenTemplate:
    """One version of a template, ready to be asked and rendered."""

    edition: Edition
    tree: TemplateTree
    defaults: Mapping[str, str] = field(default_factory=dict)  # the person's, over the template's

    @property
    def spoken(self) -> str:
        """How it is named to people: `builtin v1.0.0`."""
        source = self.edition.source
        return f"template {source.alias or source.url} {self.edition.version}"

    @cached_property
    def configuration(self) -> Configuration:
        """What copier.yml says; raises TemplateError where it cannot be used."""
        return self._read(*CONFIGURATIONS)

    @cached_property
    def evaluator(self) -> Evaluator:
        """What the template asks."""
        return Evaluator(self.configuration, self.defaults)

    @cached_property
    def renderer(self) -> Renderer:
        """Its files, read and compiled once; UnsupportedTemplateError where they are beyond us."""
        return Renderer(self.tree.files, self.configuration)

    def organisation_evaluator(self) -> Evaluator:
        """What is asked to fill in the organisation file of a template made from this one."""
        return Evaluator(self._read(QUESTIONS))

    def _read(self, *files: str) -> Configuration:
        text = next(filter(None, map(self.tree.read, files)), None)
        if text is None:
            raise TemplateError(
                f"{self.edition.source.url} holds no {files[0]}.",
                hint="Is it a governance template? Make one with: charter template init FOLDER",
            )
        return parse_configuration(text, self.tree.read, self.tree.match)


def open_template(
    name: str, aliases: Mapping[str, str], cache: Path, *, version: str = "", warn: Warn = print
) -> OpenTemplate:
    """Find, fetch and read the template; raises TemplateError naming what is wrong with which."""
    source: Source = resolve_source(name, aliases)
    mirror = open_mirror(source, cache, warn=warn)
    tree = open_tree(mirror, version)
    return OpenTemplate(Edition(source, mirror, tree.version), tree)
