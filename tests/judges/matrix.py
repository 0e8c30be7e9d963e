"""Which renderings are judged: every licence, every forge on each side, the rest pairwise."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import jinja2
import yaml

from judges import acme
from judges.rendering import ROOT, Case, case

if TYPE_CHECKING:
    from collections.abc import Iterator

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

LEVELS = ("bug-reports", "contributions-welcome", "shared-write-access", "shared-ownership")
AGREEMENTS = ("inbound-outbound", "dco", "cla")
FILES = ("empty", "full")  # the organisation file as shipped, and Acme's


def innersource_pairs() -> Iterator[Case]:
    """Every forge with every level, each of them with either organisation file."""
    for row, forge in enumerate(FORGES):
        for column, level in enumerate(LEVELS):
            yield case(
                "innersource",
                forge,
                FILES[(row + column) % 2],
                governance_level=level,
                warranty_days=("0", "1", "")[(row + column) % 3],
                review_days=("1", "")[column % 2],
            )


def opensource_pairs() -> Iterator[Case]:
    """Every forge with every agreement, each of them with either organisation file."""
    licenses = ("MIT", "EPL-2.0", "MPL-2.0", copyleft(), "BSD-3-Clause", "ISC", "Apache-2.0")
    for row, forge in enumerate(FORGES):
        for column, agreement in enumerate(AGREEMENTS):
            place = {"cla_url": "https://cla.acme.example/sign"} if agreement == "cla" else {}
            yield case(
                "opensource",
                forge,
                FILES[(row + column) % 2],
                contribution_agreement=agreement,
                license=licenses[(3 * row + column) % len(licenses)],
                publication_date=("", "2026-12-01")[row % 2],
                **place,
            )


CASES = (*FORGE_CASES, *innersource_pairs(), *opensource_pairs())
INNERSOURCE_CASES = tuple(each for each in CASES if each.visibility == "innersource")
OPENSOURCE_CASES = tuple(each for each in CASES if each.visibility == "opensource")
