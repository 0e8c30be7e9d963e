"""Checks repositories, one or ten thousand: on all cores, and one that is broken stops no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from charter.errors import AnswerError, CharterError
from charter.governance.find import Ungoverned, Unreadable, open_projects
from charter.governance.read_facts import Told, read_facts
from charter.governance.verdict import Verdict, judge
from charter.objects import UNREADABLE, leave_settings_unread
from charter.template.editions import Editions
from charter.template.project import ProjectFolder
from charter.template.recorded import NoVersionError
from charter.template.renderer import ANSWERS_FILE

_FEW = 32  # that many are done before a second process has started
_MOST = 32  # that a process is given at once
_HERE = 6  # by then everything is warm: compiled, kept, and looked up by Python


@dataclass(frozen=True)
class Row:
    """What became of one project; with an `error` it could not be checked, and `hint` says on."""

    place: str
    folder: str = ""
    name: str = ""
    visibility: str = ""
    version: str = ""
    newest: str = ""
    head: str = ""
    verdict: Verdict = field(default_factory=Verdict)
    error: str = ""
    hint: str = ""

    @property
    def is_governed(self) -> bool:
        return bool(self.version)


@dataclass(frozen=True)
class Bench:
    """What every repository is judged with."""

    editions: Editions
    told: Told
    today: date
    allowed: frozenset[str] = frozenset()
    answers_file: str = ANSWERS_FILE

    def check(self, path: Path) -> list[Row]:
        """A row for each project there; what cannot be read is a row with its error."""
        rows: list[Row] = []
        try:
            rows.extend(
                self._row(project, path) for project in open_projects(path, self.answers_file)
            )
        except CharterError as failure:
            rows.append(Row(str(path), error=failure.message, hint=failure.hint))
        except UNREADABLE as failure:
            said = str(failure) or type(failure).__name__
            rows.append(Row(str(path), error=f"the repository cannot be read: {said}"))
        return rows

    def _row(self, project: ProjectFolder | Ungoverned | Unreadable, path: Path) -> Row:
        head, folder = project.repository.head, project.folder
        if isinstance(project, Unreadable):
            hint = self._hint(project.failure)
            return Row(str(path), folder, head=head, error=project.failure.message, hint=hint)
        try:
            subject = read_facts(project, self.editions, self.told, self.today)
        except CharterError as failure:
            return Row(str(path), folder, head=head, error=failure.message, hint=failure.hint)
        return Row(
            str(path),
            folder,
            subject.name or path.resolve().name.removesuffix(".git"),
            subject.facts.visibility if subject.version else "",
            subject.version,
            subject.newest,
            head,
            judge(subject.facts, allowed=self.allowed),
        )

    def _hint(self, failure: AnswerError) -> str:
        if not isinstance(failure, NoVersionError):
            return failure.hint
        try:
            return failure.hint_of(self.editions.open(failure.source).edition.version)
        except CharterError:
            return failure.hint  # that its template is not there either is told next time


def check_many(paths: Sequence[Path], bench: Bench, *, processes: int = 0) -> Iterator[list[Row]]:
    """The rows of each path, in the order of the paths, as soon as they are there.

    The first are checked here, before processes are forked: their template is fetched and compiled
    with the first, its newest version compared with theirs at the second, once for all; and what is
    touched first in a forked process is copied there.
    """
    yield from map(bench.check, paths[:_HERE])
    rest = paths[_HERE:]
    processes = processes or os.cpu_count() or 1
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    if len(rest) < _FEW or processes == 1 or not can_fork:
        yield from map(bench.check, rest)
        return
    done = 0
    with _pool(processes, bench, rest) as pool:
        try:
            for several in pool.map(_check, _shares(len(rest), processes)):
                yield from several
                done += len(several)
        except BrokenProcessPool:
            pass  # a repository that kills its process, or the system did, for want of memory
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    yield from _one_by_one(rest[done:], bench)


def _shares(number: int, processes: int) -> Iterator[range]:
    """Smaller ones towards the end, so that no process waits long for another."""
    start = 0
    while start < number:
        size = min(_MOST, (number - start) // (4 * processes) + 1)
        yield range(start, start + size)
        start += size


def _one_by_one(paths: Sequence[Path], bench: Bench) -> Iterator[list[Row]]:
    """The slow way, after a process has died: whichever it was is named, and the rest goes on."""
    pool: ProcessPoolExecutor | None = None
    for number, path in enumerate(paths):
        pool = pool or _pool(1, bench, paths)
        try:
            yield from pool.submit(_check, range(number, number + 1)).result()
        except BrokenProcessPool:
            pool = None
            yield [Row(str(path), error="checking it ended the process that did so.")]
    if pool:
        pool.shutdown()


def _pool(processes: int, bench: Bench, paths: Sequence[Path]) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(processes, context, _begin, (bench, paths))


_work: tuple[Bench, Sequence[Path]] | None = None


def _begin(bench: Bench, paths: Sequence[Path]) -> None:
    global _work  # noqa: PLW0603 - what a process of the pool works with
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asked hears Ctrl-C, once
    leave_settings_unread()
    _work = bench, paths


def _check(share: range) -> list[list[Row]]:
    assert _work is not None  # noqa: S101 - set as the process begins
    bench, paths = _work
    return [bench.check(paths[number]) for number in share]
