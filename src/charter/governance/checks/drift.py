"""Whether a repository is as its template has it."""

from __future__ import annotations

from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, NOTE, Check, Finds, Found
from charter.governance.facts import Problem, RepoFacts
from charter.governance.sources import CHARTER


def _drift(problem: Problem) -> Finds:
    def finds(repo: RepoFacts) -> Iterator[Found]:
        return (Found(it.why, it.path) for it in repo.drift if it.problem is problem)

    return finds


def _ungoverned(repo: RepoFacts) -> Iterator[Found]:
    if repo.ungoverned:
        yield Found(repo.ungoverned)


UNGOVERNED = "DR-1"
CHECKS = (
    Check(
        UNGOVERNED,
        "Is under a charter",
        "Bring it under one: charter adopt",
        ERROR,
        BOTH,
        CHARTER,
        _ungoverned,
    ),
    Check(
        "DR-2",
        "Is in step with the newest template version",
        "Take the newer version: charter update",
        ERROR,
        BOTH,
        CHARTER,
        _drift(Problem.BEHIND),
    ),
    Check(
        "DR-3",
        "Holds every file of its template version",
        "Restore it from git's history, or mean it: charter update --keep FILE",
        ERROR,
        BOTH,
        CHARTER,
        _drift(Problem.MISSING),
    ),
    Check(
        "DR-4",
        "The team has edited nothing that the template gives",
        "Nothing to do: it is the team's right, and updates merge around it",
        NOTE,
        BOTH,
        CHARTER,
        _drift(Problem.EDITED),
    ),
)
