"""A small template with two versions, and a repository that stands on the first one."""

from __future__ import annotations

from pathlib import Path

import yaml
from histories import ADDRESS, page

from charter.git import commit_everything, git
from charter.model import EXECUTABLE, FileContent

CONFIGURATION = b"""\
_subdirectory: template
name: {type: str, default: shop}
team: {type: str, default: web}
"""


def text(*lines: str) -> FileContent:
    return FileContent("".join(f"{line}\n" for line in lines).encode())


ONE = {
    "A.md": FileContent(page("A")),
    "B.md": FileContent(page("B")),
    "OLD.md": FileContent(page("OLD")),
    "OWNERS": text("* @{{ team }}"),
    "run": FileContent(b"#!/bin/sh\n", EXECUTABLE),
}
TWO = {
    **ONE,
    "A.md": FileContent(page("A").replace(b"A line 0\n", b"A\n")),
    "B.md": FileContent(page("B").replace(b"B line 5\n", b"B five\n")),
    "NEW.md": text("# New in {{ name }}"),
}
del TWO["OLD.md"]


def found(place: Path, folder: str = "") -> Path:
    """A repository at version 1, made without any tool: its files as the template gives them."""
    root = place / folder
    root.mkdir(parents=True, exist_ok=True)
    for name, content in ONE.items():
        file = root / name
        file.write_bytes(content.data.replace(b"{{ team }}", b"web"))
        file.chmod(0o755 if content.mode == EXECUTABLE else 0o644)
    (root / ".copier-answers.yml").write_text(
        f"_commit: v1.0.0\n_src_path: {ADDRESS}\nname: shop\nteam: web\n"
    )
    if not (place / ".git").exists():
        git("init", "--quiet", "--initial-branch=main", cwd=place)
    commit_everything(place, "Found")
    return place


def edit(place: Path, file: str, old: str, new: str, *, commits: bool = True) -> None:
    """Change a text of a file, which must be in it."""
    path = place / file
    changed = path.read_text().replace(old, new)
    assert changed != path.read_text()
    path.write_text(changed)
    if commits:
        commit_everything(place, f"Edit {file}")


def status(place: Path) -> list[str]:
    return git("status", "--porcelain", cwd=place).splitlines()


def version_of(place: Path) -> str:
    return str(yaml.safe_load((place / ".copier-answers.yml").read_text())["_commit"])


def bare_of(shop: Path) -> Path:
    bare = shop.with_name("shop.git")
    git("clone", "--quiet", "--bare", str(shop), str(bare))
    return bare
