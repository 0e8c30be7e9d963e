"""A template's files + values → a rendering, byte for byte what copier would write. Pure.

Reference: copier's documentation, "Configuring a template"; copier is the oracle in the tests.
Covers what a governance template uses; what goes beyond raises UnsupportedTemplateError, and
copier itself renders then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound

from charter.errors import TemplateError
from charter.model import SYMLINK, FileContent
from charter.template.beyond import find_beyond
from charter.template.copies import copied
from charter.template.expressions import Expressions, UnsupportedTemplateError
from charter.template.links import Tree
from charter.template.made import Made, changeable, taken_from
from charter.template.patterns import Matcher, matcher
from charter.template.places import Place, find_clash, place_of
from charter.template.questions import Configuration
from charter.template.sources import Source, Sources

ANSWERS_FILE = ".copier-answers.yml"
DEFAULT_SUFFIX = ".jinja"
# copier's own list, which holds only for a template without `_subdirectory`
DEFAULT_EXCLUDE = (
    "copier.yaml", "copier.yml", "~*", "*.py[co]", "__pycache__", ".git", ".DS_Store", ".svn",
)  # fmt: skip
_LINES = re.compile(r"\r\n|\r|\n")
_path_of = lru_cache(maxsize=256)(PurePosixPath)  # they never change, and templates see them


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
        self._skip = tuple(settings.get("skip_if_exists", ()))
        self._has_rendered = False  # to compare it with another takes longer than to render it once
        self._keeps_links = bool(settings.get("preserve_symlinks"))
        self._expressions = Expressions(settings, _TreeLoader(self._tree, self._check))
        self._sources = Sources(self._tree, self._expressions, self._suffix, self._keeps_links)
        self._settled = lru_cache(maxsize=32)(self._settle)
        for text in (self._subdirectory, self._answers_file, *self._exclude, *self._skip):
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
        return self.make(values, remembered).files

    def make(
        self, values: Mapping[str, Any], remembered: Mapping[str, Any], *, like: Made | None = None
    ) -> Made:
        """The same. What is as it was in `like`, of another version, is taken from there."""
        self._expressions.forget()
        known = self._known(values, remembered)
        taken = taken_from(like, known, self._expressions) if like and self._has_rendered else {}
        self._has_rendered = True
        seen = self._expressions.seen(known)
        shared = changeable(known)
        as_answered, is_steady = repr(shared), True
        found: dict[str, FileContent] = {}
        texts: dict[str, FileContent] = {}
        files: list[Place] = []
        folders: list[Place] = []
        for source, place in self._placed(known):
            if source.content is None:
                folders.append(place)
                continue
            files.append(place)
            made = taken.get(source.name) if source.is_rendered else None
            if made is None or made.mode != source.content.mode:
                made = self._content(source, source.content, seen)
            before = found.setdefault(place.at, made)
            if before is not made and before != made:
                raise UnsupportedTemplateError(f"two files of the template both become {place.at}")
            if source.is_rendered and made.mode != SYMLINK:
                texts[source.name] = made
            if shared and is_steady and repr(shared) != as_answered:
                if taken:  # a file may show what another one did: each has its turn
                    return self.make(values, remembered)
                is_steady = False
        if clash := find_clash(tuple(files), tuple(folders)):
            raise UnsupportedTemplateError(f"{clash} becomes a file and a folder")
        return Made(found, texts, known, self._expressions, is_steady)

    def sources(self, values: Mapping[str, Any], remembered: Mapping[str, Any]) -> dict[str, str]:
        """Path → the file of the template that it comes from, of all that `render` gives."""
        self._expressions.forget()
        return {
            place.at: source.name
            for source, place in self._placed(self._known(values, remembered))
            if source.content is not None
        }

    def excludes(self, values: Mapping[str, Any], remembered: Mapping[str, Any]) -> Matcher:
        """What tells whether a path matches `_exclude`: the template has no say over it."""
        return self._excluded(self._known(values, remembered))

    def skips(self, values: Mapping[str, Any], remembered: Mapping[str, Any]) -> Matcher:
        """What tells whether a path matches `_skip_if_exists`: it is made once, never changed."""
        known = self._known(values, remembered) if self._skip else {}
        return _matcher("_skip_if_exists", (self._text(text, known) for text in self._skip))

    def _known(self, values: Mapping[str, Any], remembered: Mapping[str, Any]) -> dict[str, Any]:
        """What the template can see: copies, for it can change lists and mappings."""
        values, remembered = copied([dict(values), dict(remembered)])
        metadata = {key: value for key, value in remembered.items() if key.startswith("_")}
        known = {**metadata, **values, "_copier_answers": remembered}
        named = self._text(self._answers_file, {**known, "_copier_conf": {"answers_file": ""}})
        return {**known, "_copier_conf": {"answers_file": _path_of(named)}}

    def _placed(self, known: Mapping[str, Any]) -> Iterator[tuple[Source, Place]]:
        """The files and folders that are rendered for these answers, each with its place."""
        root = self._tree.real_folder(self._text(self._subdirectory, known))
        is_excluded = self._excluded(known)
        answers_file = str(known["_copier_conf"]["answers_file"])
        for source, settled in self._settled(root, answers_file, is_excluded):
            place = settled
            if place is None:
                place = self._place(source, answers_file, known)
                if place is None or is_excluded(place.path):
                    continue
            yield source, place

    def _settle(
        self, root: str, answers_file: str, is_excluded: Matcher
    ) -> list[tuple[Source, Place | None]]:
        """What lies below the root, with the places that no answer changes."""
        found: list[tuple[Source, Place | None]] = []
        for source in self._sources.below(root):
            place = None
            if source.is_settled and answers_file not in source.parts:
                try:
                    place = self._place(source, answers_file, {})
                except TemplateError:  # it is told in its turn
                    pass
                else:
                    if place is None or is_excluded(place.path):  # whatever the answers are
                        continue
            found.append((source, place))
        return found

    def _place(self, source: Source, answers_file: str, known: Mapping[str, Any]) -> Place | None:
        """Where a file of the template goes; None where it is left out."""
        if source.is_settled and answers_file not in source.parts:
            parts = source.parts
        else:
            parts = self._parts(source, answers_file, known)
        if not parts:
            return None
        place = place_of(parts)
        if source.is_template or parts == (answers_file,):
            return place
        return None if self._tree.exists(f"{place.path}{self._suffix}") else place

    def _parts(
        self, source: Source, answers_file: str, known: Mapping[str, Any]
    ) -> tuple[str, ...]:
        """The parts of its path, rendered: none where one of them comes to nothing."""
        parts = []
        for part in source.parts:
            rendered = self._text(part, known)
            if not rendered:
                return ()
            if rendered == answers_file:
                return (answers_file,)
            parts.append(rendered)
        return tuple(parts)

    def _content(self, source: Source, content: FileContent, seen: dict[str, Any]) -> FileContent:
        if content.mode == SYMLINK:
            if not self._keeps_links:
                raise TemplateError(f"the link {source.name} of the template leads nowhere.")
            aim = content.data.decode(errors="surrogateescape")
            aim = str(PurePosixPath(self._text(aim, seen) if source.is_template else aim))
            return FileContent(aim.encode(errors="surrogateescape"), SYMLINK)
        if not source.is_rendered:
            return content
        # as fresh for each file as copier makes it
        fresh = {**seen, "_copier_answers": dict(seen["_copier_answers"])}
        return FileContent(self._expressions.render_file(source.name, fresh), content.mode)

    def _excluded(self, known: Mapping[str, Any]) -> Matcher:
        texts = (self._text(text, known) for text in self._exclude)
        return _matcher("_exclude", (line for text in texts for line in _LINES.split(text)))

    def _check(self, text: str, name: str) -> None:
        self._expressions.refuse_foreign(text, name)

    def _text(self, text: str, known: Mapping[str, Any]) -> str:
        return str(self._expressions.render(text, known))


def _matcher(setting: str, patterns: Iterable[str]) -> Matcher:
    try:
        return matcher(tuple(patterns))
    except ValueError as wrong:
        raise TemplateError(f"{setting} of the template: {wrong}") from wrong


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
