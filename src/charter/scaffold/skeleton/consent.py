"""Remembers which cookiecutter templates a person has allowed to run."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from charter.errors import SkeletonError
from charter.scaffold.skeleton.address import canonical_url, is_url, same_address
from charter.scaffold.skeleton.fetch import Skeleton
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
    if is_url(entry):
        return bool(skeleton.url) and _covers_url(entry, skeleton.url)
    folder = Path(entry).expanduser()
    if skeleton.url or not folder.is_absolute():  # relative, it would mean another one each time
        return False
    folder, asked = folder.resolve(), Path(skeleton.source)
    return folder in asked.parents if entry.endswith("/") else folder == asked


def _covers_url(entry: str, url: str) -> bool:
    below = entry.endswith("/")
    try:
        # a name is needed below a host or a group before either is an address
        allowed = canonical_url(f"{entry}x" if below else entry)
    except SkeletonError:
        return False
    if below:
        return url.startswith(allowed.removesuffix(".git").removesuffix("x"))
    return same_address(allowed, url)
