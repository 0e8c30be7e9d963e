"""Whether a reader always knows who may see this, and hears the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, INTERNAL, PUBLIC, WARNING, Check, Found
from charter.governance.contradiction import LABEL
from charter.governance.facts import RepoFacts
from charter.governance.sources import CHARTER, PORTAL
from charter.model import Visibility

_HEAD = 2500  # characters: where a reader looks first
_INTERNAL = re.compile(
    r"\bINTERNAL\b|(?i:\binner[ -]?source\b|\binternal (?:only|use|and proprietary)\b)"
)
_SIGNS = ("nternal", "nner")  # of it in lower case, without letters that others are taken for
_BANNER = re.compile(r"^>?[ \t]*(?:\*\*)?INTERNAL\b", re.MULTILINE)
_CANDIDATE = re.compile(r"\bcandidate for publication\b", re.IGNORECASE)
_SIGN = "date for publ"
_LABEL = "charter.dev/visibility"


def _head(repo: RepoFacts) -> str:
    readme = repo.document("readme")
    return readme.unfenced[:_HEAD] if readme else ""


def _may_say(repo: RepoFacts, *signs: str) -> bool:
    """Whether to look closer, which takes far longer."""
    readme = repo.document("readme")
    return readme is not None and any(map(readme.small.__contains__, signs))


def _not_told_internal(repo: RepoFacts) -> Iterator[Found]:
    if (head := _head(repo)) and not (_may_say(repo, *_SIGNS) and _INTERNAL.search(head)):
        yield Found("it does not say at its top that this is internal", repo.path("readme"))


def _not_told_candidate(repo: RepoFacts) -> Iterator[Found]:
    head = _head(repo)
    if head and repo.is_candidate and not _CANDIDATE.search(head):
        yield Found("it does not say that this is only a candidate", repo.path("readme"))


def _contradicting(repo: RepoFacts) -> Iterator[Found]:
    """Files that tell another visibility than the answers."""
    component = repo.text("component")
    label = LABEL.search(component) if _LABEL in component else None
    if label and label[1].lower() != repo.visibility:
        said = f"it says {label[1].lower()}, the answers say {repo.visibility}"
        yield Found(said, repo.path("component"), component.count("\n", 0, label.start(1)) + 1)
    if repo.visibility is Visibility.OPENSOURCE and (listing := repo.path("listing")):
        yield Found("it lists a public repository as InnerSource", listing)
    yield from _readme_contradicting(repo)


def _readme_contradicting(repo: RepoFacts) -> Iterator[Found]:
    head, is_public = _head(repo), repo.visibility is Visibility.OPENSOURCE
    is_told = not repo.is_candidate and _may_say(repo, _SIGN)
    told = [(_CANDIDATE, "a candidate for publication")] if is_told else []
    told += [(_BANNER, "INTERNAL")] if is_public else []
    answered = repo.visibility if repo.is_candidate or not is_public else "published"
    for words, what in told:
        if match := words.search(head):
            line = head.count("\n", 0, match.start()) + 1
            said = f"it says {what}, the answers say {answered}"
            yield Found(said, repo.path("readme"), line)


def _told_otherwise(repo: RepoFacts) -> Iterator[Found]:
    if repo.catalog and repo.catalog != repo.visibility:
        yield Found(f"the catalog says {repo.catalog}, the answers say {repo.visibility}")


def _not_listed(repo: RepoFacts) -> Iterator[Found]:
    if not (repo.path("component") or repo.path("listing")):
        yield Found("there is neither catalog-info.yaml nor innersource.json")


CHECKS = (
    Check(
        "VIS-1",
        "The README says at its top that it is internal",
        "Begin README.md with a banner: INTERNAL, and who may see it",
        ERROR,
        INTERNAL,
        CHARTER,
        _not_told_internal,
        ("readme",),
    ),
    Check(
        "VIS-2",
        "The README says that it is not released yet",
        "Say at its top: candidate for publication, keep it private until the OSPO has approved it",
        ERROR,
        PUBLIC,
        CHARTER,
        _not_told_candidate,
        ("readme",),
    ),
    Check(
        "VIS-3",
        "Every file tells the same visibility as the answers",
        "Correct the file; to change sides: ask the OSPO; a later version brings charter publish "
        "request",
        ERROR,
        BOTH,
        CHARTER,
        _contradicting,
        ("readme", "component", "listing"),
    ),
    Check(
        "VIS-4",
        "The catalog tells the same visibility as the answers",
        "Bring its entry up to date: charter register",
        ERROR,
        BOTH,
        CHARTER,
        _told_otherwise,
    ),
    Check(
        "VIS-5",
        "Describes itself for the portal",
        "Add catalog-info.yaml or innersource.json",
        WARNING,
        INTERNAL,
        PORTAL,
        _not_listed,
        ("component", "listing"),
    ),
)
