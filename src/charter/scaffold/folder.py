"""Writes the files of a repository that is being made."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from charter.model import EXECUTABLE, SYMLINK, FileContent


def write_tree(files: Mapping[str, FileContent], folder: Path) -> None:
    """Write `files` below `folder`, which holds none of them yet."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content.mode == SYMLINK:
            path.symlink_to(content.data.decode())
            continue
        path.write_bytes(content.data)
        if content.mode == EXECUTABLE:
            path.chmod(path.stat().st_mode | 0o111)


def empty_tree(folder: Path) -> None:
    """Delete everything in `folder` but its `.git`."""
    for child in folder.iterdir():
        if child.name == ".git":
            continue
        if child.is_dir() and not child.is_symlink():
            shutil.rmtree(child)
        else:
            child.unlink()
