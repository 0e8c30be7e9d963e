"""Finds what of a cookiecutter template would run, and shows it as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charter.errors import SkeletonError

_LINES, _WIDTH, _SIZE = 40, 200, 400_000
_REACHING = re.compile(
    r"\{[{%][^}]*?(\.\s*__\w+__|\[\s*['\"]__|\|\s*attr\b|\b(lipsum|cycler|joiner|namespace)\s*\.)",
    re.DOTALL,
)
EVERY_TEMPLATE = (
    "cookiecutter's Jinja is not sandboxed: the texts and file names of any template can run "
    "Python code with your rights, even where it has no hooks."
)


@dataclass(frozen=True)
class CodeNote:
    """Something of a template that would run: `kind` is hook, extension or template-code."""

    path: str
    kind: str
    excerpt: str


def read_variables(folder: Path) -> dict[str, Any]:
    """The template's cookiecutter.json; raises SkeletonError where it is missing or no object."""
    file = folder / "cookiecutter.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise SkeletonError(
            "The skeleton has no cookiecutter.json.",
            hint="Is it a cookiecutter template? Name its folder with --skeleton-directory.",
        ) from missing
    except (ValueError, OSError) as wrong:
        raise SkeletonError(f"The skeleton's cookiecutter.json cannot be read: {wrong}") from wrong
    if not isinstance(found, dict):
        raise SkeletonError("The skeleton's cookiecutter.json is not an object.")
    return found


def find_code(folder: Path) -> tuple[CodeNote, ...]:
    """Hooks, extensions and telling lines of the template in `folder`, the general warning last."""
    variables = read_variables(folder)
    return (
        *_hooks(folder),
        *_extensions(folder, variables),
        *_reaching_texts(folder),
        CodeNote("", "template-code", EVERY_TEMPLATE),
    )


def _hooks(folder: Path) -> Iterator[CodeNote]:
    for file in _files(folder / "hooks"):
        yield CodeNote(file.relative_to(folder).as_posix(), "hook", _excerpt(file))


def _extensions(folder: Path, variables: dict[str, Any]) -> Iterator[CodeNote]:
    for key in ("_extensions", "_jinja2_env_vars"):
        if value := variables.get(key):
            yield CodeNote("cookiecutter.json", "extension", plain(f"{key}: {json.dumps(value)}"))
    named = variables.get("_extensions")
    for name in named if isinstance(named, list) else []:
        module = str(name).partition(".")[0]
        for file in (folder / f"{module}.py", *_files(folder / module)):
            if file.suffix == ".py" and file.is_file():
                yield CodeNote(file.relative_to(folder).as_posix(), "extension", _excerpt(file))


def _reaching_texts(folder: Path) -> Iterator[CodeNote]:
    for file in _files(folder):
        path = file.relative_to(folder).as_posix()
        text = path + "\n" + _text(file)
        if match := _REACHING.search(text):
            line = text[text.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
            yield CodeNote(path, "template-code", plain(line.strip())[:_WIDTH])


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(_SIZE).decode("utf-8", errors="replace")


def _excerpt(file: Path) -> str:
    lines = _text(file).splitlines()
    shown = [plain(line)[:_WIDTH] for line in lines[:_LINES]]
    if len(lines) > _LINES:
        shown.append(f"… {len(lines) - _LINES} more lines")
    return "\n".join(shown)


def plain(text: str) -> str:
    """The text without anything that could move a terminal's cursor or hide what stands there."""
    return "".join(
        char if char.isprintable() or char in "\n\t" else f"\\x{ord(char):02x}" for char in text
    )
