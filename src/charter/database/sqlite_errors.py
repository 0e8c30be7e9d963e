"""What SQLite says, told plainly: what failed with the file and what to do."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from charter.database import Clash
from charter.errors import CatalogError

ELSEWHERE = "Name another file: `charter settings set catalog FILE`."
_REASONS = {
    "SQLITE_NOTADB": ("is not a database", ELSEWHERE),
    "SQLITE_CORRUPT": ("is damaged", "Move it away and run `charter register` in each repository."),
    "SQLITE_BUSY": ("is being written by others all the time", "Try again."),
    "SQLITE_LOCKED": ("is being written by others all the time", "Try again."),
    "SQLITE_READONLY": (
        "may not be written by you",
        "Allow it, or name another file in the settings.",
    ),
    "SQLITE_CANTOPEN": ("cannot be opened by you", ELSEWHERE),
    "SQLITE_FULL": ("cannot grow: the disk is full", "Make room and try again."),
    "SQLITE_IOERR": ("cannot be read or written: the disk or the network failed", "Try again."),
}

_ROOM = 64 * 1024  # bytes: what SQLite takes at once for the files beside a catalog

# another entry has the same name or address by now: what was read before is no longer true
_TAKEN = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID")


@contextmanager
def explained(file: Path, *, in_transaction: bool) -> Iterator[None]:
    """Failures inside are CatalogErrors of the file, or Clash: a write begins anew."""
    try:
        yield
    except sqlite3.Error as wrong:
        name = getattr(wrong, "sqlite_errorname", "") or ""
        if in_transaction and name in _TAKEN:
            raise Clash(str(wrong)) from wrong
        if name.startswith("SQLITE_IOERR") and _is_full(file):
            name = "SQLITE_FULL"
        for known, (what, hint) in _REASONS.items():
            if name.startswith(known):
                raise CatalogError(f"the catalog {file} {what}.", hint=hint) from wrong
        raise CatalogError(f"the catalog {file} failed: {wrong}.") from wrong


def _is_full(file: Path) -> bool:
    """SQLite tells of a file beside the catalog that finds no room as of any other failure."""
    try:
        left = os.statvfs(file.parent)
    except OSError:
        return False
    return left.f_bavail * left.f_frsize < _ROOM
