"""Whether the forge asks the people who are named."""

from __future__ import annotations

from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, WARNING, Check, Found
from charter.governance.code_owners import default_line, default_owners, people_of
from charter.governance.facts import RepoFacts
from charter.governance.sources import COMMUNITY, PORTAL, TRUSTED


def _no_default_owner(repo: RepoFacts) -> Iterator[Found]:
    path = repo.path("codeowners")
    if not path:
        yield Found("there is no CODEOWNERS")
    elif not default_owners(repo.text("codeowners")):
        yield Found("no line names an owner for every path", path)


def _other_people(repo: RepoFacts) -> Iterator[Found]:
    """Silent where the owners are teams or addresses: who is in them is not known here."""
    number, owners = default_line(repo.text("codeowners"))
    owning = people_of(owners)
    if not owning or len(owning) < len(owners) or not repo.maintainers:
        return
    named = {person.handle.casefold() for person in repo.maintainers}
    path = repo.path("codeowners")
    for handle in sorted(owning - named):
        yield Found(f"@{handle} owns the code but is no maintainer by the answers", path, number)
    for handle in sorted(named - owning):
        yield Found(f"@{handle} is a maintainer by the answers but owns no code", path, number)


def _no_issue_template(repo: RepoFacts) -> Iterator[Found]:
    if not repo.places.issue_templates:
        yield Found("there is no issue template")


def _no_change_template(repo: RepoFacts) -> Iterator[Found]:
    if not repo.path("change template"):
        yield Found("there is no template for pull or merge requests")


CHECKS = (
    Check(
        "OWN-1",
        "Has a default code owner",
        "Begin CODEOWNERS with a line for every path: * @handle",
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
)
