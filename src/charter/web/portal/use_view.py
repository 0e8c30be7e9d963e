"""The exact addresses to use a project, to report a bug, and to contribute. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from charter.catalog.address import (
    bug_address,
    clone_address,
    contributing_address,
    web_address,
)
from charter.catalog.entry import Entry, Link

_BY_SSH = ("github", "gitlab", "gitea", "forgejo")  # where git@host:path is the same repository
_SHOWN_APART = ("issues", "contributing", "good-first-issues", "chat")


@dataclass(frozen=True)
class Command:
    """What to type, and what for."""

    title: str
    text: str


@dataclass(frozen=True)
class UseView:
    """Where to go with what; an address is empty where nobody knows it."""

    home: str
    host: str
    commands: tuple[Command, ...]
    bugs: str
    guide: str
    first_issues: str
    chat_address: str
    chat: str
    wanted: tuple[str, ...]
    responds: str
    links: tuple[Link, ...]

    @property
    def is_open_to_contributions(self) -> bool:
        return bool(self.guide or self.first_issues or self.wanted or self.chat)


def use_of(entry: Entry) -> UseView:
    """Every address is judged anew: the catalog may have been written by others."""
    home = web_address(entry.project.url)
    return UseView(
        home=home,
        host=urlsplit(home).hostname or "",
        commands=tuple(_commands(entry, home)),
        bugs=web_address(bug_address(entry)),
        guide=web_address(_guide(entry)),
        first_issues=web_address(entry.link("good-first-issues")),
        chat_address=web_address(entry.link("chat")),
        chat=entry.chat,
        wanted=entry.wanted,
        responds=entry.responds,
        links=tuple(_others(entry)),
    )


def _guide(entry: Entry) -> str:
    """Under no charter, there is a guide only where somebody says so."""
    return entry.link("contributing") if entry.siloed else contributing_address(entry)


def _commands(entry: Entry, home: str) -> list[Command]:
    if not home:
        return []
    found = [Command("Clone by HTTPS", f"git clone {clone_address(entry)}")]
    place = urlsplit(home)
    if entry.project.forge in _BY_SSH and not place.port and place.path.strip("/"):
        found.append(
            Command("Clone by SSH", f"git clone git@{place.hostname}:{place.path[1:]}.git")
        )
    return found


def _others(entry: Entry) -> list[Link]:
    shown = []
    for link in entry.links:
        address = web_address(link.url)
        if address and link.kind not in _SHOWN_APART:
            shown.append(Link(address, link.title or urlsplit(address).netloc, link.kind))
    return shown
