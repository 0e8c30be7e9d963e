"""Whether the terms are there, are the right ones for who may see it, and are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, INTERNAL, PUBLIC, WARNING, Check, Found
from charter.governance.facts import RepoFacts
from charter.governance.licence_words import is_text_of, open_licence_in
from charter.governance.sources import LICENSE, OSI, REUSE, osps

_NAMED = re.compile(r"^SPDX-License-Identifier[ \t]*=[ \t]*\"([^\"\n]{1,200})\"", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9.+-]+")
_JOINED = frozenset({"AND", "OR", "WITH"})
_SAID = re.compile(r"licen[cs]e", re.IGNORECASE)
_PROPRIETARY = re.compile(r"LicenseRef-|\bproprietary\b|\ball rights reserved\b", re.IGNORECASE)


def _no_licence(repo: RepoFacts) -> Iterator[Found]:
    path = repo.path("license")
    if not any(text.strip() for text in repo.licences.values()):
        yield Found("it is empty" if path else "there is no LICENSE", path)


def _open_inside(repo: RepoFacts) -> Iterator[Found]:
    for path, text in repo.licences.items():
        if licence := open_licence_in(text):
            yield Found(f"it grants the world an open source licence ({licence})", path)


def _not_as_answered(repo: RepoFacts) -> Iterator[Found]:
    texts = {path: text for path, text in repo.licences.items() if text.strip()}
    if repo.license:
        if texts and not any(is_text_of(repo.license, text) for text in texts.values()):
            yield Found(f"it is not the text of {repo.license}", next(iter(texts)))
    elif not any(map(open_licence_in, texts.values())):
        closed = (path for path, text in texts.items() if _PROPRIETARY.search(text))
        yield from (Found("it is a proprietary notice", path) for path in closed)


def _no_reuse(repo: RepoFacts) -> Iterator[Found]:
    if not repo.path("reuse"):
        yield Found("there is no REUSE.toml")


def _no_text(repo: RepoFacts) -> Iterator[Found]:
    path = repo.path("reuse")
    named = {
        word for found in _NAMED.findall(repo.text("reuse")) for word in _ID.findall(found)
    } - _JOINED
    for name in sorted(named):
        if f"LICENSES/{name}.txt" not in repo.paths:
            yield Found(f"LICENSES/{name}.txt is not there", path)


def _unsaid(repo: RepoFacts) -> Iterator[Found]:
    readme = repo.document("readme")
    if readme and not any(_SAID.search(title) for title in readme.titles):
        yield Found("it has no section about the licence", readme.path)


CHECKS = (
    Check(
        "LIC-1",
        "Carries its terms in LICENSE",
        "Add LICENSE: the organisation's notice inside, the licence's own text outside",
        ERROR,
        BOTH,
        osps("LE-03.01"),
        _no_licence,
        ("license",),
    ),
    Check(
        "LIC-2",
        "An internal repository grants no open source licence",
        "Put the organisation's own notice into LICENSE",
        ERROR,
        INTERNAL,
        LICENSE,
        _open_inside,
        ("license",),
    ),
    Check(
        "LIC-3",
        "LICENSE holds the text of the licence that was answered",
        "Put the licence's own text back, or change the answer: charter update --set license=…",
        ERROR,
        PUBLIC,
        OSI,
        _not_as_answered,
        ("license",),
    ),
    Check(
        "LIC-4",
        "Says for every file who owns it under which licence",
        "Add REUSE.toml",
        WARNING,
        BOTH,
        REUSE,
        _no_reuse,
        ("reuse",),
    ),
    Check(
        "LIC-5",
        "Holds the text of each licence that it names",
        "Put the text into LICENSES/, or correct REUSE.toml",
        WARNING,
        BOTH,
        REUSE,
        _no_text,
        ("reuse",),
    ),
    Check(
        "LIC-6",
        "The README says under which terms it is",
        "Add a section about the licence to README.md",
        WARNING,
        BOTH,
        LICENSE,
        _unsaid,
        ("readme",),
    ),
)
