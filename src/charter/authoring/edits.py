"""What teams typically do to the files that a template gave them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from charter.governance.kinds import find_places
from charter.model import FileContent

Files = Mapping[str, FileContent]
_OWN = b"""
## Operations

This service runs on the platform's cluster. Its dashboard and its on-call rota are in the wiki.
"""


@dataclass(frozen=True)
class Edit:
    """`make` gives the files afterwards, or the same where there is nothing to edit."""

    what: str
    make: Callable[[Files], Files]


def _of_kind(kind: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Files], Files]:
    """An edit of the lines of the file of this kind."""

    def make(files: Files) -> Files:
        path = find_places(files).of.get(kind, "")
        return _with_lines(files, path, change) if path in files else files

    return make


def _with_lines(files: Files, path: str, change: Callable[[list[bytes]], list[bytes]]) -> Files:
    content = files[path]
    data = b"".join(change(content.data.splitlines(keepends=True)))
    return {**files, path: FileContent(data, content.mode)}


def _title(lines: list[bytes]) -> list[bytes]:
    for number, line in enumerate(lines):
        if line.startswith(b"# "):
            return [*lines[:number], b"# Our own title\n", *lines[number + 1 :]]
    return lines


def _append(text: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [
        *lines,
        *([] if not lines or lines[-1].endswith(b"\n") else [b"\n"]),
        text,
    ]


def _one_line(lines: list[bytes]) -> list[bytes]:
    """A line of prose in the middle says something else."""
    prose = [n for n, line in enumerate(lines) if line[:1].isalpha() and len(line) > 20]  # noqa: PLR2004
    if not prose:
        return lines
    middle = prose[len(prose) // 2]
    return [*lines[:middle], b"We see this another way, as a team.\n", *lines[middle + 1 :]]


def _placeholders(lines: list[bytes]) -> list[bytes]:
    return [b"What the team has written here.\n" if b"TODO" in line else line for line in lines]


def _delete(kind: str) -> Callable[[Files], Files]:
    def make(files: Files) -> Files:
        gone = find_places(files).of.get(kind)
        return {path: content for path, content in files.items() if path != gone}

    return make


def _delete_issue_template(files: Files) -> Files:
    gone = sorted(find_places(files).issue_templates)[:1]
    return {path: content for path, content in files.items() if path not in gone}


def _rename(kind: str) -> Callable[[Files], Files]:
    def make(files: Files) -> Files:
        old = find_places(files).of.get(kind, "")
        new = f"docs/{old.rpartition('/')[2]}"
        if old not in files or new in files:
            return files
        kept = {path: content for path, content in files.items() if path != old}
        return {**kept, new: files[old]}

    return make


def _workflow(files: Files) -> Files:
    places = find_places(files)
    path = next(iter(sorted(places.workflows)), places.of.get("ci", ""))
    own = b"\n# The team's own steps follow.\n"
    return _with_lines(files, path, _append(own)) if path in files else files


EDITS = (
    Edit("README: another title", _of_kind("readme", _title)),
    Edit("README: a section at its end", _of_kind("readme", _append(_OWN))),
    Edit("README: the placeholders filled in", _of_kind("readme", _placeholders)),
    Edit("CONTRIBUTING: one line of it", _of_kind("contributing", _one_line)),
    Edit("CONTRIBUTING: moved to docs/", _rename("contributing")),
    Edit("CODEOWNERS: a line of its own", _of_kind("codeowners", _append(b"/docs/ @writers\n"))),
    Edit(".gitignore: lines of its own", _of_kind("ignored", _append(b"/out/\n*.local\n"))),
    Edit("SUPPORT: deleted", _delete("support")),
    Edit("an issue template: deleted", _delete_issue_template),
    Edit("CI: steps of its own", _workflow),
)
