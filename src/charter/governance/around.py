"""What forges read of a repository that holds a project in one of its folders."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from charter.governance.kinds import FORGES, Places, find_places
from charter.model import SYMLINK
from charter.objects import SUBMODULE, Repository

LARGEST = 512 * 1024
_ABOVE = ("", "docs/")
_NAMES = (
    *("CODEOWNERS", ".gitlab-ci.yml", "renovate.json"),
    *("PULL_REQUEST_TEMPLATE.md", "pull_request_template.md"),
)
_OWNERS, _CHANGES, _CI, _UPDATES = "codeowners", "change template", "ci", "updates"


@dataclass(frozen=True)
class Around:
    """The larger repository: the files that forges read, all of which are at its root."""

    folder: str  # of the project, from that root
    places: Places
    code_owners: str = ""  # the text
    ci: str = ""  # that of GitLab, which may include files of folders

    @property
    def owners_file(self) -> str:
        return self.places.of.get(_OWNERS, "")


def read_around(repository: Repository, folder: str) -> Around | None:
    """What is at the root; None where the project is the whole repository."""
    if not folder:
        return None
    inside = (path for forge in FORGES for path, _ in repository.files(forge))
    named = (f"{above}{name}" for above in _ABOVE for name in _NAMES)
    places = find_places(chain(inside, filter(repository.entry, named)))
    owners, ci = (_text(repository, places.of.get(kind, "")) for kind in (_OWNERS, _CI))
    return Around(folder, places, owners, ci)


def _text(repository: Repository, path: str) -> str:
    entry = repository.entry(path) if path else None
    if entry is None or entry.mode in (SYMLINK, SUBMODULE):
        return ""
    return repository.blob(entry.id)[:LARGEST].decode(errors="replace")


def without_effect(places: Places, around: Around) -> list[str]:
    """Those files of a project's folder that forges would read at the root alone."""
    ci = places.of.get(_CI, "")
    found = [places.of.get(kind, "") for kind in (_OWNERS, _CHANGES, _UPDATES)]
    found += [ci] if f"{around.folder}/{ci}" not in around.ci else []
    return sorted({*filter(None, found), *places.issue_templates, *places.workflows})
