"""One registration that waits: what it tells, and the file that holds it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from charter.catalog.reuse import ReuseAnswer, answer_of_json
from charter.catalog.reuse import as_json as answer_as_json
from charter.catalog.sight import Sight, sight_of
from charter.catalog.sight import as_json as sight_as_json
from charter.catalog.times import utc_now
from charter.errors import CatalogError, UnfitError

FORMAT = 2  # 1 held neither what was seen nor that it moved: hooks still write it
WITH_ANSWER = 3  # an author's answer, and nothing else
_FORMATS = (1, FORMAT, WITH_ANSWER)
_LARGEST = 4 * 1024 * 1024
_NUMBER = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Registration:
    """What a repository tells the catalog: texts of its files, its git remote, what is seen in it.

    `moved` says that the repository of that name has a new address. `once` is the
    number of the message, under which a catalog carries it out once only. With an `answer`, that is
    all it tells: what the author of the repository makes of what exists already.
    """

    repository: str
    remote: str
    files: Mapping[str, str]
    sight: Sight | None = None
    moved: bool = False
    answer: ReuseAnswer | None = None
    once: str = field(default="", compare=False)

    def says_the_same(self, other: Registration) -> bool:
        """Whether both tell of one state: when it was checked makes no difference."""
        return _undated(self) == _undated(other)

    @property
    def name(self) -> str:
        return Path(self.repository).name


class BrokenItemError(UnfitError):
    """An item that no later try can read."""


def _undated(registration: Registration) -> Registration:
    sight = registration.sight
    if sight is None:
        return registration
    return replace(registration, sight=replace(sight, health=replace(sight.health, checked="")))


def item_as_json(registration: Registration) -> dict[str, Any]:
    if registration.answer:
        return {
            "format": WITH_ANSWER,
            "repository": registration.repository,
            "answer": answer_as_json(registration.answer),
            "written": utc_now(),
        }
    return {
        "format": FORMAT,
        "repository": registration.repository,
        "remote": registration.remote,
        "files": dict(registration.files),
        "sight": sight_as_json(registration.sight) if registration.sight else None,
        "moved": registration.moved,
        "written": utc_now(),
    }


def new_number() -> str:
    """A number for one message, which no other has."""
    return os.urandom(16).hex()


def read_item(item: Path) -> Registration:
    try:
        if item.stat().st_size > _LARGEST:
            raise BrokenItemError("it is too large.")
        found = json.loads(item.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise BrokenItemError(f"it cannot be read: {wrong}.") from wrong
    if not isinstance(found, dict) or found.get("format") not in _FORMATS:
        raise BrokenItemError("it is not in a format that this version knows.")
    if found["format"] == WITH_ANSWER:
        return _answer_in(found, item)
    repository, remote, files = (found.get(name) for name in ("repository", "remote", "files"))
    texts = isinstance(files, dict) and all(isinstance(text, str) for text in files.values())
    if not (isinstance(repository, str) and isinstance(remote, str) and texts):
        raise BrokenItemError("parts of it are missing or of the wrong type.")
    seen = found.get("sight")
    try:
        sight = sight_of(seen) if isinstance(seen, dict) else None
    except ValueError as wrong:
        raise BrokenItemError(str(wrong)) from wrong
    moved, number = found.get("moved") is True, _number_of(item, files or {})
    return Registration(repository, remote, files or {}, sight, moved, once=number)


def _answer_in(found: Mapping[str, Any], item: Path) -> Registration:
    repository, told = found.get("repository"), found.get("answer")
    if not (isinstance(repository, str) and isinstance(told, dict)):
        raise BrokenItemError("parts of it are missing or of the wrong type.")
    try:
        answer = answer_of_json(told)
    except CatalogError as wrong:
        raise BrokenItemError(wrong.message) from wrong
    return Registration(repository, "", {}, answer=answer, once=_number_of(item, {}))


def _number_of(item: Path, files: Mapping[str, str]) -> str:
    """Its name ends with the number; where our hook has written it, one is made of it."""
    if _NUMBER.fullmatch(number := item.stem.rpartition("-")[2]):
        return number
    import hashlib  # noqa: PLC0415 - seldom, and the outbox is asked by every search

    text = json.dumps([item.name, files], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
