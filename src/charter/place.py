"""Where a new repository goes: made beside its place, moved in whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from charter.errors import UsageError


def check_place(place: Path, *, hint: str = "Choose another name.") -> None:
    """Raises UsageError, with `hint`, where something is in the way; an empty folder is not."""
    if not place.parent.is_dir():
        raise UsageError(
            f"the folder {place.parent} does not exist.", hint=f"Make it: mkdir -p {place.parent}"
        )
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise UsageError(f"{place} exists and is not a folder.", hint="Choose another name.")
    if place.is_dir() and any(place.iterdir()):
        raise UsageError(
            f"the folder {place} is not empty.",
            hint=hint,
        )


@contextmanager
def workshop(place: Path) -> Iterator[Path]:
    """A folder on the same disk as `place`, gone afterwards whatever happened in it."""
    room = place.parent / f".charter-{secrets.token_hex(4)}"
    try:  # named before it is made: there is no moment in which an interruption leaves it behind
        _make(room)
        yield room
    finally:
        _clear(room)


def _make(room: Path) -> None:
    try:
        room.mkdir(mode=0o700)
    except OSError as refused:
        raise UsageError(
            f"nothing can be written into {room.parent}: {refused.strerror}.",
            hint="Choose a folder that is yours: charter new --into FOLDER",
        ) from refused


def _clear(room: Path) -> None:
    try:
        shutil.rmtree(room, ignore_errors=True)
    except BaseException:  # Ctrl-C while clearing up: first the rest, then out
        shutil.rmtree(room, ignore_errors=True)
        raise


def move_in(made: Path, place: Path) -> None:
    """Move the finished repository into its place; on failure the place is as it was.

    An empty folder that is there is filled, not replaced: it may be the shell's current one.
    """
    if not place.exists():
        made.rename(place)
        return
    moved: list[Path] = []
    try:
        for child in sorted(made.iterdir()):
            child.rename(place / child.name)
            moved.append(place / child.name)
    except BaseException:  # Ctrl-C too
        for child in moved:
            child.rename(made / child.name)
        raise
