"""Reads copier.yml and the templates, and says what is wrong without rendering any. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from charter.authoring.findings import Finding
from charter.authoring.places import LineOf
from charter.authoring.reach import find_reached
from charter.authoring.sides import find_sides
from charter.authoring.syntax import Syntax
from charter.authoring.variables import OF_COPIER, Reading, check_questions
from charter.model import FileContent, Visibility
from charter.template.beyond import find_beyond
from charter.template.questions import Configuration

Files = Mapping[str, FileContent]
TRUST = ("tasks", "migrations", "jinja_extensions")


def lint(configuration: Configuration, files: Files) -> Iterator[Finding]:
    """Every finding of the texts, each once: the configuration's first."""
    yield from dict.fromkeys(_lint(configuration, files))


def _lint(configuration: Configuration, files: Files) -> Iterator[Finding]:
    line_of = LineOf(configuration_texts(files))
    yield from _needing_trust(configuration, line_of)
    configuration = without_trust(configuration)
    syntax = Syntax(configuration.settings, files)
    sides = find_sides(configuration)
    yield from _without_help(configuration, line_of)
    yield from check_questions(syntax, configuration, line_of)
    known = OF_COPIER | {question.name for question in configuration.questions}
    reading = Reading(syntax, known)
    for side in sides:
        for path in side.paths(syntax):
            yield from reading.check(path)
        if side.visibility is Visibility.OPENSOURCE:
            yield from find_reached(syntax, configuration, side, line_of)
    if beyond := find_beyond(configuration.settings, files):
        yield Finding("JINJA-4", beyond, next(iter(configuration_texts(files)), ""))


def without_trust(configuration: Configuration) -> Configuration:
    """The same, as if it did not want to run anything: the rest can be looked at then."""
    settings = {key: it for key, it in configuration.settings.items() if key not in TRUST}
    return replace(configuration, settings=settings)


def configuration_texts(files: Files) -> dict[str, str]:
    """copier.yml first, then what it may include."""
    names = sorted(
        (path for path in files if "/" not in path and path.endswith((".yml", ".yaml"))),
        key=lambda path: (not path.startswith("copier."), path),
    )
    return {name: files[name].data.decode(errors="replace") for name in names}


def _needing_trust(configuration: Configuration, line_of: LineOf) -> Iterator[Finding]:
    for key in TRUST:
        if configuration.settings.get(key):
            yield Finding("ASK-2", f"copier.yml uses _{key}", *line_of(f"_{key}"))


def _without_help(configuration: Configuration, line_of: LineOf) -> Iterator[Finding]:
    for question in configuration.questions:
        if not question.is_computed and not question.help.strip():
            yield Finding("ASK-3", f"'{question.name}' has no help", *line_of(question.name))
