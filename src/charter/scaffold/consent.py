"""Remembers which cookiecutter templates a person has allowed to run."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from charter.errors import SkeletonError
from charter.scaffold.skeleton import Skeleton
from charter.scaffold.skeleton_address import canonical_url, is_url, same_address
from charter.settings import Settings


class Consents:
    """A file of consents, each for one template at one commit with one content."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def holds(self, skeleton: Skeleton) -> bool:
        return _what(skeleton) in self._read()

    def remember(self, skeleton: Skeleton) -> None:
        """Add a consent; the file is replaced whole, so it is never half-written."""
        known = self._read()
        if _what(skeleton) in known:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=self._file.name)
            with os.fdopen(handle, "w", encoding="utf-8") as written:
                json.dump([*known, _what(skeleton)], written, indent=1)
            Path(name).replace(self._file)
        except OSError as failed:
            raise SkeletonError(f"the consent could not be written down: {failed}") from failed

    def _read(self) -> list[object]:
        """What was allowed so far; a file that cannot be read allows nothing."""
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return found if isinstance(found, list) else []


def is_allowed(skeleton: Skeleton, settings: Settings, consents: Consents) -> bool:
    """Whether the skeleton is on the settings' list or was allowed before, just as it is now."""
    return any(_covers(entry, skeleton) for entry in settings.skeletons) or consents.holds(skeleton)


def _what(skeleton: Skeleton) -> dict[str, str]:
    return {
        "source": skeleton.source,
        "directory": skeleton.directory,
        "commit": skeleton.commit,
        "digest": skeleton.digest,
    }


def _covers(entry: str, skeleton: Skeleton) -> bool:
    """An address or folder covers itself; one that ends in `/` all that lies below it."""
    below = entry.endswith("/")
    if not is_url(entry):
        if skeleton.url:
            return False
        folder, asked = Path(entry).expanduser(), Path(skeleton.source)
        if not folder.is_absolute():  # it would mean another folder wherever one stands
            return False
        return folder.resolve() in asked.parents if below else folder.resolve() == asked
    if not skeleton.url:
        return False
    if below:
        return skeleton.url.startswith(_prefix(entry))
    return same_address(_canonical(entry), skeleton.url)


def _canonical(entry: str) -> str:
    try:
        return canonical_url(entry)
    except SkeletonError:
        return "\0"  # an entry that is no address covers nothing


def _prefix(entry: str) -> str:
    """`gh:acme/` and `https://host/group/` as canonical addresses begin."""
    full = _canonical(entry.rstrip("/"))
    return full.removesuffix(".git") + "/"
