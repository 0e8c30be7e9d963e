"""Which renderings are judged: every licence, every forge on each side, the rest pairwise."""

from __future__ import annotations

import re
from functools import cache

import jinja2
import yaml

from judges import acme
from judges.rendering import ROOT, case

FORGES = ("github", "gitlab", "gitea", "forgejo")


@cache
def licenses() -> tuple[str, ...]:
    """Every choice that the question `license` offers to Acme."""
    text = (ROOT / "copier.yml").read_text(encoding="utf-8")
    question = yaml.safe_load(re.sub(r"!include (\S+)", r'"\1"', text))["license"]
    environment = jinja2.Environment(autoescape=False)  # as copier has it: these are no web pages
    environment.filters |= {"to_json": lambda value: yaml.safe_dump(value, default_flow_style=True)}
    choices = environment.from_string(question["choices"]).render(
        organisation={"public": acme.PUBLIC, "internal": {}}
    )
    return tuple(yaml.safe_load(choices))


def copyleft() -> str:
    return next(spdx for spdx in licenses() if spdx.startswith("GPL-3.0"))


# Their terms repeat the holder's name, and the detectors count words: a short one keeps them sure.
HOLDER_INSIDE = {"NCSA": "Acme", "PostgreSQL": "Acme"}

LICENSE_CASES = tuple(
    case("opensource", license=spdx, copyright_holder=HOLDER_INSIDE.get(spdx, ""))
    for spdx in licenses()
)

FORGE_CASES = tuple(
    case(visibility, forge) for visibility in ("innersource", "opensource") for forge in FORGES
)

# Every pair of (forge, organisation file, level or agreement) values appears in one of these.
PAIRWISE_CASES = (
    case("innersource", "github", "empty", governance_level="shared-ownership"),
    case("innersource", "gitlab", "empty", governance_level="bug-reports", warranty_days="0"),
    case("innersource", "gitea", "empty", governance_level="shared-write-access"),
    case("innersource", "forgejo", "empty", governance_level="contributions-welcome"),
    case("innersource", "github", "full", governance_level="bug-reports", review_days="1"),
    case("innersource", "gitlab", "full", governance_level="shared-write-access", topics=""),
    case("innersource", "gitea", "full", governance_level="shared-ownership", warranty_days="1"),
    case("opensource", "github", "empty", contribution_agreement="inbound-outbound", license="MIT"),
    case(
        "opensource",
        "gitlab",
        "empty",
        contribution_agreement="cla",
        cla_url="https://cla.umbrella.example",
        license="EPL-2.0",
    ),
    case("opensource", "gitea", "empty", contribution_agreement="dco", license="MPL-2.0"),
    case(
        "opensource",
        "forgejo",
        "empty",
        contribution_agreement="cla",
        cla_url="https://cla.umbrella.example",
        license=copyleft(),
    ),
    case("opensource", "github", "full", contribution_agreement="cla", license="BSD-3-Clause"),
    case("opensource", "gitlab", "full", contribution_agreement="inbound-outbound"),
    case("opensource", "gitea", "full", contribution_agreement="inbound-outbound", license="ISC"),
    case("opensource", "github", "full", publication_date="2026-12-01"),
)

CASES = FORGE_CASES + PAIRWISE_CASES
INNERSOURCE_CASES = tuple(each for each in CASES if each.visibility == "innersource")
OPENSOURCE_CASES = tuple(each for each in CASES if each.visibility == "opensource")
