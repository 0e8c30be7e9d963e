"""Which file of a repository is its README, its licence, its code owners … Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

FORGES = (".github", ".gitlab", ".gitea", ".forgejo")
_FOLDERS = ("", *FORGES, "docs")  # where forges look for them
WAIVERS = ".charter.toml"
# kind → names without ending, in lower case
_STEMS = {
    "readme": ("readme",),
    "contributing": ("contributing",),
    "security": ("security",),
    "support": ("support",),
    "conduct": ("code_of_conduct", "code-of-conduct"),
    "governance": ("governance",),
    "maintainers": ("maintainers",),
    "communication": ("communication",),
    "changelog": ("changelog", "changes", "history"),
    "license": ("license", "licence", "copying"),
    "codeowners": ("codeowners",),
    "change template": ("pull_request_template", "merge_request_template"),
}
_NAMES = {
    "catalog-info.yaml": "component",
    "innersource.json": "listing",
    "REUSE.toml": "reuse",
    ".gitignore": "ignored",
    ".gitlab-ci.yml": "ci",
    "renovate.json": "updates",
    ".github/dependabot.yml": "updates",
    ".github/dependabot.yaml": "updates",
    ".github/renovate.json": "updates",
}
_KIND_OF_STEM = {stem: kind for kind, stems in _STEMS.items() for stem in stems}
_TEXT_ENDINGS = ("", "md", "markdown", "rst", "txt", "adoc")
# LICENSE-MIT, COPYING.LESSER, UNLICENSE; but no program, no head of a file, no terms of others
_LICENCE = re.compile(r"(?:licen[cs]e|copying)[-_.].+|unlicen[cs]e(?:\..+)?")
_NO_LICENCE = re.compile(
    r"3rd|third|vendor|header|template"
    r"|\.(?:c|cs|css|csv|go|h|html|java|jinja|js|json|lock|php|png|py|rb|rs|sh|svg|toml|ts|xml|ya?ml)$"
)
_ISSUE_TEMPLATES = ("issue_template", "issue_templates")
_CHANGE_TEMPLATES = ("pull_request_template", "merge_request_templates")
PROSE = tuple(kind for kind in _STEMS if kind not in ("license", "codeowners", "change template"))


@dataclass(frozen=True)
class Places:
    """Where a repository keeps what: kind → path, and what there may be several of."""

    of: dict[str, str]
    issue_templates: tuple[str, ...]
    workflows: tuple[str, ...]
    licences: tuple[str, ...]  # the first of them is the file of that kind

    @property
    def worth_reading(self) -> tuple[str, ...]:
        """The files whose text some check looks at."""
        return (*self.of.values(), *self.workflows, *self.licences[1:])


def find_places(paths: Iterable[str]) -> Places:
    """Sort the files of a repository by what they are; the root wins over a folder."""
    found: dict[str, tuple[int, bool, str]] = {}
    issue_templates, workflows, licences = [], [], []
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder in _FOLDERS:
            kind = _kind_of(path, name)
            rank = (_FOLDERS.index(folder), False, path)
            if not kind and _is_licence(name.lower()):
                kind, rank = "license", (_FOLDERS.index(folder), True, path)
            if kind == "license":
                licences.append(rank)
            if kind and (kind not in found or rank < found[kind]):
                found[kind] = rank
        elif folder.startswith(FORGES):
            _, _, inner = folder.partition("/")
            if inner.lower() in _ISSUE_TEMPLATES:
                issue_templates.append(path)
            elif inner.lower() in _CHANGE_TEMPLATES:
                found["change template"] = min(
                    (0, False, path), found.get("change template", (0, False, path))
                )
            elif inner == "workflows":
                workflows.append(path)
    of = {kind: path for kind, (*_, path) in found.items()}
    in_order = tuple(path for *_, path in sorted(licences))
    return Places(of, tuple(sorted(issue_templates)), tuple(sorted(workflows)), in_order)


@lru_cache(maxsize=1)
def places_of(paths: frozenset[str]) -> Places:
    """The same, found once for who reads a repository and who judges it."""
    return find_places(paths)


def _kind_of(path: str, name: str) -> str:
    if kind := _NAMES.get(path):
        return kind
    stem, _, ending = name.lower().partition(".")
    return _KIND_OF_STEM.get(stem, "") if ending in _TEXT_ENDINGS else ""


def _is_licence(name: str) -> bool:
    """Whether the file may hold one of several licences, by its name in lower case."""
    return bool(_LICENCE.fullmatch(name)) and not _NO_LICENCE.search(name)
