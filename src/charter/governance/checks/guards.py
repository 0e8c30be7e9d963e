"""Whether the way from a change to a release is guarded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.governance.check import BOTH, PUBLIC, WARNING, Check, Found
from charter.governance.facts import RepoFacts
from charter.governance.sources import osps

_SECRETS = re.compile(r"^\*?\.env\b|^\*\.(?:pem|key)\b", re.MULTILINE)
_PERMISSIONS = re.compile(r"^permissions:", re.MULTILINE)
_BINARIES = (".exe", ".dll", ".so", ".dylib", ".jar", ".class", ".pyc", ".o", ".a", ".war", ".msi")


def _no_ci(repo: RepoFacts) -> Iterator[Found]:
    if not (repo.for_forge.workflows or repo.for_forge.of.get("ci")):
        where = ", which forges read at the repository's root" if repo.around else ""
        yield Found(f"there is no CI configuration of GitHub, GitLab, Gitea or Forgejo{where}")


def _wide_permissions(repo: RepoFacts) -> Iterator[Found]:
    for path in repo.places.workflows:
        if path.startswith(".github/") and not _PERMISSIONS.search(repo.texts.get(path, "")):
            yield Found("its jobs get whatever the forge gives by default", path)


def _no_updates(repo: RepoFacts) -> Iterator[Found]:
    if not repo.for_forge.of.get("updates"):
        where = " at the repository's root" if repo.around else ""
        yield Found(f"there is neither dependabot.yml nor renovate.json{where}")


def _secrets_welcome(repo: RepoFacts) -> Iterator[Found]:
    if not _SECRETS.search(repo.text("ignored")):
        yield Found("it lets .env, *.pem or *.key in", repo.path("ignored"))


def _binaries(repo: RepoFacts) -> Iterator[Found]:
    for path in sorted(path for path in repo.paths if path.lower().endswith(_BINARIES)):
        yield Found("nobody can review it", path)


CHECKS = (
    Check(
        "SEC-7",
        "Every change is built and tested",
        "Add a CI configuration that runs the tests",
        WARNING,
        BOTH,
        osps("QA-06.01"),
        _no_ci,
        ("ci", "workflow"),
    ),
    Check(
        "SEC-8",
        "CI gets no more rights than it needs",
        "Write `permissions: contents: read` at the top of the workflow",
        WARNING,
        BOTH,
        osps("AC-04.01"),
        _wide_permissions,
        ("workflow",),
    ),
    Check(
        "SEC-9",
        "Dependencies are kept up to date",
        "Add dependabot.yml or renovate.json",
        WARNING,
        BOTH,
        osps("DO-06.01"),
        _no_updates,
        ("updates",),
    ),
    Check(
        "SEC-10",
        "Secrets are kept out of git",
        "Add .env, *.pem and *.key to .gitignore",
        WARNING,
        BOTH,
        osps("BR-07.01"),
        _secrets_welcome,
        ("ignored",),
    ),
    Check(
        "SEC-11",
        "Holds nothing that was built elsewhere",
        "Remove it from git, and let CI build it",
        WARNING,
        PUBLIC,
        osps("QA-05.01"),
        _binaries,
    ),
)
