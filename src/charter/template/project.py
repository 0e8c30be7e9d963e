"""A repository that stands on a template: what it records, and what its template gives for that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from charter.errors import TemplateError, UsageError
from charter.model import FileContent, Visibility
from charter.objects import Repository, open_repository
from charter.template.answers import settle_recorded
from charter.template.expressions import UnsupportedTemplateError
from charter.template.made import Made
from charter.template.open import CONFIGURATIONS, OpenTemplate
from charter.template.patterns import Matcher
from charter.template.posed import Answers
from charter.template.recorded import Recorded, parse_recorded
from charter.template.renderer import ANSWERS_FILE, Renderer
from charter.template.rendering import render_answers

Files = Mapping[str, FileContent]
SNAPSHOTS = "tests/snapshots"  # where a template's repository keeps what it gives
_SHOWN = 8


@dataclass(frozen=True)
class ProjectFolder:
    """A project in a repository: `folder` is its path from the root, '' for the whole of it."""

    repository: Repository
    folder: str
    recorded: Recorded

    def path(self, name: str) -> str:
        """The path from the repository's root of what the template calls `name`."""
        return f"{self.folder}/{name}" if self.folder else name

    @property
    def answers_file(self) -> str:
        """Its name within the project's folder."""
        return self.recorded.file.rpartition("/")[2]

    @property
    def place(self) -> Path:
        """Where a person finds it."""
        return (self.repository.root or self.repository.folder) / self.folder


def within_project(answers_file: str) -> str:
    """The name of an answers file from its project's folder; raises UsageError for any other."""
    path = PurePosixPath(answers_file)
    if not path.name or path.is_absolute() or ".." in path.parts or "\0" in answers_file:
        raise UsageError(
            f"'{answers_file}' is no path inside the repository.",
            hint="Name the answers file from the project's folder, such as: "
            f"--answers-file {ANSWERS_FILE}",
        )
    return str(path)


def open_project(path: Path, answers_file: str = ANSWERS_FILE) -> ProjectFolder:
    """The project at `path` as it stands in HEAD; raises UsageError, GitError or AnswerError.

    `path` is a checkout, a folder of one (a project in a monorepo), or a bare repository.
    """
    if not path.is_dir():
        raise UsageError(f"{path} is not a folder.")
    repository = open_repository(path)
    folder = folder_within(repository, path)
    found = locate_projects(repository, folder, answers_file)
    if len(found) != 1:
        raise _no_charter(repository, path, folder, found, answers_file)
    file = f"{found[0]}/{answers_file}" if found[0] else answers_file
    content = repository.read(file)
    return ProjectFolder(
        repository, found[0], parse_recorded(file, content.data if content else b"")
    )


def locate_projects(
    repository: Repository, folder: str, answers_file: str = ANSWERS_FILE
) -> list[str]:
    """The folders of the projects that `folder` stands for: its own, those in it, the one around.

    As git itself finds its repository from a folder inside it. Empty where there is no project.
    """
    above = ["/".join(folder.split("/")[:n]) for n in range(folder.count("/"), 0, -1)]
    around = [folder, *above, ""]
    has_one = [it for it in around if repository.entry(f"{it}/{answers_file}".lstrip("/"))]
    if has_one and has_one[0] == folder:
        return [folder]
    inside = [
        name
        for name in find_projects(repository, answers_file)
        if not folder or name.startswith(f"{folder}/")
    ]
    return inside or has_one[:1]


def folder_within(repository: Repository, path: Path) -> str:
    """The path's place in the repository, '' for its root or where it is bare."""
    if repository.root is None:
        return ""
    place, root = path.resolve(), repository.root.resolve()
    if not place.is_relative_to(root):  # core.worktree
        raise UsageError(f"{path} is outside of the working tree of its repository: {root}.")
    inner = place.relative_to(root).as_posix()
    return "" if inner == "." else inner


def find_projects(repository: Repository, answers_file: str = ANSWERS_FILE) -> list[str]:
    """The folders of all projects in HEAD, each from the root.

    A template's snapshots hold answers files too, and are no projects.
    """
    found = (path for path, _ in repository.files() if path.split("/")[-1] == answers_file)
    folders = [path.rpartition("/")[0] for path in found]
    if folders and any(map(repository.entry, CONFIGURATIONS)):
        return [folder for folder in folders if not folder.startswith(f"{SNAPSHOTS}/")]
    return folders


def _no_charter(
    repository: Repository, path: Path, folder: str, several: list[str], answers_file: str
) -> UsageError:
    if several:
        first = path / several[0].removeprefix(folder).lstrip("/")
        more = " …" if len(several) > _SHOWN else ""
        return UsageError(
            f"{path} is not one project but holds several: {', '.join(several[:_SHOWN])}{more}.",
            hint=f"Name one of them, such as: {first}",
        )
    if repository.root and (repository.root / folder / answers_file).is_file():
        return UsageError(
            f"{path / answers_file} is not committed yet.",
            hint="Commit it, then call again; or take an adoption back: charter undo",
        )
    return UsageError(
        f"{path} has no {answers_file}: it is not under a charter.",
        hint="Bring it under one with: charter adopt",
    )


@dataclass(frozen=True)
class Stand:
    """A template's version with a project's answers, and the files that it gives for them."""

    template: OpenTemplate
    answers: Answers
    files: Files
    made: Made | None = None  # None where copier made them

    @property
    def version(self) -> str:
        return self.template.edition.version

    @cached_property
    def leaves_alone(self) -> Matcher:
        """Whether the template excludes a path: it is the team's alone."""
        return self._matching(Renderer.excludes)

    @cached_property
    def creates_only(self) -> Matcher:
        """Whether the template makes a file where it is missing, and never rewrites it."""
        return self._matching(Renderer.skips)

    def _matching(self, pattern: Callable[..., Matcher]) -> Matcher:
        try:
            return pattern(self.template.renderer, self.answers.values, self.answers.stored)
        except UnsupportedTemplateError:  # copier renders it: only it could say
            return lambda _: False


def stand_of(template: OpenTemplate, recorded: Recorded) -> Stand:
    """What the repository would be if nobody had touched it: its version, its answers.

    A template whose questions are beyond our evaluation is left to copier as a whole. Raises
    AnswerError or TemplateError.
    """
    try:
        template.evaluator.refuse_unsupported()
    except UnsupportedTemplateError:
        said = dict(recorded.answers)
        answers = Answers(said, said, said, left_to_copier=True)
    else:
        answers = settle_recorded(template.evaluator, recorded)
    return render_stand(template, answers, recorded.source)


def render_stand(
    template: OpenTemplate, answers: Answers, source: str, *, like: Made | None = None
) -> Stand:
    """The files of a version for these answers; raises TemplateError in plain words.

    `source` is the template's name as the answers file has it. What is as it was in `like`, of
    another version, is taken from there.
    """
    found = render_answers(template, answers, side_of(answers), source=source, like=like)
    return Stand(template, answers, found.files, found.made)


def side_of(answers: Answers) -> Visibility:
    """The visibility that the answers say; a template that does not ask it is internal."""
    said = str(answers.values.get("visibility", Visibility.INNERSOURCE))
    try:
        return Visibility(said)
    except ValueError as unknown:
        raise TemplateError(
            f"the template knows the visibility '{said}', which Charter does not."
        ) from unknown
