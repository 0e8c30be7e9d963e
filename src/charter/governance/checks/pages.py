"""Whether the pages are there that people look for by name."""

from __future__ import annotations

from collections.abc import Iterator

from charter.governance.check import BOTH, INTERNAL, WARNING, Check, Finds, Found
from charter.governance.facts import RepoFacts
from charter.governance.sources import COMMUNICATION, COMMUNITY, osps


def _no_file(kind: str, name: str) -> Finds:
    def finds(repo: RepoFacts) -> Iterator[Found]:
        if repo.document(kind) is None:
            found = repo.path(kind)
            yield Found("it is empty" if found else f"there is no {name}", found)

    return finds


CHECKS = (
    Check(
        "DOC-10",
        "Says what support to expect",
        "Write SUPPORT.md: where to ask, and what to expect until when",
        WARNING,
        BOTH,
        osps("DO-04.01"),
        _no_file("support", "SUPPORT.md"),
        ("support",),
    ),
    Check(
        "DOC-11",
        "Says where news and warnings are told",
        "Write COMMUNICATION.md: outages, releases and breaking changes",
        WARNING,
        INTERNAL,
        COMMUNICATION,
        _no_file("communication", "COMMUNICATION.md"),
        ("communication",),
    ),
    Check(
        "DOC-12",
        "Keeps a changelog",
        "Write CHANGELOG.md, newest version first",
        WARNING,
        BOTH,
        osps("BR-04.01"),
        _no_file("changelog", "CHANGELOG.md"),
        ("changelog",),
    ),
    Check(
        "DOC-13",
        "Has a code of conduct",
        "Write CODE_OF_CONDUCT.md, or refer to the organisation's",
        WARNING,
        BOTH,
        COMMUNITY,
        _no_file("conduct", "CODE_OF_CONDUCT.md"),
        ("conduct",),
    ),
    Check(
        "DOC-14",
        "Says how decisions are made",
        "Write GOVERNANCE.md: roles, and who decides what",
        WARNING,
        BOTH,
        osps("GV-01.02"),
        _no_file("governance", "GOVERNANCE.md"),
        ("governance",),
    ),
)
