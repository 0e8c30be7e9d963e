"""A template version + answers → its files: rendered here, or by copier where it uses more."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent, Visibility
from charter.template.expressions import UnsupportedTemplateError
from charter.template.made import Made
from charter.template.open import OpenTemplate
from charter.template.posed import Answers
from charter.template.render import Order, render_with_copier

_NAME = re.compile(r"\w[\w.-]{0,99}")


@dataclass(frozen=True)
class Rendering:
    """What a template version gives for some answers; `beyond` says why copier rendered it."""

    files: Mapping[str, FileContent]
    beyond: str = ""
    made: Made | None = None  # None where copier made it


def render_answers(
    template: OpenTemplate,
    answers: Answers,
    visibility: Visibility,
    *,
    asks: bool = False,
    source: str = "",
    like: Made | None = None,
) -> Rendering:
    """Render, by copier where the template needs it; with `asks` copier asks what is open.

    `source` is how the answers file names the template already; else it gets the name for its side.
    What is as it was in `like`, of another version, is taken from there.
    Raises TemplateError in plain words. Nothing is written but temporary files.
    """
    order = Order(answers.said, visibility, asks=asks, source=source)
    if answers.left_to_copier:
        return Rendering(_by_copier(template, answers, order), "its questions")
    remembered = {
        "_commit": template.edition.version,
        "_src_path": source or template.edition.source.recorded(visibility),
        **answers.stored,
    }
    try:
        made = template.renderer.make(answers.values, remembered, like=like)
    except UnsupportedTemplateError as beyond:
        silent = replace(order, asks=False)
        return Rendering(_by_copier(template, answers, silent), beyond.message)
    return Rendering(made.files, made=made)


def _by_copier(template: OpenTemplate, answers: Answers, order: Order) -> dict[str, FileContent]:

    with tempfile.TemporaryDirectory(prefix="charter-rendering-") as folder:
        # templates can see the name of the folder they are rendered into
        name = str(answers.values.get("name"))
        into = Path(folder, name if _NAME.fullmatch(name) else "rendering")
        render_with_copier(template.edition, order, into)
        return {
            path.relative_to(into).as_posix(): _content(path)
            for path in sorted(into.rglob("*"))
            if (path.is_symlink() or path.is_file()) and not _is_of_git(path.relative_to(into))
        }


def _is_of_git(path: Path) -> bool:
    """Whether it came from the clone's own folder, which a template may forget to exclude.

    Nobody may write there: git would run it.
    """
    return any(part.casefold() == ".git" for part in path.parts)


def _content(path: Path) -> FileContent:
    if path.is_symlink():
        return FileContent(os.fsencode(path.readlink()), SYMLINK)
    mode = EXECUTABLE if path.stat().st_mode & 0o111 else REGULAR
    return FileContent(path.read_bytes(), mode)
