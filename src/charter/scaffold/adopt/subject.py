"""What is to be adopted, opened as it stands in HEAD; a repository under a charter is refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from charter.errors import UsageError
from charter.model import Visibility
from charter.objects import Repository, open_repository
from charter.template.project import folder_within
from charter.template.recorded import Recorded, parse_recorded
from charter.template.renderer import ANSWERS_FILE
from charter.update.operation import OperationRecord
from charter.update.worktree import refuse_cut_short


class CharteredError(UsageError):
    """The repository is under a charter already."""


class WaitingError(UsageError):
    """The repository is adopted already, and that waits for its commit."""


@dataclass(frozen=True)
class Subject:
    """What is to be adopted: a repository, or a folder of one (a project in a monorepo)."""

    repository: Repository
    folder: str
    name: str  # of the folder it lies in

    @property
    def place(self) -> Path:
        """Where a person finds it."""
        return (self.repository.root or self.repository.folder) / self.folder

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file of it in HEAD, from its folder."""
        above = f"{self.folder}/" if self.folder else ""
        return tuple(path.removeprefix(above) for path, _ in self.repository.files(self.folder))

    def path(self, inner: str) -> str:
        """The path from the repository's root."""
        return f"{self.folder}/{inner}" if self.folder else inner


def open_subject(path: Path) -> Subject:
    """The repository, or the folder of one, at `path`, as it stands in HEAD.

    Raises UsageError, GitError; CharteredError where a governance template is recorded already,
    WaitingError where it is about to be.
    """
    if not path.is_dir():
        raise UsageError(f"{path} is not a folder.")
    repository = open_repository(path)
    subject = Subject(repository, folder_within(repository, path), _name_of(repository, path))
    if repository.root:
        refuse_cut_short(OperationRecord(repository.folder))
    recorded = repository.read(subject.path(ANSWERS_FILE))
    if recorded is not None:
        _refuse_recorded(path, parse_recorded(subject.path(ANSWERS_FILE), recorded.data))
    elif repository.root and (repository.root / subject.path(ANSWERS_FILE)).exists():
        _refuse_uncommitted(subject, path)
    return subject


def _refuse_uncommitted(subject: Subject, path: Path) -> None:
    last = OperationRecord(subject.repository.folder).read()
    if last and last.before == subject.repository.head and subject.path(ANSWERS_FILE) in last.paths:
        raise WaitingError(
            f"the {last.kind} of {path} waits for its commit.",
            hint="Resolve what conflicts, git add, git commit. Or go back: charter undo",
        )
    raise UsageError(
        f"{path / ANSWERS_FILE} is not committed yet.", hint="Commit it, then call again."
    )


def _name_of(repository: Repository, path: Path) -> str:
    """The folder's name; a bare repository's without its ending."""
    return path.resolve().name.removesuffix(".git") or repository.folder.name


def _refuse_recorded(path: Path, recorded: Recorded) -> None:
    if recorded.answers.get("visibility") in tuple(Visibility):
        raise CharteredError(
            f"{path} is under a charter already: {recorded.source} {recorded.version}.",
            hint=f"Bring it up to date: charter update {path}",
        )
    raise UsageError(
        f"{path / ANSWERS_FILE} belongs to another copier template, {recorded.source}.",
        hint=f"Give that one a file of its own: git mv {ANSWERS_FILE} .copier-answers.code.yml "
        "(from then on: copier update --answers-file .copier-answers.code.yml)",
    )
