"""Writes down where a code skeleton came from, in the form that `cruft update` reads."""

from __future__ import annotations

from charter.model import Visibility
from charter.scaffold.render_skeleton import RenderedSkeleton
from charter.scaffold.skeleton import Skeleton

RECORD = ".cruft.json"


def may_record(skeleton: Skeleton, visibility: Visibility) -> bool:
    """Whether the skeleton's address may stand in a repository of this visibility."""
    raise NotImplementedError


def skeleton_record(skeleton: Skeleton, rendered: RenderedSkeleton) -> bytes:
    """The bytes of `.cruft.json`."""
    raise NotImplementedError
