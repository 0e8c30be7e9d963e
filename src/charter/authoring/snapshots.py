"""Snapshots of renderings in the template's repository: written, compared, the old ones named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from charter.authoring.cover import cover
from charter.authoring.draft import Draft, Files
from charter.authoring.rendering import Press
from charter.contents import text_diff
from charter.errors import UsageError
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent
from charter.scaffold.folder import write_tree
from charter.template.project import SNAPSHOTS

FOLDER = SNAPSHOTS
# git would obey these in the template's own repository: they lie there under another name
_OBEYED = (".gitignore", ".gitattributes", ".gitmodules")
_ENDING = ".snapshot"
Shots = Mapping[str, Files]  # by the name of the case


@dataclass(frozen=True)
class Comparison:
    """How renderings differ from their snapshots, case by case."""

    same: tuple[str, ...]
    changed: Mapping[str, Mapping[str, str]]  # case → path → unified diff
    new: tuple[str, ...]  # cases without a snapshot
    obsolete: tuple[str, ...]  # snapshots without a case

    @property
    def is_same(self) -> bool:
        return not (self.changed or self.new or self.obsolete)


def shoot(draft: Draft) -> dict[str, Files]:
    """Render every choice of every question once a side; wide questions by their default.

    Raises TemplateError or AnswerError where one cannot be rendered.
    """
    press = Press(draft.template)
    found = cover(press.evaluator, pairs=False, wide=False)
    if found.failures:
        raise UsageError(
            f"the template cannot be asked: {found.failures[0][1]}",
            hint="See all of it: charter template check",
        )
    shots = {case.name: press.render(case.answers, case.side).files for case in found.cases}
    for files in shots.values():
        if any(path.startswith(f"{FOLDER}/") for path in files):
            raise UsageError(
                f"{FOLDER} would go into every repository.",
                hint="Add tests to _exclude in copier.yml, or set _subdirectory.",
            )
    return shots


def compare(shots: Shots, kept: Shots) -> Comparison:
    """Hold renderings to their snapshots. Pure."""
    changed = {
        name: diffs
        for name in sorted(shots.keys() & kept.keys())
        if (diffs := _diffs(kept[name], shots[name]))
    }
    same = (name for name in sorted(shots.keys() & kept.keys()) if name not in changed)
    return Comparison(
        tuple(same),
        changed,
        tuple(sorted(shots.keys() - kept.keys())),
        tuple(sorted(kept.keys() - shots.keys())),
    )


def _diffs(before: Files, after: Files) -> dict[str, str]:
    return {
        path: text_diff(path, before.get(path), after.get(path)) or "(another mode)\n"
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    }


def read_snapshots(folder: Path) -> dict[str, dict[str, FileContent]]:
    """What is kept, by case; empty where nothing is."""
    root = folder / FOLDER
    if not root.is_dir():
        return {}
    return {
        place.name: _read(place)
        for place in sorted(root.iterdir())
        if place.is_dir() and not place.is_symlink()
    }


def _read(place: Path) -> dict[str, FileContent]:
    found = {}
    for path in sorted(place.rglob("*")):
        name = _kept_as(path.relative_to(place).as_posix(), reading=True)
        if path.is_symlink():
            found[name] = FileContent(os.fsencode(path.readlink()), SYMLINK)
        elif path.is_file():
            mode = EXECUTABLE if path.stat().st_mode & 0o111 else REGULAR
            found[name] = FileContent(path.read_bytes(), mode)
    return found


def _kept_as(path: str, *, reading: bool = False) -> str:
    above, slash, name = path.rpartition("/")
    if reading:
        bare = name.removesuffix(_ENDING)
        return f"{above}{slash}{bare}" if bare in _OBEYED else path
    return f"{path}{_ENDING}" if name in _OBEYED else path


def write_snapshots(folder: Path, shots: Shots) -> None:
    """Make the snapshots what the renderings are; what is no case any more goes."""
    root = folder / FOLDER
    for name in read_snapshots(folder):
        shutil.rmtree(root / name)
    for name, files in shots.items():
        place = root / name
        place.mkdir(parents=True)
        write_tree({_kept_as(path): content for path, content in files.items()}, place)
