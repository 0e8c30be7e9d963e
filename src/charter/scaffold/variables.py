"""Maps what a person answered onto a cookiecutter template's own variables. Pure but for one read."""

from __future__ import annotations

from collections.abc import Mapping

from charter.scaffold.skeleton import Skeleton


def variables_for(
    skeleton: Skeleton, facts: Mapping[str, str], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The variables to set; `chosen` (--skeleton-set) goes over what the facts say.

    Facts known: name, title, description, author, email, handle, owner (on the forge),
    organisation, license (SPDX id, empty inside the organisation), year, url, forge.
    Raises SkeletonError for a chosen variable that the template does not have.
    """
    raise NotImplementedError
