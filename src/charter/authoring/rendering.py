"""Renders a template for many answers: by our renderer, and by copier where it needs more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from charter.authoring.draft import ALIAS, Files
from charter.authoring.lint import without_trust
from charter.errors import TemplateError
from charter.model import Visibility
from charter.template.evaluation import Evaluator
from charter.template.expressions import UnsupportedTemplateError
from charter.template.open import OpenTemplate
from charter.template.posed import Answers
from charter.template.questions import Configuration
from charter.template.renderer import Renderer
from charter.template.rendering import render_answers
from charter.template.source import HELPER

SOURCE = f"git+{HELPER}{ALIAS}"
MOST_FILES, MOST_BYTES = 5_000, 64 * 1024 * 1024  # of one rendering: more is no governance


@dataclass(frozen=True)
class Rendered:
    """The files; `beyond` says why copier rendered them."""

    files: Files
    beyond: str = ""


@dataclass(frozen=True)
class Press:
    """One version of a template, read without what needs trust: that is found apart."""

    template: OpenTemplate

    @cached_property
    def _configuration(self) -> Configuration:
        return without_trust(self.template.configuration)

    @cached_property
    def evaluator(self) -> Evaluator:
        return Evaluator(self._configuration)

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self.template.tree.files, self._configuration)

    def render(self, answers: Answers, side: Visibility) -> Rendered:
        """The files for these answers; raises TemplateError in plain words."""
        remembered = {
            "_commit": self.template.edition.version,
            "_src_path": SOURCE,
            **answers.stored,
        }
        try:
            done = Rendered(self._renderer.render(answers.values, remembered))
        except UnsupportedTemplateError as beyond:
            by_copier = render_answers(self.template, answers, side, source=SOURCE)
            done = Rendered(by_copier.files, beyond.message)
        if len(done.files) > MOST_FILES or _size(done.files) > MOST_BYTES:
            raise TemplateError(
                f"it renders more than {MOST_FILES} files or {MOST_BYTES >> 20} MiB."
            )
        return done


def _size(files: Files) -> int:
    return sum(len(content.data) for content in files.values())
