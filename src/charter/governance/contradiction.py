"""Answers that say another side than the files: somebody wrote them by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charter.model import Visibility
from charter.template.project import ProjectFolder

COMPONENT = "catalog-info.yaml"
LABEL = re.compile(  # what the catalog's descriptor says of the side
    r"^[ \t]*[\"']?charter\.dev/visibility[\"']?:[ \t]*[\"']?([A-Za-z]{1,20})", re.MULTILINE
)
_OWNER = re.compile(r"^[ \t]+owner:[ \t]*[\"']?([^\"'\s#][^\"'\n#]{0,200})", re.MULTILINE)


def owners_in(component: str) -> list[tuple[str, int]]:
    """The teams that a catalog's descriptor names as owners, each with its line."""
    return [
        (
            found[1].strip().removeprefix("group:").removeprefix("default/"),
            component.count("\n", 0, found.start(1)) + 1,
        )
        for found in _OWNER.finditer(component)
    ]


@dataclass(frozen=True)
class Contradiction:
    """The side that the answers say, and the one that the catalog's descriptor says."""

    answered: Visibility
    described: str


def find_contradiction(project: ProjectFolder) -> Contradiction | None:
    """Whether the answers and catalog-info.yaml in HEAD tell different sides."""
    said = project.recorded.answers.get("visibility")
    if said not in tuple(Visibility):
        return None
    component = project.repository.read(project.path(COMPONENT))
    label = LABEL.search(component.data.decode(errors="replace")) if component else None
    if label is None or label[1].lower() == said:
        return None
    return Contradiction(Visibility(said), label[1].lower())
