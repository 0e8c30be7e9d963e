"""Registrations that wait for the catalog: one file each, delivered in order, each exactly once."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charter.errors import CatalogError, UnfitError

if TYPE_CHECKING:  # every search looks whether something waits, and most often nothing does
    from charter.catalog.outbox_item import Registration

ANSWERED = "answered"  # the outcome of delivering an author's answer
_ASIDE = "set-aside"
_PATIENCE_SECONDS = 30.0


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
        from charter.catalog.outbox_item import item_as_json, new_number  # noqa: PLC0415

        number = registration.once or new_number()
        item = self.folder / f"{time.time_ns():020d}-{number}.json"
        unfinished = item.with_suffix(".part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                with unfinished.open("x", encoding="utf-8") as file:
                    json.dump(item_as_json(registration), file, ensure_ascii=False, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                unfinished.rename(item)
            finally:
                unfinished.unlink(missing_ok=True)
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


def _read(item: Path) -> Registration:
    from charter.catalog.outbox_item import read_item  # noqa: PLC0415

    return read_item(item)


def _reason(item: Path) -> str:
    try:
        return item.with_suffix(".reason").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_item(name: str) -> bool:
    return name.endswith(".json") and not name.startswith(".")
