"""A disk of two megabytes, to be filled."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SIZE = 2 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Disk:
    """What is below `folder` lies on it."""

    folder: Path

    def fill(self) -> None:
        """Take what is left, to the last byte."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (65536, 4096, 512, 1):
                try:
                    while file.write(b"x" * size) == size:
                        pass
                except OSError:
                    continue

    def make_room(self) -> None:
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mounted there; whoever may not mount anything skips, and is told how they may."""
    folder.mkdir()
    options = f"size={SIZE}"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"{mounted.stderr.strip()} Within `unshare -rm` everybody may mount.")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
