"""Remembers which cookiecutter templates a person has allowed to run."""

from __future__ import annotations

from pathlib import Path

from charter.scaffold.skeleton import Skeleton
from charter.settings import Settings


class Consents:
    """A file of consents, each for one template at one commit with one content."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def holds(self, skeleton: Skeleton) -> bool:
        raise NotImplementedError

    def remember(self, skeleton: Skeleton) -> None:
        raise NotImplementedError


def is_allowed(skeleton: Skeleton, settings: Settings, consents: Consents) -> bool:
    """Whether the skeleton is on the settings' list or was allowed before, just as it is now."""
    raise NotImplementedError
