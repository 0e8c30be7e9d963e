"""A folder of repositories → what each tells the catalog; one that is broken stops no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from charter.catalog.address import of_remote, without_secret
from charter.catalog.describe import COMPONENT, FILES, describe
from charter.catalog.entry import Entry
from charter.catalog.exchange.told import Told
from charter.errors import CharterError, UsageError
from charter.git import remote_url
from charter.governance.contradiction import LABEL, find_contradiction
from charter.governance.find import (
    Ungoverned,
    Unreadable,
    find_repositories,
    is_repository,
    open_projects,
)
from charter.objects import UNREADABLE, Repository
from charter.scaffold.adopt.evidence import read_evidence
from charter.scaffold.adopt.guess_remote import read_facts
from charter.scaffold.adopt.guesses import find_guesses
from charter.scaffold.adopt.silo import OwnNames, silo_of
from charter.scaffold.adopt.subject import Subject
from charter.template.project import ProjectFolder

_ANSWERED = "visibility"


def take_stock(folder: Path) -> Iterator[Told]:
    """What HEAD of each repository says: as `charter register` would tell it, or as a silo.

    Nothing is fetched and nobody is asked. Raises UsageError where there is no repository.
    """
    places = [folder] if is_repository(folder) else find_repositories(folder)
    if not places:
        raise UsageError(f"{folder} holds no repository, nor do the folders in it.")
    names = OwnNames()
    for place in places:
        shown = place.name if place == folder else place.relative_to(folder).as_posix()
        try:
            for project in open_projects(place):
                told = _told(shown, place, project)
                if told.entry and told.entry.siloed:
                    named = names.name(told.entry, place.resolve() / project.folder)
                    told = replace(told, entry=named)
                yield told
        except CharterError as wrong:
            yield Told(shown, problem=wrong.message)
        except UNREADABLE as wrong:
            said = str(wrong) or type(wrong).__name__
            yield Told(shown, problem=f"the repository cannot be read: {said}")


def _told(shown: str, place: Path, project: ProjectFolder | Ungoverned | Unreadable) -> Told:
    repository, folder = project.repository, project.folder
    shown = f"{shown}/{folder}" if folder else shown
    if isinstance(project, Unreadable):
        return Told(shown, problem=project.failure.message)
    texts = _texts(repository, folder)
    # a folder of a repository has no address of its own
    at = repository.root or repository.folder
    remote = "" if folder else without_secret(remote_url(at))
    try:
        if isinstance(project, Ungoverned) and COMPONENT not in texts:
            return Told(shown, _silo(place, project, remote))
        if isinstance(project, ProjectFolder) and (found := find_contradiction(project)):
            return Told(
                shown,
                problem=f"its answers say {found.answered}, and its {COMPONENT} {found.described}.",
            )
        entry = describe(texts, remote)
    except CharterError as wrong:
        return Told(shown, problem=wrong.message)
    answered = isinstance(project, ProjectFolder) and _ANSWERED in project.recorded.answers
    says = answered or bool(LABEL.search(texts.get(COMPONENT, "")))
    return Told(shown, entry, says_visibility=says, is_own_word=True)


def _texts(repository: Repository, folder: str) -> dict[str, str]:
    above = f"{folder}/" if folder else ""
    found = {name: repository.read(f"{above}{name}") for name in FILES}
    return {
        name: content.data.decode("utf-8-sig", errors="replace")
        for name, content in found.items()
        if content is not None
    }


def _silo(place: Path, project: Ungoverned, remote: str) -> Entry:
    subject = Subject(project.repository, project.folder, place.resolve().name.removesuffix(".git"))
    evidence = read_evidence(subject, everybody_reads=lambda _: False)
    guesses = find_guesses(evidence, read_facts(None), {}).guesses
    known = {one.question: one.value for one in guesses}
    return silo_of(known, name=subject.name, url=of_remote(remote), reason=project.why)
