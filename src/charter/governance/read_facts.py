"""Reads what is known of a repository: its objects at HEAD, and what its template gives for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from posixpath import dirname, join, normpath
from typing import Any

from charter.contents import Entry
from charter.errors import AnswerError
from charter.governance.around import read_around
from charter.governance.contradiction import COMPONENT, find_contradiction, owners_in
from charter.governance.drift import blob_id, find_behind, find_drift
from charter.governance.facts import Drift, Problem, RepoFacts
from charter.governance.find import Ungoverned
from charter.governance.kinds import WAIVERS, Places, places_of
from charter.governance.table import BY_ID
from charter.governance.waivers import LARGEST as LARGEST_WAIVERS
from charter.governance.waivers import Waivers, parse_waivers
from charter.model import SYMLINK, Maintainer, Visibility, parse_maintainers
from charter.objects import SUBMODULE, Repository
from charter.template.editions import Editions
from charter.template.interview import complete
from charter.template.open import OpenTemplate
from charter.template.project import Files, ProjectFolder, Stand, render_stand, side_of, stand_of
from charter.template.recorded import Recorded
from charter.template.versions import parse_version

Told = Callable[[str, str], str]  # team and name → the visibility that the catalog tells, or ''
LARGEST = 512 * 1024  # bytes of a text: who writes more is read so far
_HOPS = 5
# what an adoption writes where governed texts link to a page that the team keeps elsewhere
_POINTER = re.compile(r"# [^\n]+\n\nThis is in \[[^\]\n]*\]\(([^()#\s]+)\)\.\n?")
_SHORT = 500


@dataclass(frozen=True)
class Subject:
    """What is judged, and what it is called: its facts, name and versions."""

    facts: RepoFacts
    name: str = ""
    team: str = ""
    version: str = ""
    newest: str = ""


def read_facts(
    project: ProjectFolder | Ungoverned, editions: Editions, told: Told, today: date
) -> Subject:
    """Everything that the checks may see; raises AnswerError, TemplateError or GitError."""
    if isinstance(project, Ungoverned):
        return Subject(RepoFacts(ungoverned=project.why, today=today))
    source = project.recorded.source
    head = _head(project.repository, project.folder)
    try:
        stand = stand_of(editions.open(source, project.recorded.version), project.recorded)
    except AnswerError:
        if found := find_contradiction(project):  # of which those answers may be the consequence
            return _contradicting(project, found.answered, head, today)
        raise
    newest = editions.open(source)
    made_once = stand.creates_only
    drift = [*find_drift(stand.files, head, unnamed=project.answers_file, made_once=made_once)]
    if _is_newer(newest.edition.version, stand.version):
        drift += _behind(project, stand, newest, head)
    values, side = stand.answers.values, side_of(stand.answers)
    name = str(values.get("name") or "")
    team, maintainers = people_of(values, side)
    paths = frozenset(head)
    edited = [it.path for it in drift if it.problem is Problem.EDITED]
    at_head = _Texts(project.repository, head, stand.files)
    texts, pointers = at_head.read(places_of(paths), edited)
    facts = RepoFacts(
        visibility=side,
        is_candidate=side is Visibility.OPENSOURCE and not values.get("publication_date"),
        license=str(values.get("license") or "") if side is Visibility.OPENSOURCE else "",
        owner=_owner(stand.files),
        maintainers=maintainers,
        paths=paths,
        given=frozenset(stand.files),
        texts=texts,
        pointers=pointers,
        drift=tuple(drift),
        catalog=told(team, name),
        around=read_around(project.repository, project.folder),
        waivers=_waivers(project.repository, head),
        today=today,
    )
    return Subject(facts, name, team, stand.version, newest.edition.version)


def _owner(rendered: Files) -> str:
    component = rendered.get(COMPONENT)
    owners = owners_in(component.data.decode(errors="replace")) if component else []
    return owners[0][0] if owners else ""


def _contradicting(
    project: ProjectFolder, side: Visibility, head: Mapping[str, Entry], today: date
) -> Subject:
    """What can be said of a repository whose answers are of the other side than its files."""
    paths = frozenset(head)
    texts, pointers = _Texts(project.repository, head, {}).read(places_of(paths))
    answers = project.recorded.answers
    facts = RepoFacts(
        visibility=side,
        paths=paths,
        texts=texts,
        pointers=pointers,
        waivers=_waivers(project.repository, head),
        today=today,
    )
    return Subject(facts, str(answers.get("name") or ""), version=project.recorded.version)


def _head(repository: Repository, folder: str) -> dict[str, Entry]:
    if not folder:
        return dict(repository.files())
    above = len(folder) + 1
    return {path[above:]: entry for path, entry in repository.files(folder)}


def _is_newer(newest: str, recorded: str) -> bool:
    """Whether there is something to catch up with; a commit may be older than any version."""
    if newest == recorded:
        return False
    new, old = parse_version(newest), parse_version(recorded)
    return new is None or old is None or new > old


def _behind(
    project: ProjectFolder, stand: Stand, newest: OpenTemplate, head: Mapping[str, Entry]
) -> tuple[Drift, ...]:
    recorded, version = project.recorded, newest.edition.version
    answers = stand.answers
    try:
        if not (answers.left_to_copier or asks_the_same(stand, newest, recorded)):
            evaluator = newest.evaluator
            answers = complete(evaluator, {}, str, use_defaults=True, recorded=recorded.answers)
        then = render_stand(newest, answers, recorded.source, like=stand.made)
    except AnswerError as waits:
        return (Drift("", Problem.BEHIND, f"{version} asks something new: {waits.message}"),)
    unnamed, made_once = project.answers_file, then.creates_only
    found = find_behind(stand.files, then.files, head, version=version, unnamed=unnamed)
    return tuple(it for it in found if not (it.path in head and made_once(it.path)))


def asks_the_same(stand: Stand, newest: OpenTemplate, recorded: Recorded) -> bool:
    """Whether the answers of the recorded version are those of the newest, nothing being open."""
    is_all_answered = stand.answers.said.keys() == recorded.answers.keys()
    return is_all_answered and stand.template.configuration == newest.configuration


def people_of(values: Mapping[str, Any], side: Visibility) -> tuple[str, tuple[Maintainer, ...]]:
    """The team and the maintainers that the answers name on this side."""
    before = "" if side is Visibility.INNERSOURCE else "public_"
    team, said = str(values.get(f"{before}team") or ""), values.get(f"{before}maintainers")
    try:
        return team, parse_maintainers(said) if isinstance(said, str) and said.strip() else ()
    except ValueError:
        return team, ()  # another template may write them in another way


def _waivers(repository: Repository, head: Mapping[str, Entry]) -> Waivers:
    entry = head.get(WAIVERS)
    if entry is None:
        return Waivers()
    if entry.mode in (SYMLINK, SUBMODULE):
        return Waivers(problems=("it is not a plain file",))
    return parse_waivers(repository.blob(entry.id)[: LARGEST_WAIVERS + 1], BY_ID)


@dataclass(frozen=True)
class _Texts:
    """Reads the files that checks look at; one that is as rendered is not read again."""

    repository: Repository
    head: Mapping[str, Entry]
    rendered: Files

    def read(
        self, places: Places, edited: Iterable[str] = ()
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Path → text; and of a page that only says where the text is, path → that place.

        What was `edited` is read whatever it is: a merge may have left its marks there.
        """
        own = (path for path in places.issue_templates if path not in self.rendered)
        texts = dict(self._each({*places.worth_reading, *own, *edited}))
        pointers = {}
        for path, text in texts.items():
            if len(text) < _SHORT and (points := _POINTER.fullmatch(text)):
                pointers[path] = normpath(join(dirname(path), points[1]))
        return texts | dict(self._each(pointers.values())), pointers

    def _each(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        for path in paths:
            entry = self._followed(path)
            if entry is not None:
                yield path, self._bytes(path, entry)[:LARGEST].decode(errors="replace")

    def _bytes(self, path: str, entry: Entry) -> bytes:
        known = self.rendered.get(path)
        if known is not None and entry.id == blob_id(known.data):
            return known.data
        return self.repository.blob(entry.id)

    def _followed(self, path: str) -> Entry | None:
        """What a link leads to within the project; None where that is nothing, or outside."""
        for _ in range(_HOPS):
            entry = self.head.get(path)
            if entry is None or entry.mode != SYMLINK:
                return None if entry is None or entry.mode == SUBMODULE else entry
            aim = self.repository.blob(entry.id)[:4096].decode(errors="replace")
            path = normpath(join(dirname(path), aim))
        return None
