"""Registrations that wait for the catalog: one file each, delivered in order, each exactly once."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from charter.catalog.sight import Sight, sight_of
from charter.catalog.sight import as_json as sight_as_json
from charter.errors import CatalogError, UnfitError

FORMAT = 2  # 1 held neither what was seen nor that it moved: hooks still write it
_FORMATS = (1, FORMAT)
_ASIDE = "set-aside"
_LARGEST = 4 * 1024 * 1024
_NUMBER = re.compile(r"[0-9a-f]{32}")
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Registration:
    """What a repository tells the catalog: texts of its files, its git remote, what is seen in it.

    `moved` says that the repository of that name has a new address. `once` is the
    number of the message, under which a catalog carries it out once only.
    """

    repository: str
    remote: str
    files: Mapping[str, str]
    sight: Sight | None = None
    moved: bool = False
    once: str = field(default="", compare=False)

    def says_the_same(self, other: Registration) -> bool:
        """Whether both tell of one state: when it was checked makes no difference."""
        return _undated(self) == _undated(other)

    @property
    def name(self) -> str:
        return Path(self.repository).name


@dataclass(frozen=True)
class Delivery:
    """What became of one waiting registration; `problem` is empty where it was delivered."""

    item: Path
    repository: str
    outcome: str = ""
    problem: str = ""


class Outbox:
    """A folder of waiting registrations, shared by every process of the user."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def waiting(self) -> list[Path]:
        """The items, the oldest first."""
        try:
            names = os.listdir(self.folder)  # noqa: PTH208 - asked by every search
        except FileNotFoundError:
            return []
        except OSError as wrong:
            raise CatalogError(
                f"the outbox {self.folder} cannot be read: {wrong.strerror}."
            ) from wrong
        return [self.folder / name for name in sorted(names) if _is_item(name)]

    def put(self, registration: Registration) -> Path:
        """Let it wait; where the same already waits as the repository's newest, that one stays."""
        for item in reversed(self.waiting()):
            try:
                other = _read(item)
            except CatalogError:
                continue
            if other.says_the_same(registration):
                return item
            if other.repository == registration.repository:
                break
        return self._write(registration)

    def withdraw(self, repository: str) -> None:
        """Let nothing wait any more that this repository said."""
        for item in self.waiting():
            try:
                is_its = _read(item).repository == repository
            except CatalogError:
                continue  # broken: delivering tells of it
            if is_its:
                with self._usable():
                    item.unlink(missing_ok=True)

    def _write(self, registration: Registration) -> Path:
        number = registration.once or new_number()
        item = self.folder / f"{time.time_ns():020d}-{number}.json"
        unfinished = item.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with unfinished.open("x", encoding="utf-8") as file:
                json.dump(_as_json(registration), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(item)
        except OSError as wrong:
            raise CatalogError(
                f"the registration could not be kept in {self.folder}: {wrong.strerror}.",
                hint="Run `charter register` in the repository later.",
            ) from wrong
        return item

    def deliver(
        self, register: Callable[[Registration], str], *, wait: bool = True
    ) -> Iterator[Delivery]:
        """Hand each item to `register` and remove it; a broken one is set aside and told of.

        `register` raises UnfitError for an item that can never be delivered: why lies beside it.
        A CatalogError ends the delivery, and the rest waits on. Without `wait`, nothing is done
        while another process delivers.
        """
        if not self.waiting():
            return
        with self._lock(wait=wait) as locked:
            for item in self.waiting() if locked else ():
                yield self._deliver_one(item, register)

    def _deliver_one(self, item: Path, register: Callable[[Registration], str]) -> Delivery:
        repository = ""
        try:
            registration = _read(item)
            repository = registration.repository
            outcome = register(registration)
        except UnfitError as refused:  # what no later try would bring about
            aside = self._set_aside(item, refused.message)
            return Delivery(aside, repository, problem=refused.message)
        with self._usable():
            item.unlink(missing_ok=True)
        return Delivery(item, repository, outcome=outcome)

    def set_aside(self) -> list[tuple[Path, str]]:
        """What was never delivered, and why; the oldest first."""
        folder = self.folder / _ASIDE
        names = sorted(os.listdir(folder)) if folder.is_dir() else []  # noqa: PTH208
        items = [folder / name for name in names if _is_item(name)]
        return [(item, _reason(item)) for item in items]

    def _set_aside(self, item: Path, reason: str) -> Path:
        aside = self.folder / _ASIDE
        with self._usable():
            aside.mkdir(exist_ok=True)
            moved = item.replace(aside / item.name)
            moved.with_suffix(".reason").write_text(f"{reason}\n", encoding="utf-8")
            return moved

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as wrong:
            raise CatalogError(
                f"the outbox {self.folder} cannot be used: {wrong.strerror}."
            ) from wrong

    @contextmanager
    def _lock(self, *, wait: bool) -> Iterator[bool]:
        with self._usable():
            file = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _take(file, patience=_PATIENCE_SECONDS if wait else 0.0)
        finally:
            os.close(file)


class _BrokenItemError(UnfitError):
    """An item that no later try can read."""


def _take(file: int, *, patience: float) -> bool:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(0.05)
        else:
            return True


def _reason(item: Path) -> str:
    try:
        return item.with_suffix(".reason").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _undated(registration: Registration) -> Registration:
    sight = registration.sight
    if sight is None:
        return registration
    return replace(registration, sight=replace(sight, health=replace(sight.health, checked="")))


def _is_item(name: str) -> bool:
    return name.endswith(".json") and not name.startswith(".")


def _as_json(registration: Registration) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "repository": registration.repository,
        "remote": registration.remote,
        "files": dict(registration.files),
        "sight": sight_as_json(registration.sight) if registration.sight else None,
        "moved": registration.moved,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def new_number() -> str:
    """A number for one message, which no other has."""
    return secrets.token_hex(16)


def _read(item: Path) -> Registration:
    try:
        if item.stat().st_size > _LARGEST:
            raise _BrokenItemError("it is too large.")
        found = json.loads(item.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as wrong:
        raise _BrokenItemError(f"it cannot be read: {wrong}.") from wrong
    if not isinstance(found, dict) or found.get("format") not in _FORMATS:
        raise _BrokenItemError("it is not in a format that this version knows.")
    repository, remote, files = (found.get(name) for name in ("repository", "remote", "files"))
    texts = isinstance(files, dict) and all(isinstance(text, str) for text in files.values())
    if not (isinstance(repository, str) and isinstance(remote, str) and texts):
        raise _BrokenItemError("parts of it are missing or of the wrong type.")
    seen = found.get("sight")
    try:
        sight = sight_of(seen) if isinstance(seen, dict) else None
    except ValueError as wrong:
        raise _BrokenItemError(str(wrong)) from wrong
    moved, number = found.get("moved") is True, _number_of(item, files or {})
    return Registration(repository, remote, files or {}, sight, moved, number)


def _number_of(item: Path, files: Mapping[str, str]) -> str:
    """Its name ends with the number; where our hook has written it, one is made of it."""
    if _NUMBER.fullmatch(number := item.stem.rpartition("-")[2]):
        return number
    text = json.dumps([item.name, files], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
