"""Whether what must stay private reaches the right people, and terms are clear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, PUBLIC, WARNING, Check, Found
from charter.governance.facts import RepoFacts
from charter.governance.promises import promises_a_time
from charter.governance.sources import COMMUNITY, osps

_CONTACT = re.compile(r"@[a-z0-9-]|https?://")
_PLAIN = re.compile(r"http://(?!localhost|127\.|\[::1\]|www\.w3\.org/|www\.apache\.org/)[\w.-]+")
_TERMS = (
    *("signed-off-by", "developer certificate of origin", "contributor license", "inbound"),
    *("contributor licence", "under the same", "under the project", "license it as", "licensed as"),
)
_AGREEMENTS = (re.compile(r"dco\b"), re.compile(r"cla\b"))


def _no_policy(repo: RepoFacts) -> Iterator[Found]:
    if repo.document("security") is None:
        path = repo.path("security")
        yield Found("it is empty" if path else "there is no SECURITY.md", path)


def _no_contact(repo: RepoFacts) -> Iterator[Found]:
    policy = repo.document("security")
    if policy and not _CONTACT.search(policy.small):
        yield Found("it names no private way to report", policy.path)


def _no_time(repo: RepoFacts) -> Iterator[Found]:
    policy = repo.document("security")
    if policy and not promises_a_time(policy.small):
        yield Found("it promises no time", policy.path)


def _conduct_without_contact(repo: RepoFacts) -> Iterator[Found]:
    conduct = repo.document("conduct")
    if conduct and not (
        _CONTACT.search(conduct.small) or "report" in conduct.small or "contact" in conduct.small
    ):
        yield Found("it does not say to whom", conduct.path)


def _plain_addresses(repo: RepoFacts) -> Iterator[Found]:
    for page in repo.documents:
        if "http://" in page.prose:
            for match in _PLAIN.finditer(page.prose):
                yield Found(f"{match[0]} is not encrypted", page.path, page.line_of(match.start()))


def _no_agreement(repo: RepoFacts) -> Iterator[Found]:
    guide = repo.document("contributing")
    if guide and not (
        any(term in guide.small for term in _TERMS)
        or any(name.search(guide.small) for name in _AGREEMENTS)
    ):
        yield Found("it does not say under which terms a contribution comes in", guide.path)


CHECKS = (
    Check(
        "SEC-1",
        "Has a security policy",
        "Write SECURITY.md: how to report in private, and what happens then",
        ERROR,
        BOTH,
        osps("VM-02.01"),
        _no_policy,
        ("security",),
    ),
    Check(
        "SEC-2",
        "A vulnerability can be reported in private",
        "Name an address or a private form in SECURITY.md",
        ERROR,
        BOTH,
        osps("VM-03.01"),
        _no_contact,
        ("security",),
    ),
    Check(
        "SEC-3",
        "The security policy says by when it is answered",
        "Promise a number of days in SECURITY.md",
        WARNING,
        BOTH,
        osps("VM-01.01"),
        _no_time,
        ("security",),
    ),
    Check(
        "SEC-4",
        "Misconduct can be reported",
        "Name a contact in CODE_OF_CONDUCT.md",
        WARNING,
        BOTH,
        COMMUNITY,
        _conduct_without_contact,
        ("conduct",),
    ),
    Check(
        "SEC-5",
        "Every address is encrypted",
        "Write https:// instead",
        WARNING,
        PUBLIC,
        osps("BR-03.01"),
        _plain_addresses,
        ("prose",),
    ),
    Check(
        "SEC-6",
        "Says under which terms a contribution comes in",
        "Say in CONTRIBUTING.md: DCO, CLA, or as the project is licensed",
        WARNING,
        PUBLIC,
        osps("LE-01.01"),
        _no_agreement,
        ("contributing",),
    ),
)
