"""All that a repository says of itself, the most trusted source first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from charter.plain_text import one_line
from charter.scaffold.adopt.code_owners import in_reading_order
from charter.scaffold.adopt.evidence import Evidence
from charter.scaffold.adopt.guess_licence import KnownText, Licence, choose_id, recognise
from charter.scaffold.adopt.guess_package import guess_from_packages
from charter.scaffold.adopt.guess_people import (
    guess_from_history,
    guess_from_list,
    guess_from_owners,
    people_of,
)
from charter.scaffold.adopt.guess_remote import Remote, Side, guess_from_remote, place_remote
from charter.scaffold.adopt.names import as_name
from charter.scaffold.adopt.provenance import Guess, first_of_each, guess
from charter.scaffold.layout.community_files import governed_kind
from charter.scaffold.layout.packaging import named_licences

_OFFERED = 20
_TITLE_OR_MARK = re.compile(r"[#=<>!\[|*`~+\-.]|\d+\.")


@dataclass(frozen=True)
class Findings:
    """What is known before anybody is asked."""

    guesses: tuple[Guess, ...]
    remote: Remote | None
    licences: tuple[Licence, ...]
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # manifest → its licences
    people: tuple[str, ...] = ()  # who may be meant when maintainers are asked for

    @property
    def is_public(self) -> bool:
        """Whether the world can see the repository now."""
        return self.remote is not None and self.remote.side is Side.PUBLIC


def find_guesses(
    evidence: Evidence,
    facts: Mapping[str, Mapping[str, Any]],
    known: Mapping[str, KnownText],
) -> Findings:
    """`facts` are the organisation's, `known` the licence texts of its template."""
    remote = place_remote(evidence.remote, facts, everybody_reads=evidence.everybody_reads)
    files = {path: data for path, data in evidence.texts.items() if governed_kind(path)}
    licences = tuple(
        recognise(path, data, known)
        for path, data in files.items()
        if governed_kind(path) == "licence"
    )
    named = {
        path: names
        for path, data in evidence.texts.items()
        if (names := named_licences(path, data))
    }
    listed = (
        *_of_name(evidence, remote),
        *guess_from_remote(remote, evidence.paths),
        *_of_people(evidence, remote),
        *guess_from_packages(evidence.texts),
        *_of_licences(named, licences),
        *_of_readme(evidence.texts),
        *_of_folder(evidence),
    )
    people = tuple(map(str, people_of(evidence.authors)[:_OFFERED]))
    return Findings(first_of_each(listed), remote, licences, named, people)


def _of_name(evidence: Evidence, remote: Remote | None) -> Iterator[Guess]:
    """A project in a folder is called as its package or its folder, not as the whole repository."""
    if evidence.folder:
        packages = guess_from_packages(evidence.texts)
        yield from (one for one in packages if one.question == "name")
        yield from _of_folder(evidence)
        if remote:
            yield from guess("repository_url", remote.url, f"the remote {remote.url}")


def _of_folder(evidence: Evidence) -> tuple[Guess, ...]:
    """The folder's name; where a repository cannot be called so, one made of it."""
    made = as_name(evidence.name)
    if made in ("", evidence.name):
        return guess("name", evidence.name, "the folder's name")
    return guess("name", made, f"the folder's name, {one_line(evidence.name)}")


def _of_people(evidence: Evidence, remote: Remote | None) -> Iterator[Guess]:
    texts = {path: data.decode(errors="replace") for path, data in evidence.texts.items()}
    for path, text in texts.items():
        if governed_kind(path) == "maintainers":
            yield from guess_from_list(text, path)
    owners = [path for path in texts if governed_kind(path) == "code owners"]
    for path in in_reading_order(owners, remote.forge if remote else ""):
        yield from guess_from_owners(texts[path], path, evidence.authors)
    where = "the git history" + (", of which only a part is here" if evidence.is_shallow else "")
    yield from guess_from_history(evidence.authors, where)


def _of_licences(
    packages: Mapping[str, tuple[str, ...]], licences: tuple[Licence, ...]
) -> Iterator[Guess]:
    """Licence, year and holder from a text that is recognised; a package alone is no licence."""
    named = [name for names in packages.values() for name in names]
    for licence in licences:
        if licence.ids:
            where = licence.path
            chosen = choose_id(licence.ids, named=named)
            if len(licence.ids) > 1 and chosen not in named:
                where = f"{licence.path}, which does not say 'or later'"
            yield from guess("license", chosen, where)
            yield from guess("copyright_year", licence.year, licence.path)
            yield from guess("copyright_holder", licence.holder, licence.path)


def _of_readme(texts: Mapping[str, bytes]) -> Iterator[Guess]:
    """The first paragraph of prose, as a last resort for the description."""
    path = next((path for path in sorted(texts) if path.lower().startswith("readme")), "")
    text = texts.get(path, b"").decode(errors="replace").replace("\r\n", "\n")
    for paragraph in re.split(r"\n\s*\n", text)[:20]:
        lines = paragraph.strip().splitlines()
        if lines and not any(_TITLE_OR_MARK.match(line.strip()) for line in lines):
            yield from guess("description", " ".join(lines), path)
            return
