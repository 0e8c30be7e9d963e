"""Whether the forge asks the people who are named."""

from __future__ import annotations

from collections.abc import Iterator

from charter.governance.around import without_effect
from charter.governance.check import BOTH, ERROR, WARNING, Check, Found
from charter.governance.code_owners import default_line, default_owners, line_for, people_of
from charter.governance.contradiction import owners_in
from charter.governance.facts import RepoFacts
from charter.governance.sources import COMMUNITY, PORTAL, ROOT, TRUSTED


def _no_default_owner(repo: RepoFacts) -> Iterator[Found]:
    path = repo.path("codeowners")
    if around := repo.around:
        file = around.owners_file or "CODEOWNERS"
        if not line_for(around.code_owners, around.folder)[1]:
            yield Found(f"{file} at the repository's root names no owner for {around.folder}/")
    elif not path:
        yield Found("there is no CODEOWNERS")
    elif not default_owners(repo.text("codeowners")):
        yield Found("no line names an owner for every path", path)


def _other_people(repo: RepoFacts) -> Iterator[Found]:
    """Silent where the owners are teams or addresses: who is in them is not known here."""
    path, where = repo.path("codeowners"), ""
    number, owners = default_line(repo.text("codeowners"))
    if around := repo.around:  # of which the forge reads the one that is not in this folder
        number, owners = line_for(around.code_owners, around.folder)
        path, where = "", f", by {around.owners_file}:{number} at the repository's root"
    owning = people_of(owners)
    if not owning or len(owning) < len(owners) or not repo.maintainers:
        return
    line = number if path else 0
    named = {person.handle.casefold() for person in repo.maintainers}
    for handle in sorted(owning - named):
        said = f"@{handle} owns the code but is no maintainer by the answers{where}"
        yield Found(said, path, line)
    for handle in sorted(named - owning):
        said = f"@{handle} is a maintainer by the answers but owns no code{where}"
        yield Found(said, path, line)


def _other_team(repo: RepoFacts) -> Iterator[Found]:
    """Silent where the template writes no owner, or the team keeps the file as it is."""
    owners = owners_in(repo.text("component")) if repo.owner else []
    if owners and all(name != repo.owner for name, _ in owners):
        said, line = owners[0]
        message = f"it says that {said} owns it, the answers say {repo.owner}"
        yield Found(message, repo.path("component"), line)


def _no_issue_template(repo: RepoFacts) -> Iterator[Found]:
    if not repo.for_forge.issue_templates:
        yield Found(f"there is no issue template{_at_root(repo)}")


def _no_change_template(repo: RepoFacts) -> Iterator[Found]:
    if not repo.for_forge.of.get("change template"):
        yield Found(f"there is no template for pull or merge requests{_at_root(repo)}")


def _at_root(repo: RepoFacts) -> str:
    return " at the repository's root" if repo.around else ""


def _out_of_sight(repo: RepoFacts) -> Iterator[Found]:
    if repo.around:
        for path in without_effect(repo.places, repo.around):
            yield Found("forges read it at the root alone", path)


CHECKS = (
    Check(
        "OWN-1",
        "Has a default code owner",
        "Begin CODEOWNERS with a line for every path, * @handle; for a folder: /FOLDER/ @handle",
        ERROR,
        BOTH,
        PORTAL,
        _no_default_owner,
        ("codeowners",),
    ),
    Check(
        "OWN-2",
        "Names the same people as maintainers and code owners",
        "Correct CODEOWNERS, or change who maintains it: charter maintainers",
        ERROR,
        BOTH,
        TRUSTED,
        _other_people,
        ("codeowners",),
    ),
    Check(
        "OWN-3",
        "Tells what an issue should hold",
        "Add issue templates for bugs, wishes and questions",
        WARNING,
        BOTH,
        COMMUNITY,
        _no_issue_template,
        ("issue template",),
    ),
    Check(
        "OWN-4",
        "Tells what a proposed change should hold",
        "Add a template for pull or merge requests",
        WARNING,
        BOTH,
        COMMUNITY,
        _no_change_template,
        ("change template",),
    ),
    Check(
        "OWN-5",
        "Has what is for the forge where the forge reads it",
        "Bring what it says to the root, owners as /FOLDER/ @handle; then here: git rm FILE, and "
        "charter update --keep FILE",
        WARNING,
        BOTH,
        ROOT,
        _out_of_sight,
        ("codeowners", "issue template", "change template", "workflow", "ci", "updates"),
    ),
    Check(
        "OWN-6",
        "Names the same team in the answers and for the catalog",
        "Put the answer back, then: charter update --set team=TEAM; or correct the file",
        ERROR,
        BOTH,
        PORTAL,
        _other_team,
        ("component",),
    ),
)
