"""Opens a template for use: where it is, which version, what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from charter.errors import TemplateError
from charter.template.evaluation import Evaluator
from charter.template.mirror import Warn, open_mirror
from charter.template.organisation import QUESTIONS
from charter.template.questions import parse_configuration
from charter.template.render import Edition
from charter.template.source import Source, resolve_source
from charter.template.tree import TemplateTree, open_tree

CONFIGURATIONS = ("copier.yml", "copier.yaml")


@dataclass(frozen=True)
class OpenTemplate:
    """One version of a template, ready to be asked and rendered."""

    edition: Edition
    tree: TemplateTree

    @property
    def spoken(self) -> str:
        """How it is named to people: `builtin v1.0.0`."""
        source = self.edition.source
        return f"template {source.alias or source.url} {self.edition.version}"

    def evaluator(self) -> Evaluator:
        """What the template asks; raises TemplateError where its copier.yml cannot be used."""
        return self._evaluator(*CONFIGURATIONS)

    def organisation_evaluator(self) -> Evaluator:
        """What is asked to fill in the organisation file of a template made from this one."""
        return self._evaluator(QUESTIONS)

    def _evaluator(self, *files: str) -> Evaluator:
        text = next(filter(None, map(self.tree.read, files)), None)
        if text is None:
            raise TemplateError(
                f"{self.edition.source.url} holds no {files[0]}.",
                hint="Is it a governance template? Make one with: charter template init FOLDER",
            )
        return Evaluator(parse_configuration(text, self.tree.read, self.tree.match))


def open_template(
    name: str, aliases: Mapping[str, str], cache: Path, *, version: str = "", warn: Warn = print
) -> OpenTemplate:
    """Find, fetch and read the template; raises TemplateError naming what is wrong with which."""
    source: Source = resolve_source(name, aliases)
    mirror = open_mirror(source, cache, warn=warn)
    tree = open_tree(mirror, version)
    return OpenTemplate(Edition(source, mirror, tree.version), tree)
