"""The record of the last operation in a working tree: what undo goes back to, what a crash left."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from charter.errors import CharterError, UsageError

FORMAT = 2
_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class Operation:
    """An operation on a working tree: `before` is the commit of `branch` it began at, `tree` what
    it makes; `branch` is empty where HEAD was on none.

    `paths` are those it touches, from the repository's root. While `is_done` is false it may have
    been cut short. `commit` is the one it made, if any. `is_listing` tells that the catalog did not
    know the project before, `at` when it began, in UTC, as the catalog writes times.
    """

    kind: str
    summary: str
    folder: str
    branch: str
    before: str
    tree: str
    paths: tuple[str, ...]
    is_done: bool = False
    commit: str = ""
    is_listing: bool = False
    at: str = ""

    def done(self, commit: str = "") -> Operation:
        return replace(self, is_done=True, commit=commit)


class OperationRecord:
    """The file in git's own folder that holds the last operation; gone once it is taken back."""

    def __init__(self, git_folder: Path) -> None:
        self._folder = git_folder / "charter"
        self._file = self._folder / "operation.json"

    def read(self) -> Operation | None:
        """The last operation; None where there is none. Raises UsageError for a broken record."""
        try:
            found = json.loads(self._file.read_text("utf-8"))
            if found.pop("format") != FORMAT:
                if found["is_done"]:  # nothing waits; that version could have taken it back
                    return None
                raise ValueError("it is of another version of Charter")  # noqa: TRY301
            return Operation(**{**found, "paths": tuple(found["paths"])})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as wrong:
            raise UsageError(
                f"{self._file} cannot be read: {wrong}.",
                hint="Look at `git status`; then delete that file.",
            ) from wrong

    def write(self, operation: Operation) -> None:
        """Keep it, whole or not at all, on the disk before anything else happens."""
        self._folder.mkdir(exist_ok=True)
        unfinished = self._file.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump({"format": FORMAT, **asdict(operation)}, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._file)

    def clear(self) -> None:
        self._file.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One operation at a time; raises UsageError while another process stays at work here."""
        try:
            self._folder.mkdir(exist_ok=True)
            file = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as refused:
            raise CharterError(
                f"nothing can be written into {self._folder}: {refused.strerror}."
            ) from refused
        try:
            _take(file)
            yield
        except BlockingIOError as busy:
            raise UsageError(
                "another charter command is at work in this repository.", hint="Wait for it."
            ) from busy
        finally:
            os.close(file)


def note_listing(git_folder: Path) -> None:
    """Keep in the record that its project is new to the catalog, for undo to take it out again."""
    record = OperationRecord(git_folder)
    with record.locked():
        if operation := record.read():
            record.write(replace(operation, is_listing=True))


def _take(file: int) -> None:
    """Wait a moment for the lock: one that was killed lets go of it only with its last child."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise
            time.sleep(0.05)
        else:
            return
