"""A template's changelog: which version changed which files, and why. Pure.

The form is ours: a heading `## VERSION - DAY` for each version, below it lines `- FILES: why`.
FILES are names with commas between, or `All files`. A line without names holds for no file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from charter.template.versions import parse_version

FILES = ("templates/CHANGELOG.md", "CHANGELOG.md")
_HEADING = re.compile(r"^##\s+\[?(?P<version>[^\s\]]+)")
_LINE = re.compile(r"^[-*]\s+(?P<text>.*)$")
_EVERY = "all files"


@dataclass(frozen=True)
class Change:
    """One line of the changelog: the version it stands under, the files it names, and why."""

    version: str
    files: tuple[str, ...]
    why: str

    def tells_of(self, path: str) -> bool:
        """Whether the line names the path: in full, by its last part, by a glob, or as all."""
        name = path.rpartition("/")[2]
        return any(
            file.lower() == _EVERY or file in (path, name) or fnmatchcase(path, file)
            for file in self.files
        )


def read_changes(text: str) -> tuple[Change, ...]:
    """Every line of the changelog, in order; a line that is continued is one."""
    found: list[Change] = []
    version = ""
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            version = heading["version"]
        elif match := _LINE.match(line):
            found.append(_change(version, match["text"]))
        elif found and line.startswith(" ") and line.strip():
            found[-1] = _change(version, f"{_text_of(found[-1])} {line.strip()}")
    return tuple(found)


def changes_between(changes: tuple[Change, ...], old: str, new: str) -> tuple[Change, ...]:
    """Those of versions after `old` up to `new`; none where one of them is no version."""
    first, last = parse_version(old), parse_version(new)
    if first is None or last is None:
        return ()
    return tuple(
        change
        for change in changes
        if (number := parse_version(change.version)) is not None and first < number <= last
    )


def _change(version: str, text: str) -> Change:
    files, colon, why = text.partition(": ")
    if not colon:
        return Change(version, (), text)
    names = (name.strip().strip("`*_") for name in re.split(r",|\band\b", files))
    return Change(version, tuple(filter(None, names)), why.strip())


def _text_of(change: Change) -> str:
    return f"{', '.join(change.files)}: {change.why}" if change.files else change.why
