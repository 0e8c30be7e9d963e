"""One flaw for each judge, and what it must say about it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from judges.rendering import Case, case, commit

if TYPE_CHECKING:
    from collections.abc import Callable

INNER = case("innersource")
OPEN = case("opensource")


@dataclass(frozen=True)
class Flaw:
    """What is done to a good rendering, and a word of the complaint that must follow."""

    judge: str
    of: Case
    harm: Callable[[Path], object]
    word: str


def write(file: str, text: str) -> Callable[[Path], object]:
    def harm(repository: Path) -> None:
        (repository / file).parent.mkdir(parents=True, exist_ok=True)
        (repository / file).write_text(text, encoding="utf-8")

    return harm


def add(file: str, text: str) -> Callable[[Path], object]:
    def harm(repository: Path) -> None:
        place = repository / file
        place.write_text(place.read_text(encoding="utf-8") + text, encoding="utf-8")

    return harm


def swap(file: str, old: str, new: str) -> Callable[[Path], object]:
    def harm(repository: Path) -> None:
        text = (repository / file).read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r} to break"
        (repository / file).write_text(text.replace(old, new), encoding="utf-8")

    return harm


def remove(file: str) -> Callable[[Path], object]:
    return lambda repository: (repository / file).unlink()


def take_license_of_the_public(repository: Path) -> None:
    text = Path(__file__).parent.parent.parent / "templates/shared/licences/Apache-2.0.txt"
    shutil.copy(text, repository / "LICENSE")


BAD_WORKFLOW = """\
name: CI
on: issues
permissions: write-all
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.issue.title }}
"""

FLAWS = (
    Flaw("reuse", OPEN, remove("REUSE.toml"), "not compliant"),
    Flaw("licensee", OPEN, write("LICENSE", "All rights reserved.\n"), "NOASSERTION"),
    Flaw("licensee-innersource", INNER, take_license_of_the_public, "sees Apache-2.0"),
    Flaw(
        "licensee-innersource",
        INNER,
        write("README.md", "# A\n\n## License\n\nMIT License\n"),
        "in a file",
    ),
    Flaw("askalono", OPEN, write("LICENSE", "All rights reserved.\n"), "NOASSERTION"),
    Flaw("askalono-innersource", INNER, take_license_of_the_public, "Apache-2.0"),
    Flaw("repolinter", OPEN, remove("CONTRIBUTING.md"), "contributing-file-exists"),
    Flaw("repolinter", OPEN, remove("NOTICE"), "notice-file-exists"),
    Flaw("repolinter-innersource", INNER, remove("SUPPORT.md"), "says-where-to-ask"),
    Flaw(
        "repolinter-innersource", INNER, write("README.md", "# Renderer\n\nFor all.\n"), "internal"
    ),
    Flaw("repolinter-innersource", INNER, write(".github/FUNDING.yml", "github: ada\n"), "money"),
    Flaw(
        "repolinter-innersource",
        INNER,
        add("CONTRIBUTING.md", "\nSigned-off-by: you\n"),
        "sign-off",
    ),
    Flaw("repolinter-innersource", INNER, add("LICENSE", "\nApache-2.0\n"), "public-licence"),
    Flaw(
        "repolinter-innersource",
        INNER,
        add(".github/ISSUE_TEMPLATE/config.yml", "\n# {{ name }}\n"),
        "template-language",
    ),
    Flaw("repolinter-opensource", OPEN, write("innersource.json", "{}\n"), "is-nothing-internal"),
    Flaw(
        "repolinter-opensource",
        OPEN,
        add("README.md", "\nAn InnerSource project.\n"),
        "internal-use",
    ),
    Flaw(
        "repolinter-opensource",
        OPEN,
        write("MAINTAINERS.md", "# Maintainers\n\n`@ada`\n"),
        "two-maint",
    ),
    Flaw(
        "repolinter-opensource", OPEN, write("SECURITY.md", "# Security\n\nAsk.\n"), "vulnerability"
    ),
    Flaw("schemas", OPEN, write("CITATION.cff", "cff-version: 1.2.0\n"), "citation-file-format"),
    Flaw(
        "schemas", OPEN, write(".github/dependabot.yml", "version: 2\nupdates: 1\n"), "dependabot"
    ),
    Flaw("schemas", OPEN, write(".github/ISSUE_TEMPLATE/bug.yml", "name: Bug\n"), "issue-forms"),
    Flaw(
        "schemas",
        OPEN,
        write(".github/ISSUE_TEMPLATE/config.yml", "contact_links: 1\n"),
        "issue-config",
    ),
    Flaw(
        "schemas",
        OPEN,
        write(".github/workflows/bad.yml", "name: CI\non: push\n"),
        "github-workflows",
    ),
    Flaw("schemas", OPEN, write(".github/workflows/bad.yml", BAD_WORKFLOW), "require-timeout"),
    Flaw(
        "schemas", case("innersource", "gitlab"), write(".gitlab-ci.yml", "test: 1\n"), "gitlab-ci"
    ),
    Flaw(
        "schemas",
        case("innersource", "gitea"),
        write("renovate.json", '{"enabled": 1}\n'),
        "renovate",
    ),
    Flaw(
        "schemas",
        case("opensource", "gitea"),
        write(".gitea/workflows/bad.yml", "name: CI\n"),
        "workflows",
    ),
    Flaw("zizmor", OPEN, write(".github/workflows/bad.yml", BAD_WORKFLOW), "template-injection"),
    Flaw("zizmor", OPEN, write(".github/workflows/bad.yml", BAD_WORKFLOW), "unpinned-uses"),
    Flaw(
        "actionlint",
        OPEN,
        write(".github/workflows/bad.yml", BAD_WORKFLOW),
        "potentially untrusted",
    ),
    Flaw(
        "actionlint",
        case("opensource", "forgejo"),
        write(
            ".forgejo/workflows/bad.yml",
            "on: push\njobs:\n  a:\n    needs: b\n    runs-on: x\n    steps:\n      - run: a\n",
        ),
        "does not exist",
    ),
    Flaw("markdownlint", OPEN, add("README.md", "\n#No space\n"), "MD018"),
    Flaw("links", OPEN, add("README.md", "\n[there](docs/nowhere.md)\n"), "nowhere.md"),
    Flaw(
        "links",
        INNER,
        add("README.md", "\n[there](CONTRIBUTING.md#no-such-heading)\n"),
        "no-such-heading",
    ),
    Flaw("codeowners", OPEN, write(".github/CODEOWNERS", "* payments\n"), "is no owner"),
    Flaw("codeowners", OPEN, write(".github/CODEOWNERS", "* @ada\n!*.md @bob\n"), "!*.md"),
    Flaw(
        "codeowners",
        case("innersource", "gitea"),
        write(".gitea/CODEOWNERS", "* @ada\n"),
        "no regular",
    ),
    Flaw(
        "codeowners",
        case("innersource", "forgejo"),
        write(".forgejo/CODEOWNERS", ".*md @ada\n"),
        "nobody",
    ),
    Flaw(
        "codeowners",
        case("innersource", "gitlab"),
        write(".gitlab/CODEOWNERS", ".* @ada\n"),
        "regular",
    ),
    Flaw("owners", OPEN, write(".github/CODEOWNERS", "*.md @ada\n"), "nobody owns it"),
    Flaw("intuit-innersource", INNER, write("README.md", "# Title\n"), "no title"),
    Flaw("intuit-innersource", INNER, remove(".github/ISSUE_TEMPLATE/question.md"), "about"),
    Flaw("intuit-innersource", INNER, write(".github/CODEOWNERS", "/docs/ @ada\n"), "no line like"),
    Flaw("intuit-opensource", OPEN, remove("CODE_OF_CONDUCT.md"), "CODE_OF_CONDUCT.md: missing"),
    Flaw("backstage", INNER, swap("catalog-info.yaml", "name: ", "name: 'a b' #"), "metadata.name"),
    Flaw("backstage", OPEN, swap("catalog-info.yaml", "lifecycle:", "life:"), "lifecycle"),
    Flaw("yamllint", OPEN, add("catalog-info.yaml", "spec: {}\n"), "duplication"),
    Flaw("parsers", INNER, add("innersource.json", "}"), "innersource.json"),
    Flaw("parsers", OPEN, add("REUSE.toml", "= 2\n"), "REUSE.toml"),
    Flaw("shellcheck", OPEN, add("scripts/test", 'cd $nowhere\n[ "$a" == b ]\n'), "SC"),
)


def break_it(repository: Path, flaw: Flaw, into: Path) -> Path:
    shutil.copytree(repository, into)
    flaw.harm(into)
    commit(into)
    return into
