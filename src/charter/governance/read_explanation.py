"""Gathers what stands behind one file: renderings of the template's versions, HEAD, the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pathspec import PathSpec

from charter.errors import AnswerError, TemplateError, UsageError
from charter.governance.drift import is_same
from charter.governance.explain import Explanation, Past, State, checks_of, find_past
from charter.governance.read_facts import people_of
from charter.model import FileContent
from charter.objects import open_repository
from charter.template.changelog import FILES, read_changes
from charter.template.editions import Editions
from charter.template.expressions import UnsupportedTemplateError
from charter.template.interview import MissingAnswersError, complete
from charter.template.open import OpenTemplate
from charter.template.project import (
    Files,
    ProjectFolder,
    Stand,
    open_project,
    render_stand,
    side_of,
    stand_of,
)
from charter.template.recorded import Recorded
from charter.template.tree import list_tags
from charter.template.versions import parse_version

_MOST = 40  # versions that are looked at: the newest ones


def locate(file: Path) -> tuple[ProjectFolder, str]:
    """The project that `file` is or would be in, and its path there; raises UsageError."""
    above = Path(file.parent)
    while not above.is_dir():
        above = above.parent
    repository = open_repository(above)
    if repository.root is None:
        raise UsageError(
            f"{above} is in a bare repository.", hint="Name the repository: --in REPOSITORY"
        )
    root = repository.root.resolve()
    full = above.resolve() / file.relative_to(above)
    try:
        inner = full.relative_to(root)
    except ValueError:
        raise UsageError(f"{file} is not in the repository {root}.") from None
    for parent in (inner, *inner.parents):  # itself: a folder is asked for as well
        if repository.entry(str(parent / ".copier-answers.yml")):
            project = open_project(root / parent)
            return project, inner.relative_to(parent).as_posix()
    project = open_project(root)  # says why there is none
    if project.folder:
        raise UsageError(f"{file} is in no project of {root}.", hint=f"One is in {project.place}")
    return project, inner.as_posix()


def explain(project: ProjectFolder, path: str, editions: Editions) -> Explanation:
    """What stands behind `path`, a file or a folder ('.': the whole project).

    Raises AnswerError, TemplateError or GitError.
    """
    recorded = project.recorded
    template = editions.open(recorded.source, recorded.version)
    stand = stand_of(template, recorded)
    newest = editions.open(recorded.source)
    if (governed := _governed_in(project, stand, path)) is not None:
        called = template.edition.source.alias or template.edition.source.url
        return Explanation(
            path, State.FOLDER, called, stand.version, newest.edition.version, governed=governed
        )
    past, dropped = _past(path, stand, newest, editions, recorded)
    values = stand.answers.values
    side = side_of(stand.answers)
    newer, asks = _newer(path, stand, newest, recorded)
    listed = project.repository.files(project.folder)
    paths = [found.removeprefix(project.path("")) for found, _ in listed]
    team, maintainers = people_of(values, side)
    source = _source(stand, path)
    return Explanation(
        path,
        _state(project, stand, path, is_given=bool(source), dropped=dropped),
        template.edition.source.alias or template.edition.source.url,
        stand.version,
        newest.edition.version,
        source,
        newer,
        asks,
        past,
        tuple(checks_of(path, paths, side, is_given=path in stand.files)),
        team,
        maintainers,
        _office(values),
    )


def _governed_in(
    project: ProjectFolder, stand: Stand, path: str
) -> tuple[tuple[str, State], ...] | None:
    """The files of the template in the folder at `path`; None where there is no such folder."""
    folder = "" if path == "." else path
    given = sorted(it for it in stand.files if not folder or it.startswith(f"{folder}/"))
    full = project.path(folder).rstrip("/")
    is_file = path in stand.files or project.repository.entry(full)
    if is_file or not (given or project.repository.is_folder(full)):
        return None
    return tuple((it, _state(project, stand, it, is_given=True, dropped=False)) for it in given)


def _state(
    project: ProjectFolder, stand: Stand, path: str, *, is_given: bool, dropped: bool
) -> State:
    entry = project.repository.entry(project.path(path))
    given = stand.files.get(path)
    if given is not None:
        if entry is None:
            return State.MISSING
        return State.GIVEN if is_same(given, entry) else State.EDITED
    if entry is None:
        return State.NOWHERE
    if is_given or _is_kept(stand.answers.values, path):
        return State.KEPT
    return State.DROPPED if dropped else State.OWN


def _is_kept(values: Mapping[str, Any], path: str) -> bool:
    kept = values.get("keep_ours")
    lines = [str(line) for line in kept] if isinstance(kept, list) else []
    return PathSpec.from_lines("gitignore", lines).match_file(path)


def _source(stand: Stand, path: str) -> str:
    """The file of the template that it comes from, also where `keep_ours` holds it off."""
    values = {**stand.answers.values, "keep_ours": []}
    try:
        return stand.template.renderer.sources(values, stand.answers.stored).get(path, "")
    except UnsupportedTemplateError:
        return ""  # copier renders it, and does not tell


def _past(
    path: str, stand: Stand, newest: OpenTemplate, editions: Editions, recorded: Recorded
) -> tuple[Past, bool]:
    """Its past up to the recorded version, and whether an earlier one gave it and this does not."""
    numbered = ((parse_version(tag), tag) for tag in list_tags(newest.edition.mirror))
    tags = [tag for _, tag in sorted((number, tag) for number, tag in numbered if number)]
    until = tags[: tags.index(stand.version)] if stand.version in tags else []
    renderings = [*_renderings(until[-_MOST:], editions, recorded), (stand.version, stand.files)]
    text = next(filter(None, map(newest.tree.read, FILES)), b"")
    past = find_past(path, renderings, read_changes(text.decode(errors="replace")))
    return past, path not in stand.files and any(path in files for _, files in renderings)


def _renderings(
    versions: list[str], editions: Editions, recorded: Recorded
) -> Iterator[tuple[str, Files]]:
    for version in versions:
        try:
            files = _rendered(editions.open(recorded.source, version), recorded)
        except (AnswerError, TemplateError):
            continue  # an old version that today's answers do not fit tells nothing
        yield version, files


def _rendered(template: OpenTemplate, recorded: Recorded) -> Mapping[str, FileContent]:
    answers = complete(template.evaluator, {}, str, use_defaults=True, recorded=recorded.answers)
    return render_stand(template, answers, recorded.source).files


def _newer(
    path: str, stand: Stand, newest: OpenTemplate, recorded: Recorded
) -> tuple[str, tuple[str, ...]]:
    """What the newest version does to it; where that waits for answers, the questions instead."""
    try:
        old, new = stand.files.get(path), _rendered(newest, recorded).get(path)
    except MissingAnswersError as waits:
        return "", tuple(waits.refusals)
    if old == new:
        return "", ()
    return "drops it" if new is None else "adds it" if old is None else "changes it", ()


def _office(values: Mapping[str, Any]) -> str:
    """Who answers for the template's words: the OSPO, where the organisation says how to ask it."""
    facts = values.get("organisation")
    internal = facts.get("internal") if isinstance(facts, dict) else None
    if not isinstance(internal, dict) or not internal.get("ospo_contact"):
        return ""
    return f"{internal.get('ospo_name') or 'OSPO'}, {internal['ospo_contact']}"
