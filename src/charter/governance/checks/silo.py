"""The three without which an open repository stays a silo: maintainers, review, a guide."""

from __future__ import annotations

from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, WARNING, Check, Found
from charter.governance.code_owners import default_owners
from charter.governance.facts import RepoFacts
from charter.governance.promises import promises_a_time
from charter.governance.sources import SILO, TRUSTED

_SHORTEST = 200  # characters of prose: less than that guides nobody


def _nobody(repo: RepoFacts) -> Iterator[Found]:
    if not (repo.maintainers or default_owners(repo.text("codeowners"))):
        yield Found("nobody is named: not in the answers, not as a code owner")


def _alone(repo: RepoFacts) -> Iterator[Found]:
    people = {person.handle.casefold() for person in repo.maintainers}
    if len(people) == 1:
        yield Found(f"@{next(iter(people))} is the only maintainer")


def _no_review(repo: RepoFacts) -> Iterator[Found]:
    guides = [it for kind in ("contributing", "governance") if (it := repo.document(kind))]
    if not guides:
        return
    if not any("review" in it.small for it in guides):
        yield Found("no word about who reviews a change", guides[0].path)
    elif not any(promises_a_time(it.small) for it in guides):
        yield Found("no time within which a change is reviewed", guides[0].path)


def _no_guide(repo: RepoFacts) -> Iterator[Found]:
    guide = repo.document("contributing")
    if guide is None:
        yield Found("there is no CONTRIBUTING.md", repo.path("contributing"))
    elif len(guide.prose.strip()) < _SHORTEST:
        yield Found(f"it says less than {_SHORTEST} characters", guide.path)


CHECKS = (
    Check(
        "SILO-1",
        "Names its maintainers",
        "Name them in every file at once: charter maintainers add",
        ERROR,
        BOTH,
        SILO,
        _nobody,
        ("codeowners",),
    ),
    Check(
        "SILO-2",
        "Says who reviews, and by when",
        "Write into CONTRIBUTING.md who reviews a change and within how many days",
        ERROR,
        BOTH,
        SILO,
        _no_review,
        ("contributing", "governance"),
    ),
    Check(
        "SILO-3",
        "Has a contribution guide",
        "Write CONTRIBUTING.md: get it, change it, test it, propose it",
        ERROR,
        BOTH,
        SILO,
        _no_guide,
        ("contributing",),
    ),
    Check(
        "SILO-4",
        "Does not depend on one person",
        "Win a second maintainer: charter maintainers add",
        WARNING,
        BOTH,
        TRUSTED,
        _alone,
    ),
)
