"""Proves the public side by changing every internal fact: no byte of it may change. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

import yaml

from charter.authoring.cases import Case, walk
from charter.authoring.findings import Finding
from charter.authoring.lint import without_trust
from charter.errors import CharterError
from charter.model import FileContent
from charter.template.evaluation import Evaluator
from charter.template.interview import complete
from charter.template.organisation import FILE
from charter.template.posed import Answers
from charter.template.questions import Configuration, parse_configuration
from charter.template.renderer import Renderer

Files = Mapping[str, FileContent]
_CONFIGURATIONS = ("copier.yml", "copier.yaml")
_INTERNAL = "internal"


def find_interference(
    files: Files, renderings: Sequence[tuple[Case, Files]], recorded: Mapping[str, Any]
) -> Iterator[Finding]:
    """Public files that are others once the internal facts are: `recorded` are internal answers.

    Each case is rendered as it is, with every internal fact changed, with all of them empty, and
    with the answers that it had before it went public.
    """
    facts = read_internal(files)
    stated = {key: _other(key, value, number) for number, (key, value) in enumerate(facts.items())}
    empty = {key: _nothing(value) for key, value in facts.items()}
    blame = _Blame(files, facts)
    for changed in (stated, empty) if facts else ():
        variant = _Variant(files, changed)
        for case, before in renderings:
            yield from _differences(blame, (case, before, variant.render(case)))
    variant = _Variant(files, {})
    for case, before in renderings:
        after = variant.render_recorded({**recorded, **case.answers.stored})
        for path, line in _changed(before, after):
            said = "an answer of the internal side is still there after going public"
            yield Finding("IN-2", said, path, line, (case.name,))


def read_internal(files: Files) -> dict[str, Any]:
    """The internal facts of the organisation file; empty where there is none."""
    try:
        found = yaml.safe_load(files[FILE].data)[_INTERNAL]
    except (KeyError, TypeError, yaml.YAMLError):
        return {}
    return dict(found) if isinstance(found, dict) else {}


class _Variant:
    """The template with other internal facts."""

    def __init__(self, files: Files, changed: Mapping[str, Any]) -> None:
        if changed:
            document = yaml.safe_load(files[FILE].data)
            document[_INTERNAL] = {**document[_INTERNAL], **changed}
            files = {**files, FILE: FileContent(yaml.safe_dump(document).encode())}
        configuration = without_trust(_configuration(files))
        self._evaluator = Evaluator(configuration)
        self._renderer = Renderer(files, configuration)

    def render(self, case: Case) -> Files | str:
        """The same picks once more, defaults computed anew; a text says why that failed."""
        done = walk(self._evaluator, lambda name, told, _: _same(case.picks.get(name, ""), told))
        return done.failure or self._files(done.answers)

    def render_recorded(self, recorded: Mapping[str, Any]) -> Files | str:
        try:
            answers = complete(self._evaluator, {}, str, use_defaults=True, recorded=recorded)
        except CharterError as failure:
            return failure.message
        return self._files(answers)

    def _files(self, answers: Answers) -> Files | str:
        remembered = {"_commit": "", "_src_path": "", **answers.stored}
        try:
            return self._renderer.render(answers.values, remembered)
        except CharterError as failure:
            return failure.message


def _same(picked: str, told: tuple[str, ...]) -> str:
    return picked if picked in told else told[0]


def _configuration(files: Files) -> Configuration:
    text = next(files[name].data for name in _CONFIGURATIONS if name in files)

    def match(pattern: str) -> list[str]:
        folder, _, name = pattern.removeprefix("./").rpartition("/")
        split = ((path, *path.rpartition("/")[::2]) for path in sorted(files))
        return [path for path, where, it in split if where == folder and fnmatchcase(it, name)]

    return parse_configuration(text, lambda path: files[path].data, match)


@dataclass
class _Blame:
    """Finds which facts change a file: each is changed alone, for the first case that shows it."""

    files: Files
    facts: Mapping[str, Any]
    _variants: dict[str, list[_Variant]] = field(default_factory=dict)
    _guilty: dict[str, str] = field(default_factory=dict)

    def of(self, path: str, case: Case, before: Files) -> str:
        if path not in self._guilty:
            guilty = [
                f"internal.{key}" for key in self.facts if self._matters(key, path, (case, before))
            ]
            self._guilty[path] = " and ".join(guilty) or "several internal facts together"
        return self._guilty[path]

    def _matters(self, key: str, path: str, where: tuple[Case, Files]) -> bool:
        case, before = where
        if key not in self._variants:
            value = self.facts[key]
            others = (_other(key, value, 0), _nothing(value))
            self._variants[key] = [_Variant(self.files, {key: other}) for other in others]
        after = [variant.render(case) for variant in self._variants[key]]
        return any(
            isinstance(it, str) or _lines(it.get(path)) != _lines(before.get(path)) for it in after
        )


def _differences(blame: _Blame, sides: tuple[Case, Files, Files | str]) -> Iterator[Finding]:
    case, before, after = sides
    for path, line in _changed(before, after):
        said = f"it changes with {blame.of(path, case, before)}"
        yield Finding("IN-2", said, path, line, (case.name,))
    if isinstance(after, str):
        said = f"with other internal facts it cannot be rendered: {after}"
        yield Finding("IN-2", said, "", 0, (case.name,))


def _changed(before: Files, after: Files | str) -> Iterator[tuple[str, int]]:
    """Path and first line of what differs; the answers file holds the version, and is compared
    without what only the version changes.
    """
    if isinstance(after, str):
        return
    for path in sorted(before.keys() | after.keys()):
        old, new = (_lines(side.get(path)) for side in (before, after))
        if old != new:
            pairs = enumerate(zip(old, new, strict=False), start=1)
            yield path, next((number for number, (a, b) in pairs if a != b), 0)


def _lines(content: FileContent | None) -> list[bytes]:
    if content is None:
        return []
    marks = (b"_commit:", b"_src_path:")
    return [line for line in content.data.splitlines() if not line.startswith(marks)] or [b""]


def _other(key: str, value: Any, number: int) -> Any:
    """Another value of the same kind, that stands nowhere else."""
    word = f"internal-{number}-zqx"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return 84170 + number
    if isinstance(value, list):
        return [word]
    if "url" in key:
        return f"https://{word}.example"
    return f"{word}@internal.example" if "contact" in key else word


def _nothing(value: Any) -> Any:
    return type(value)() if isinstance(value, (bool, int, str, list, dict)) else None
