"""Each check fails for its own flaw and for nothing else; what is ready passes all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from charter.governance.around import Around
from charter.governance.check import Severity
from charter.governance.code_owners import line_for
from charter.governance.facts import Drift, Problem, RepoFacts
from charter.governance.kinds import find_places, places_of
from charter.governance.licence_words import is_text_of, open_licence_in
from charter.governance.table import BY_ID, CHECKS, TOPICS
from charter.governance.verdict import judge
from charter.governance.waivers import Waiver, Waivers
from charter.model import Maintainer, Visibility

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 24)
PEOPLE = (Maintainer("Ada", "ada"), Maintainer("Bob", "bob"))
README = """# Shop

{banner}

Sells what the other teams make, and keeps the books about it so that nobody else has to do so.

## Mission
Nothing else. See [the guide](CONTRIBUTING.md#test-it).

## Getting started
Call it.

## Getting help
In the channel.

## Who we are
The team.

## Licence
See [LICENSE](LICENSE).
"""
GUIDE = """# Contributing

Open an issue, then a merge request. A trusted committer reviews it within 2 working days, and merges it
when it is ready. You contribute under the same licence as the project, and sign nothing on paper.

## Test it
Run `make test`.

## Become a maintainer
Help for a while, then become a maintainer.
"""
CONFLICT = """<<<<<<< this repository
Ours
||||||| v1.0.0
Was
=======
Theirs
>>>>>>> v2.0.0
"""
SHORT = "Issues are reviewed within 2 days.\n## Test it\n## Become a maintainer\n"
TEXTS = {
    "README.md": README.format(banner="**INTERNAL** to Acme."),
    "CONTRIBUTING.md": GUIDE,
    "SECURITY.md": "# Security\n\nWrite to csirt@acme.example. We answer within 2 days.\n",
    "SUPPORT.md": "# Support\n\nAsk.\n",
    "COMMUNICATION.md": "# Communication\n\nIn the channel.\n",
    "CHANGELOG.md": "# Changelog\n",
    "CODE_OF_CONDUCT.md": "# Code of conduct\n\nReport to hr@acme.example.\n",
    "GOVERNANCE.md": "# Governance\n\nThe maintainers decide.\n",
    "LICENSE": "Internal and proprietary. All rights reserved.",
    "REUSE.toml": 'SPDX-License-Identifier = "LicenseRef-Acme"\n',
    "LICENSES/LicenseRef-Acme.txt": "Internal.",
    "catalog-info.yaml": "metadata:\n  labels:\n    charter.dev/visibility: innersource\n"
    "spec:\n  owner: group:default/shop\n",
    ".gitignore": ".env\n*.pem\n",
    ".github/CODEOWNERS": "# all\n* @ada @bob\n",
    ".github/ISSUE_TEMPLATE/bug.yml": "",
    ".github/PULL_REQUEST_TEMPLATE.md": "",
    ".github/dependabot.yml": "",
    ".github/workflows/ci.yml": "permissions:\n  contents: read\n",
}
READY = RepoFacts(
    owner="shop",
    maintainers=PEOPLE,
    paths=frozenset(TEXTS),
    texts=TEXTS,
    catalog="innersource",
    today=TODAY,
)
MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy"
PUBLIC_TEXTS = TEXTS | {
    "README.md": README.format(banner="> Candidate for publication: keep it private."),
    "LICENSE": MIT,
    "REUSE.toml": 'SPDX-License-Identifier = "MIT"\n',
    "LICENSES/MIT.txt": MIT,
    "catalog-info.yaml": 'labels:\n  charter.dev/visibility: "opensource"\nspec:\n  owner: "shop"\n',
}
PUBLIC = replace(
    READY,
    visibility=Visibility.OPENSOURCE,
    is_candidate=True,
    license="MIT",
    catalog="opensource",
    paths=frozenset(PUBLIC_TEXTS),
    texts=PUBLIC_TEXTS,
)


def written(facts: RepoFacts, path: str, text: str) -> RepoFacts:
    return replace(facts, paths=facts.paths | {path}, texts={**facts.texts, path: text})


def without(facts: RepoFacts, path: str, old: str = "", new: str = "") -> RepoFacts:
    """Facts without the file; or with `new` in it in place of `old`."""
    if old:
        assert old in facts.texts[path]
        return written(facts, path, facts.texts[path].replace(old, new))
    texts = {name: text for name, text in facts.texts.items() if name != path}
    return replace(facts, paths=facts.paths - {path}, texts=texts)


def waived(**changes: object) -> Waivers:
    waiver = Waiver("DOC-12", "told in the channel", "@ada", date(2027, 1, 31))
    return Waivers((replace(waiver, **changes),))


def drift(problem: Problem) -> RepoFacts:
    return replace(READY, drift=(Drift("SUPPORT.md", problem, "so it is"),))


ROOT_FILES = (
    *(".github/CODEOWNERS", ".github/ISSUE_TEMPLATE/bug.yml", ".github/PULL_REQUEST_TEMPLATE.md"),
    *(".github/workflows/ci.yml", ".github/dependabot.yml"),
)


def in_a_folder(facts: RepoFacts, *, root: tuple[str, ...] = ROOT_FILES, owners: str) -> RepoFacts:
    """The same as a project in a folder of a repository, with these files at its root."""
    return replace(facts, around=Around("apps/a", find_places(root), owners))


def with_path(facts: RepoFacts, path: str) -> RepoFacts:
    return replace(facts, paths=facts.paths | {path})


def at_root(without: str) -> tuple[str, ...]:
    return tuple(path for path in ROOT_FILES if without not in path)


INSIDE = replace(READY, paths=READY.paths - {*ROOT_FILES})
OWNERS = "* @platform\n/apps/a/ @ada @bob\n"


INTERNAL_FLAWS = [
    ("DR-1", replace(READY, ungoverned="it has no answers")),
    ("DR-2", drift(Problem.BEHIND)),
    ("DR-3", drift(Problem.MISSING)),
    ("DR-4", drift(Problem.EDITED)),
    ("SILO-2", without(READY, "CONTRIBUTING.md", "reviews", "reads")),
    ("SILO-2", without(READY, "CONTRIBUTING.md", "within 2 working days", "soon")),
    ("SILO-3", written(READY, "CONTRIBUTING.md", SHORT)),
    ("SILO-4", replace(without(READY, ".github/CODEOWNERS", " @bob", ""), maintainers=PEOPLE[:1])),
    ("VIS-1", without(READY, "README.md", "**INTERNAL** to Acme.", "Hello.")),
    ("VIS-3", without(READY, "catalog-info.yaml", "innersource", "opensource")),
    ("VIS-3", without(READY, "README.md", "to Acme", "candidate for publication")),
    ("VIS-4", replace(READY, catalog="opensource")),
    ("VIS-5", without(READY, "catalog-info.yaml")),
    ("OWN-1", without(READY, ".github/CODEOWNERS")),
    ("OWN-1", without(READY, ".github/CODEOWNERS", "* @", "/docs @")),
    ("OWN-2", without(READY, ".github/CODEOWNERS", "@bob", "@carol")),
    ("OWN-3", without(READY, ".github/ISSUE_TEMPLATE/bug.yml")),
    ("OWN-4", without(READY, ".github/PULL_REQUEST_TEMPLATE.md")),
    ("OWN-1", in_a_folder(INSIDE, owners="/apps/b/ @ada @bob")),
    ("OWN-2", in_a_folder(INSIDE, owners="* @ada @carol")),
    *(("OWN-5", in_a_folder(with_path(INSIDE, path), owners=OWNERS)) for path in ROOT_FILES),
    ("OWN-5", in_a_folder(with_path(INSIDE, "CODEOWNERS"), owners=OWNERS)),
    ("OWN-3", in_a_folder(INSIDE, root=at_root("ISSUE_TEMPLATE"), owners=OWNERS)),
    ("OWN-4", in_a_folder(INSIDE, root=at_root("PULL_REQUEST"), owners=OWNERS)),
    ("SEC-7", in_a_folder(INSIDE, root=at_root("workflows"), owners=OWNERS)),
    ("SEC-9", in_a_folder(INSIDE, root=at_root("dependabot"), owners=OWNERS)),
    ("OWN-6", replace(READY, owner="other")),
    ("OWN-6", without(READY, "catalog-info.yaml", "default/shop", "default/web")),
    ("DOC-1", without(READY, "README.md")),
    ("DOC-1", written(READY, "README.md", "  \n")),
    ("DOC-2", without(READY, "README.md", "## Mission", "## Wares")),
    ("DOC-3", without(READY, "README.md", "## Getting started", "## Ware")),
    ("DOC-4", without(READY, "README.md", "## Getting help", "## Ware")),
    ("DOC-5", without(READY, "README.md", "## Who we are", "## Ware")),
    ("DOC-6", without(READY, "README.md", "[the guide](CONTRIBUTING.md#test-it)", "the guide")),
    ("DOC-8", without(READY, "CONTRIBUTING.md", "Open an issue, then a merge request", "Hello")),
    ("DOC-9", written(READY, "CONTRIBUTING.md", GUIDE.partition("## Become")[0])),
    ("DOC-10", without(READY, "SUPPORT.md")),
    ("DOC-11", without(READY, "COMMUNICATION.md")),
    ("DOC-12", without(READY, "CHANGELOG.md")),
    ("DOC-13", without(READY, "CODE_OF_CONDUCT.md")),
    ("DOC-14", without(READY, "GOVERNANCE.md")),
    ("LIC-2", written(READY, "LICENSE", MIT)),
    ("LIC-2", written(READY, "LICENSE-MIT", MIT)),
    ("LIC-4", without(READY, "REUSE.toml")),
    ("LIC-5", without(READY, "LICENSES/LicenseRef-Acme.txt")),
    ("LIC-6", without(READY, "README.md", "## Licence", "## Terms")),
    ("SEC-1", without(READY, "SECURITY.md")),
    ("SEC-2", without(READY, "SECURITY.md", "csirt@acme.example", "us")),
    ("SEC-3", without(READY, "SECURITY.md", "within 2 days", "soon")),
    ("SEC-4", without(READY, "CODE_OF_CONDUCT.md", "Report to hr@acme.example.", "Be kind.")),
    ("SEC-7", without(READY, ".github/workflows/ci.yml")),
    ("SEC-8", without(READY, ".github/workflows/ci.yml", "permissions", "jobs")),
    ("SEC-9", without(READY, ".github/dependabot.yml")),
    ("SEC-10", without(READY, ".gitignore", ".env\n*.pem", "*.tmp")),
    ("TXT-1", without(READY, "SUPPORT.md", "Ask.", "TODO(charter): say it")),
    ("TXT-1", without(READY, "SUPPORT.md", "Ask.", "Write to <your team>, {{ name }}")),
    ("TXT-2", without(READY, "SUPPORT.md", "Ask.", "[Ask](docs/ask.md)")),
    ("TXT-2", without(READY, "SUPPORT.md", "Ask.", "[Ask](README.md#nobody)")),
    ("TXT-3", written(READY, "SUPPORT.md", "# Support\n\n" + CONFLICT)),
    ("TXT-3", written(READY, ".github/CODEOWNERS", "* @ada @bob\n" + CONFLICT)),
    ("TXT-3", written(READY, ".github/workflows/ci.yml", "permissions: {}\n" + CONFLICT)),
    ("TXT-3", written(READY, "SUPPORT.md", CONFLICT.replace("\n", "\r\n"))),
    ("TXT-4", written(READY, "SUPPORT.md.rej", "@@")),
    ("TXT-4", written(replace(READY, given=frozenset({"Makefile"})), "Makefile.orig", "")),
    ("WAI-1", replace(READY, waivers=Waivers(problems=("waiver 1 has no reason",)))),
    ("WAI-2", replace(READY, waivers=waived(expires=date(2026, 11, 23)))),
]  # fmt: skip
PUBLIC_FLAWS = [
    ("SILO-4", replace(without(PUBLIC, ".github/CODEOWNERS", " @bob", ""), maintainers=PEOPLE[:1])),
    ("VIS-2", without(PUBLIC, "README.md", "Candidate for publication", "Soon")),
    ("VIS-3", without(PUBLIC, "README.md", "> Candidate", "> INTERNAL\n> Candidate")),
    ("VIS-3", written(PUBLIC, "innersource.json", "{}")),
    ("VIS-3", replace(PUBLIC, is_candidate=False)),
    ("LIC-3", written(PUBLIC, "LICENSE", "Apache License, Version 2.0")),
    ("LIC-3", written(PUBLIC, "LICENSE", TEXTS["LICENSE"])),
    ("LIC-3", replace(written(PUBLIC, "LICENSE", TEXTS["LICENSE"]), license="")),
    ("SEC-5", without(PUBLIC, "SUPPORT.md", "Ask.", "<http://ask.acme.example>")),
    ("SEC-11", written(PUBLIC, "tool/it.exe", "")),
    ("SEC-6", without(PUBLIC, "CONTRIBUTING.md", "under the same licence as the project", "")),
]  # fmt: skip
# flaws of which another follows
LINKED = [
    ("SILO-1", replace(without(READY, ".github/CODEOWNERS"), maintainers=()), {"OWN-1"}),
    ("SILO-3", without(READY, "CONTRIBUTING.md"), {"SILO-2", "DOC-9", "TXT-2"}),
    ("LIC-1", without(READY, "LICENSE"), {"TXT-2"}),
    ("DOC-7", without(READY, "CONTRIBUTING.md", "## Test it\nRun `make test`", "## Try it"), {"TXT-2"}),
]  # fmt: skip


def failed(facts: RepoFacts) -> list[str]:
    return sorted({finding.check for finding in judge(facts).findings})


@pytest.mark.parametrize("ready", [READY, PUBLIC], ids=["innersource", "opensource"])
def test_what_is_ready_passes_every_check(ready):
    verdict = judge(ready)
    assert failed(ready) == []
    assert verdict.passed == verdict.held > 40
    assert verdict.is_fine(strict=True)


@pytest.mark.parametrize(("check", "facts"), INTERNAL_FLAWS + PUBLIC_FLAWS)
def test_one_flaw_fails_exactly_its_own_check(check, facts):
    assert failed(facts) == [check]
    assert judge(facts).is_fine() == (BY_ID[check].severity is not Severity.ERROR)
    assert judge(facts).is_fine(strict=True) == (BY_ID[check].severity is Severity.NOTE)


@pytest.mark.parametrize(("check", "facts", "also"), LINKED)
def test_a_flaw_fails_its_own_check_and_what_follows_from_it(check, facts, also):
    assert set(failed(facts)) == {check} | also


def test_every_check_has_a_flaw_that_fails_it():
    flawed = {check for check, *_ in INTERNAL_FLAWS + PUBLIC_FLAWS + LINKED}
    assert flawed == set(BY_ID)


def test_the_table_is_sound():
    assert len(BY_ID) == len(CHECKS)
    for check in CHECKS:
        assert check.topic in TOPICS
        assert check.title
        assert check.cure
        assert check.source.url.startswith("https://")


def test_a_waiver_excuses_its_check_and_is_told_apart():
    facts = replace(without(READY, "CHANGELOG.md"), waivers=waived())
    verdict = judge(facts)
    assert [finding.waiver is not None for finding in verdict.findings] == [True]
    assert verdict.is_fine(strict=True)
    assert verdict.waived == 1
    assert verdict.passed == verdict.held - 1


def test_a_waiver_counts_on_its_last_day_and_not_on_the_next():
    facts = replace(without(READY, "CHANGELOG.md"), waivers=waived(expires=TODAY))
    assert judge(facts).is_fine(strict=True)
    assert failed(replace(facts, today=date(2026, 11, 25))) == ["DOC-12", "WAI-2"]


def test_a_waiver_with_a_path_holds_there_alone():
    facts = replace(
        without(READY, "SUPPORT.md", "Ask.", "TODO(charter)"),
        waivers=waived(check="TXT-1", path="SUPPORT.*"),
    )
    assert judge(facts).is_fine(strict=True)
    facts = without(facts, "GOVERNANCE.md", "decide", "TODO(charter)")
    assert not judge(facts).is_fine(strict=True)


def test_what_is_allowed_becomes_a_note():
    verdict = judge(drift(Problem.BEHIND), allowed={"DR-2"})
    assert [finding.severity for finding in verdict.findings] == [Severity.NOTE]
    assert verdict.is_fine(strict=True)


def test_what_is_not_under_a_charter_has_one_finding():
    assert failed(RepoFacts(ungoverned="it has no answers")) == ["DR-1"]


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< a\n",
        "Heading\n=======\n",
        "=======\n>>>>>>> b\n<<<<<<< a\n",
        "<<<<<<< a\n=======\n",
        CONFLICT.replace("<<<<<<<", "<<<<<<<<"),
        "\n".join(f"  {line}" for line in CONFLICT.splitlines()),
        "`<<<<<<< a`, `=======` and `>>>>>>> b` are the marks.\n",
        f"It looks so:\n\n```text\n{CONFLICT}```\n",
        f"~~~~\n{CONFLICT}~~~~\n".replace("\n", "\r\n"),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(text):
    assert failed(written(READY, "SUPPORT.md", "# Support\n\n" + text)) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "SUPPORT.md",
            "<<<<<<< a\n```sh\na\n=======\n```bash\nb\n>>>>>>> c\n```\n",
        ),  # around a fence
        ("SUPPORT.md", f"<!--\n```\n{CONFLICT}-->\n"),
        ("scripts/x.md.jinja", f"```\n{CONFLICT}```\n"),
        (".github/CODEOWNERS", f"* @ada @bob\n```\n{CONFLICT}```\n"),
    ],
)
def test_a_conflict_around_a_code_block_or_in_what_is_no_prose_is_one(path, text):
    assert failed(written(READY, path, text)) == ["TXT-3"]


def test_each_conflict_is_told_by_its_first_line():
    verdict = judge(written(READY, "SUPPORT.md", "# Support\n" + CONFLICT + "\n" + CONFLICT))
    assert [(it.path, it.line) for it in verdict.findings] == [
        ("SUPPORT.md", 2),
        ("SUPPORT.md", 10),
    ]


def test_a_team_is_the_same_however_the_catalog_writes_it():
    for owner in ("shop", "'shop'", '"group:shop"', "group:default/shop  # us"):
        text = without(READY, "catalog-info.yaml", "group:default/shop", owner)
        assert failed(text) == []
    several = without(READY, "catalog-info.yaml", "spec:", "spec:\n  owner: user:ada\n---\nspec:")
    assert failed(several) == []


def test_a_leftover_of_what_is_not_governed_is_the_teams():
    assert failed(written(READY, "tests/patch.orig", "")) == []


def test_a_folder_of_a_repository_is_held_to_what_is_at_the_root():
    assert failed(in_a_folder(INSIDE, owners=OWNERS)) == []
    everything_inside = in_a_folder(READY, root=(), owners="")
    assert failed(everything_inside) == ["OWN-1", "OWN-3", "OWN-4", "OWN-5", "SEC-7", "SEC-9"]


def test_a_pipeline_that_the_root_includes_has_effect():
    facts = in_a_folder(with_path(INSIDE, ".gitlab-ci.yml"), owners=OWNERS)
    assert failed(facts) == ["OWN-5"]
    assert facts.around is not None
    included = replace(facts.around, ci="include:\n  - local: apps/a/.gitlab-ci.yml\n")
    assert failed(replace(facts, around=included)) == []


@pytest.mark.parametrize(
    ("pattern", "covers"),
    [
        *((it, True) for it in ("*", "/apps/a/", "apps/a", "/apps/", "apps/**", "a/", "**/a")),
        *((it, True) for it in ("/apps/a/.*", "/apps/*/", "**/apps/a/**", "/**")),
        *((it, False) for it in ("/apps/b/", "/apps/a/docs/", "/a/", "apps/*", "*.md", "[apps]")),
        *((it, False) for it in ("/apps/a/*", "b", "apps/a/b", "^[a]", "#apps/a", "**/b/a")),
    ],
)
def test_a_line_of_code_owners_covers_a_folder_or_not(pattern, covers):
    assert bool(line_for(f"{pattern} @ada", "apps/a")[1]) == covers


def test_teams_as_code_owners_contradict_nobody():
    assert failed(without(READY, ".github/CODEOWNERS", "@ada @bob", "@acme/shop")) == []


def test_the_last_line_of_code_owners_counts_as_on_forges():
    assert failed(written(READY, ".github/CODEOWNERS", "* @carol\n.* @bob @ADA\n")) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates/shared/licences").glob("*.txt")), ids=lambda path: path.stem
)
def test_every_licence_of_the_template_is_known_by_its_words(path):
    text = path.read_text("utf-8")
    assert is_text_of(path.stem, text)
    assert open_licence_in(text)
    assert not is_text_of(path.stem, TEXTS["LICENSE"])


def test_the_places_of_files_do_not_depend_on_the_order_of_paths():
    paths = [
        ".github/workflows/ci.yml",
        ".github/workflows/docs.yml",
        ".github/ISSUE_TEMPLATE/a.md",
        ".github/ISSUE_TEMPLATE/b.md",
        ".github/PULL_REQUEST_TEMPLATE/a.md",
        ".github/PULL_REQUEST_TEMPLATE/b.md",
    ]
    assert find_places(paths) == find_places(reversed(paths)) == places_of(frozenset(paths))


@pytest.mark.parametrize(
    "name",
    ["LICENSE-MIT", "LICENCE-MIT.md", "LICENSE.MIT", "license-mit.txt", "COPYING-MIT", "UNLICENSE"],
)
def test_the_text_of_the_licence_may_stand_in_any_licence_file(name):
    other = written(PUBLIC, "LICENSE", "Apache License, Version 2.0")
    assert [it.check for it in judge(other).findings] == ["LIC-3"]
    assert judge(written(other, name, MIT)).findings == ()
    alone = without(PUBLIC, "LICENSE")
    assert "LIC-1" not in [it.check for it in judge(written(alone, name, MIT)).findings]


@pytest.mark.parametrize(
    "name", ["license-check.sh", "LICENSE-3RD-PARTY.txt", "license_header.txt", "licensed.md"]
)
def test_what_is_only_called_like_a_licence_is_none(name):
    assert find_places({"LICENSE", name}).licences == ("LICENSE",)
    assert find_places({name}).of == {}


def test_the_plain_name_is_the_licence_before_its_neighbours():
    places = find_places({"COPYING.LESSER", "LICENSE", "LICENSE-MIT"})
    assert places.of["license"] == "LICENSE"
    assert places.licences == ("LICENSE", "COPYING.LESSER", "LICENSE-MIT")
