"""Writes an export into a file, whole or not at all; or a file for each project into a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from charter.catalog.entry import Entry
from charter.catalog.exchange.backstage_names import object_name
from charter.errors import CatalogError, UsageError

_NO_TEAM = "-"


def write_out(pieces: Iterable[str], file: Path | None) -> None:
    """Write the pieces to standard output, or into the file as `write_whole` does."""
    if file is None:
        for piece in pieces:
            sys.stdout.write(piece)
    else:
        write_whole(file, pieces)


def write_whole(file: Path, pieces: Iterable[str]) -> None:
    """Write the pieces beside the file, then put them in its place; raises UsageError."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        try:
            with beside.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(pieces)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as wrong:
        raise UsageError(f"{file} cannot be written: {wrong.strerror}.") from wrong


def write_each(
    folder: Path, entries: Iterable[Entry], text_of: Callable[[Entry], str], name: str
) -> Iterator[tuple[Entry, str]]:
    """Each entry that was left out, and why; the others are FOLDER/TEAM/PROJECT/NAME then."""
    for entry in entries:
        try:
            text = text_of(entry)
        except CatalogError as unfit:
            yield entry, unfit.message
            continue
        team = object_name(entry.project.team) if entry.project.team else _NO_TEAM
        place = folder / team / object_name(entry.project.name)
        try:
            place.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise UsageError(f"{place} cannot be made: {wrong.strerror}.") from wrong
        write_whole(place / name, [text])
