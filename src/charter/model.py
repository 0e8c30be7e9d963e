"""Frozen values that every room speaks of. Imports nothing of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_MAINTAINER = re.compile(
    r"^((?P<name>[^@<>,]*?)\s+)?@(?P<handle>[A-Za-z0-9._-]+)(\s+<(?P<email>[^<>]+)>)?$"
)

REGULAR, EXECUTABLE, SYMLINK = 0o100644, 0o100755, 0o120000  # modes, as git writes them


@dataclass(frozen=True)
class FileContent:
    """One file as git sees it; a symlink's `data` is its target."""

    data: bytes
    mode: int = REGULAR


class Visibility(StrEnum):
    """Who may see a project: everybody inside the organisation, or the world."""

    INNERSOURCE = "innersource"
    OPENSOURCE = "opensource"


@dataclass(frozen=True)
class Maintainer:
    """A named person who reviews and decides; `handle` without the @, as the forge knows them."""

    name: str
    handle: str
    email: str = ""

    def __str__(self) -> str:
        return f"{self.name} @{self.handle}" + (f" <{self.email}>" if self.email else "")


@dataclass(frozen=True)
class Project:
    """What a repository holds and who stands behind it."""

    name: str
    title: str
    description: str
    visibility: Visibility
    team: str
    maintainers: tuple[Maintainer, ...]
    forge: str = ""
    url: str = ""
    license: str = ""
    topics: tuple[str, ...] = ()
    governance_level: str = ""
    publication_date: str = ""

    @property
    def full_name(self) -> str:
        """As people and commands name an entry of the catalog: TEAM/NAME."""
        return f"{self.team}/{self.name}"


def unreachable_address(handle: str) -> str:
    """An address for who gave none: `.invalid` (RFC 2606) never reaches a stranger."""
    return f"{handle}@users.noreply.invalid"


def parse_maintainers(text: str) -> tuple[Maintainer, ...]:
    """Read `Name @handle, Name @handle <e-mail>`; raises ValueError naming the wrong part."""
    found = []
    for part in text.split(","):
        match = _MAINTAINER.match(part.strip())
        if not match:
            raise ValueError(part.strip())
        name, email = match["name"] or "", match["email"] or ""
        found.append(Maintainer(name.strip(), match["handle"], email))
    return tuple(found)
