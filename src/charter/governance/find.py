"""Where projects are: in a checkout, a folder of one, a bare repository, or a folder of many."""

# ruff: noqa: PTH110, PTH112, PTH113 - there are thousands: Path takes twice as long

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charter.errors import AnswerError, GitError, UsageError
from charter.git import repository_root
from charter.objects import Repository, open_repository
from charter.template.project import ProjectFolder, folder_within, locate_projects
from charter.template.recorded import parse_recorded
from charter.template.renderer import ANSWERS_FILE


@dataclass(frozen=True)
class Ungoverned:
    """A folder that is not under a charter, and why that is."""

    repository: Repository
    folder: str
    why: str


@dataclass(frozen=True)
class Unreadable:
    """A project whose answers file says nothing that could be understood."""

    repository: Repository
    folder: str
    failure: AnswerError


def open_projects(
    path: Path, answers_file: str = ANSWERS_FILE
) -> Iterator[ProjectFolder | Ungoverned | Unreadable]:
    """Every project at, below or around `path` in HEAD; raises UsageError or GitError."""
    if not path.is_dir():
        raise UsageError(f"{path} is not a folder.")
    repository = open_repository(path)
    here = (repository.folder, repository.root)
    is_here = path in here or any(each and each.exists() and path.samefile(each) for each in here)
    if not is_here and is_repository(path):
        # git would look further up, and find another one
        raise GitError(f"{path} is not in a git repository: what is there is broken.")
    folder = folder_within(repository, path)
    folders = locate_projects(repository, folder, answers_file)
    if not folders:
        yield Ungoverned(repository, folder, _why(repository, folder, answers_file))
    for each in folders:
        file = _join(each, answers_file)
        found = repository.read(file)
        try:
            recorded = parse_recorded(file, found.data if found else b"")
        except AnswerError as failure:
            yield Unreadable(repository, each, failure)
        else:
            yield ProjectFolder(repository, each, recorded)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _why(repository: Repository, folder: str, answers_file: str) -> str:
    if repository.root and (repository.root / folder / answers_file).exists():
        return f"{answers_file} is not committed yet"
    return f"it has no {answers_file}: it is not under a charter"


def find_in_all(folder: Path) -> list[Path]:
    """The repositories in `folder`; where it holds none, the one that it is, or lies in.

    Raises UsageError where it holds none and is none, or cannot be read.
    """
    found = find_repositories(folder)
    if not found and (is_repository(folder) or repository_root(folder)):
        return [folder]
    if not found:
        raise UsageError(f"{folder} holds no repository, nor do the folders in it.")
    return found


def each_once(paths: Iterable[Path]) -> list[Path]:
    """The paths in their order; what several of them lead to is named by the first."""
    places: dict[str, Path] = {}
    for path in paths:
        places.setdefault(os.path.realpath(path), path)
    return list(places.values())


def find_repositories(folder: Path) -> list[Path]:
    """The checkouts and bare repositories in `folder`, or one level deeper, by name.

    Raises UsageError where it cannot be read.
    """
    try:
        return [found for child in _folders(str(folder)) for found in _below(child)]
    except OSError as refused:
        raise UsageError(f"{folder} cannot be read: {refused.strerror}.") from refused


def _below(child: str) -> list[Path]:
    if is_repository(child):
        return [Path(child)]
    try:
        return [Path(inner) for inner in _folders(child) if is_repository(inner)]
    except OSError:
        return []  # a folder that nobody may read holds no repository for us


def _folders(folder: str) -> list[str]:
    with os.scandir(folder) as found:
        folders = [each.path for each in found if each.name != ".git" and _is_folder(each)]
    return sorted(folders)


def _is_folder(each: os.DirEntry[str]) -> bool:
    return each.is_dir(follow_symlinks=False) or (each.is_symlink() and os.path.isdir(each.path))


def is_repository(folder: str | Path) -> bool:
    """Whether it looks like one, as git tells: broken ones too, so that they are reported."""
    if os.path.exists(f"{folder}/.git"):
        return True
    return os.path.isfile(f"{folder}/HEAD") and os.path.isdir(f"{folder}/objects")


def read_list(text: str, above: Path) -> list[Path]:
    """The paths of a list, one a line, from the folder `above`; what follows a # is a comment."""
    lines = (line.partition(" #")[0].strip() for line in text.splitlines())
    return [above / Path(line).expanduser() for line in lines if line and not line.startswith("#")]
