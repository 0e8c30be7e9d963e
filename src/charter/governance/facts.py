"""What is known of a repository when it is judged: read once, frozen, and all a check may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from charter.governance.around import Around
from charter.governance.kinds import PROSE, Places, places_of
from charter.governance.markdown import Document
from charter.governance.waivers import Waivers
from charter.model import Maintainer, Visibility


class Problem(StrEnum):
    """How a file differs from what the template gives."""

    BEHIND = "behind"
    MISSING = "missing"
    EDITED = "edited"


@dataclass(frozen=True)
class Drift:
    """A path that is not as the template has it; without a path it concerns the whole."""

    path: str
    problem: Problem
    why: str


@lru_cache(maxsize=256)
def _document(path: str, text: str) -> Document:
    """One for the same text in many repositories: what is read out of it is read once."""
    return Document(path, text)


@dataclass(frozen=True)
class RepoFacts:
    """A repository at HEAD. `ungoverned` says why it is not under a charter, or is empty."""

    visibility: Visibility = Visibility.INNERSOURCE
    ungoverned: str = ""
    is_candidate: bool = False
    license: str = ""
    owner: str = ""  # the team that the template writes into the catalog's descriptor
    maintainers: tuple[Maintainer, ...] = ()
    paths: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()  # what the template gives
    texts: Mapping[str, str] = field(default_factory=dict)
    pointers: Mapping[str, str] = field(default_factory=dict)  # a page → where it says it all is
    drift: tuple[Drift, ...] = ()
    catalog: str = ""  # the visibility that the catalog tells; empty where it knows nothing
    around: Around | None = None  # where the project is but a folder of the repository
    waivers: Waivers = field(default_factory=Waivers)
    today: date = date.min

    @cached_property
    def places(self) -> Places:
        return places_of(self.paths)

    @property
    def for_forge(self) -> Places:
        """Where the files are that its forge reads: at the root of the repository alone."""
        return self.around.places if self.around else self.places

    def path(self, kind: str) -> str:
        """Where the file of this kind is; empty where there is none."""
        found = self.places.of.get(kind, "")
        return self.pointers.get(found, found)

    def text(self, kind: str) -> str:
        """Its text; empty where there is none."""
        return self.texts.get(self.path(kind), "")

    @property
    def licences(self) -> dict[str, str]:
        """The files that hold terms, each with its text: LICENSE-MIT beside COPYING is one too."""
        places = (self.pointers.get(path, path) for path in self.places.licences)
        return {path: self.texts.get(path, "") for path in places}

    @cached_property
    def _documents(self) -> dict[str, Document]:
        found = map(self.path, PROSE)
        return {path: _document(path, self.texts[path]) for path in found if path in self.texts}

    @property
    def documents(self) -> tuple[Document, ...]:
        """All governance files that people read."""
        return tuple(self._documents.values())

    def page(self, path: str) -> Document | None:
        """The governance file at this path."""
        return self._documents.get(path)

    def document(self, kind: str) -> Document | None:
        """The file of this kind, where there is one that says something."""
        found = self._documents.get(self.path(kind))
        return found if found and found.text.strip() else None

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file."""
        found: set[str] = set()
        for path in self.paths:
            above = path.rpartition("/")[0]
            while above and above not in found:
                found.add(above)
                above = above.rpartition("/")[0]
        return frozenset(found)
