"""CODEOWNERS, MAINTAINERS and the history → who owns and who maintains. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from charter.model import Maintainer
from charter.plain_text import one_line
from charter.scaffold.adopt.code_owners import default_owners
from charter.scaffold.adopt.provenance import Author, Guess, guess

_HANDLE = re.compile(r"(?<![\w.+/-])@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?![\w/@])")
_TEAM = re.compile(r"@[\w.-]+(?:/[\w.-]+)*/([\w.-]+)")
_LOCAL_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_NOREPLY = re.compile(r"(?:\d+[+-])?(.+)@users\.noreply\.")
_BOT = re.compile(
    r"\[bot\]|\bbots?\b|^noreply@|dependabot|renovate|github-actions|^root@|@localhost$"
    r"|\bci\b|jenkins|semantic-release|users\.noreply\.invalid",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^>]*>|\[([^\]]*)\]\([^)]*\)|[|*`>#()\[\]]|https?://\S+")
_AT_MOST = 4
_FROM_HISTORY = 2  # better two than one, and more would be a guess too far
_LONGEST_NAME = 60


def guess_from_owners(text: str, path: str, authors: tuple[Author, ...]) -> Iterator[Guess]:
    """The team and the maintainers that a CODEOWNERS file gives everything to."""
    owners = default_owners(text)
    teams = [match[1] for owner in owners if (match := _TEAM.fullmatch(owner))]
    yield from guess("team", next(iter(teams), ""), path)
    handles = [match[1] for owner in owners if (match := _HANDLE.fullmatch(owner))]
    people = [Maintainer(_name_of(handle, authors), handle) for handle in handles]
    yield from _as_guess(people, path)


def guess_from_list(text: str, path: str) -> Iterator[Guess]:
    """The people whom a MAINTAINERS file names with a handle, one in a line."""
    people = []
    for line in text.splitlines():
        if match := _HANDLE.search(line):
            before = _MARKUP.sub(lambda found: f" {found[1] or ''} ", line[: match.start()])
            people.append(Maintainer(_clean(before) or match[1], match[1]))
    yield from _as_guess(people, path)


def people_of(authors: Iterable[Author]) -> tuple[Maintainer, ...]:
    """Those who committed, bots left out; their handles by their addresses."""
    found: dict[str, Maintainer] = {}
    for author in authors:
        handle = _handle_of(author.email)
        if handle and not (_BOT.search(author.name) or _BOT.search(author.email)):
            found.setdefault(handle.lower(), Maintainer(_clean(author.name) or handle, handle))
    return tuple(found.values())


def guess_from_history(authors: Iterable[Author], where: str) -> Iterator[Guess]:
    """The two who committed most; a handle made of an address may be somebody else's."""
    known = tuple(authors)
    people = list(people_of(known)[:_FROM_HISTORY])
    yield from _as_guess(people, where + _to_be_checked(people, known))


def _to_be_checked(people: list[Maintainer], authors: tuple[Author, ...]) -> str:
    """From which addresses handles are guessed: only a forge's own ones hold them for sure."""
    first = {_handle_of(it.email).lower(): it.email for it in reversed(authors)}
    emails = [first[person.handle.lower()] for person in people]
    guessed = [one_line(it)[:_LONGEST_NAME] for it in emails if not _NOREPLY.match(it)]
    if not guessed:
        return ""
    what, them = ("handle", "it") if len(guessed) == 1 else ("handles", "them")
    return f", {what} guessed from {' and '.join(guessed)}: check {them}"


def _as_guess(people: list[Maintainer], where: str) -> Iterator[Guess]:
    each = {person.handle.lower(): person for person in reversed(people)}
    chosen = list(reversed(each.values()))[:_AT_MOST]
    yield from guess("maintainers", ", ".join(map(str, chosen)), where)


def _name_of(handle: str, authors: tuple[Author, ...]) -> str:
    """The name by which the history knows a handle; else the handle itself."""
    for author in authors:
        if _handle_of(author.email).lower() == handle.lower():
            return _clean(author.name) or handle
    return handle


def _handle_of(email: str) -> str:
    match = _NOREPLY.match(email)
    local = match[1] if match else email.partition("@")[0].partition("+")[0]
    return local if _LOCAL_PART.fullmatch(local) else ""


def _clean(name: str) -> str:
    """A name as a maintainer's may be written: `Lovelace, Ada` turned round, no marks of a list."""
    last, comma, first = one_line(name).partition(",")
    text = f"{first} {last}" if comma and first.strip() else last
    text = re.sub(r"[@<>,\"\\]", " ", text)
    text = re.sub(r"^[\s\-+:;.\d]+|[\s\-\u2013\u2014:;(]+$", "", " ".join(text.split()))
    return text[:_LONGEST_NAME].strip()
