"""What the base documentation must say, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.governance.check import BOTH, ERROR, INTERNAL, WARNING, Check, Finds, Found
from charter.governance.facts import RepoFacts
from charter.governance.sources import BASE, TRUSTED, osps

_SHORTEST = 100
_SECTIONS = {
    "mission": r"mission|about|purpose|why|what (?:it|this|is)|overview|introduction|goals?\b",
    "start": r"start|install|set[- ]?up|usage|use it|quick|build|run(?:ning)?\b|try it",
    "help": r"help|support|questions?|contact|communicat|ask|community|feedback",
    "people": r"who we are|maintain|team|trusted committer|owners?|contacts?|authors",
}
# what is said, and words of which one stands there then: quicker to see than the expression
_HOW = {
    "test": (r"\btest", ("test",)),
    "submit": (r"\b(?:pull|merge) request|\bpatch|\bissue", (" request", "patch", "issue")),
    "become": (
        r"becom(?:e|ing)\b.{0,60}\b(?:trusted committer|maintainer|committer)",
        ("becom",),
    ),
}
_LEADS = re.compile(r"contributing(?:\.[a-z]+)?(?:#|$)", re.IGNORECASE)


def _no_section(name: str, complaint: str) -> Finds:
    wanted = re.compile(_SECTIONS[name], re.IGNORECASE)

    def finds(repo: RepoFacts) -> Iterator[Found]:
        readme = repo.document("readme")
        if readme and not any(wanted.search(title) for title in readme.titles):
            yield Found(complaint, readme.path)

    return finds


def _unsaid(name: str, complaint: str, *kinds: str) -> Finds:
    expression, words = _HOW[name]
    wanted = re.compile(expression)

    def says_so(small: str) -> bool:
        return any(word in small for word in words) and wanted.search(small) is not None

    def finds(repo: RepoFacts) -> Iterator[Found]:
        pages = [page for kind in kinds if (page := repo.document(kind))]
        if pages and not any(says_so(page.small) for page in pages):
            yield Found(complaint, pages[0].path)

    return finds


def _no_readme(repo: RepoFacts) -> Iterator[Found]:
    readme = repo.document("readme")
    if readme is None:
        yield Found("there is no README.md", repo.path("readme"))
    elif not readme.titles:
        yield Found("it has no title", readme.path)
    elif len(readme.prose.strip()) < _SHORTEST:
        yield Found(f"it says less than {_SHORTEST} characters", readme.path)


def _no_way_to_guide(repo: RepoFacts) -> Iterator[Found]:
    readme = repo.document("readme")
    if readme and repo.path("contributing"):
        targets = (target.partition("#")[0] for target, _ in readme.links)
        if not any(_LEADS.search(target.rpartition("/")[2]) for target in targets):
            yield Found("it does not lead to the contribution guide", readme.path)


README = ("readme",)
CHECKS = (
    Check(
        "DOC-1",
        "Has a README with a title and a description",
        "Write README.md: a title, and what it does for whom",
        ERROR,
        BOTH,
        BASE,
        _no_readme,
        README,
    ),
    Check(
        "DOC-2",
        "The README says what it is for",
        "Add a section Mission: which problem, for whom, what is out of scope",
        WARNING,
        INTERNAL,
        BASE,
        _no_section("mission", "it has no section such as Mission"),
        README,
    ),
    Check(
        "DOC-3",
        "The README says how to begin",
        "Add a section Getting started: install, and the first step",
        WARNING,
        BOTH,
        osps("DO-01.01"),
        _no_section("start", "it has no section such as Getting started"),
        README,
    ),
    Check(
        "DOC-4",
        "The README says how to get help",
        "Add a section Getting help with the channel and the issue tracker",
        WARNING,
        BOTH,
        BASE,
        _no_section("help", "it has no section such as Getting help"),
        README,
    ),
    Check(
        "DOC-5",
        "The README says who stands behind it",
        "Add a section Who we are with the team and the trusted committers",
        WARNING,
        BOTH,
        TRUSTED,
        _no_section("people", "it has no section such as Who we are"),
        README,
    ),
    Check(
        "DOC-6",
        "The README leads to the contribution guide",
        "Link CONTRIBUTING.md from README.md",
        WARNING,
        BOTH,
        BASE,
        _no_way_to_guide,
        README,
    ),
    Check(
        "DOC-7",
        "The guide says how to run the tests",
        "Write into CONTRIBUTING.md the command that runs the tests",
        WARNING,
        BOTH,
        osps("QA-06.02"),
        _unsaid("test", "it does not say how to run the tests", "contributing"),
        ("contributing",),
    ),
    Check(
        "DOC-8",
        "The guide says how to propose a change",
        "Write into CONTRIBUTING.md how an issue or a pull request is made",
        WARNING,
        BOTH,
        osps("GV-03.01"),
        _unsaid("submit", "it does not say how to propose a change", "contributing"),
        ("contributing",),
    ),
    Check(
        "DOC-9",
        "Says how one becomes a maintainer",
        "Write into CONTRIBUTING.md or GOVERNANCE.md how somebody becomes one",
        WARNING,
        BOTH,
        TRUSTED,
        _unsaid("become", "no way to become a maintainer", "contributing", "governance"),
        ("contributing", "governance"),
    ),
)
