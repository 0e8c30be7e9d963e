"""Looks at a repository: its README, its language, how lively its history is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from charter.catalog.activity import Activity
from charter.catalog.languages import language_of
from charter.catalog.sight import Sight
from charter.catalog.times import as_text
from charter.errors import GitError
from charter.git import git

README_BYTES = 64 * 1024
_NAMES = ("readme.md", "readme.rst", "readme.adoc", "readme.asciidoc", "readme.txt", "readme")
_WEEKS = 52


def look_at(root: Path) -> Sight:
    """What the repository at `root` shows; never raises: what cannot be seen is left out."""
    is_repository = (root / ".git").exists()
    paths = _paths(root) if is_repository else [each.name for each in _children(root)]
    activity = read_activity(root, datetime.now(UTC)) if is_repository else Activity()
    return Sight(_readme(root), language_of(paths), activity)


def read_activity(root: Path, now: datetime) -> Activity:
    """Commits of each of the last 52 weeks; nothing for a shallow clone, which knows only some.

    Whether an older repository began one or ten years ago the score does not ask, nor do we.
    """
    since = now - timedelta(weeks=_WEEKS)
    try:
        if git("rev-parse", "--is-shallow-repository", cwd=root).strip() == "true":
            return Activity()
        lines = git("log", "--format=%ct %P", f"--since={int(since.timestamp())}", cwd=root)
        last = git("log", "-1", "--format=%ct", cwd=root)
    except GitError:  # no commit yet
        return Activity()
    weeks, begun = [0] * _WEEKS, [int(now.timestamp())]
    for line in lines.splitlines():
        seconds, _, parents = line.partition(" ")
        age = max(int(now.timestamp()) - int(seconds), 0) // (7 * 86400)
        weeks[_WEEKS - 1 - min(age, _WEEKS - 1)] += 1
        if not parents:
            begun.append(int(seconds))
    created = _time(min(begun)) if len(begun) > 1 else ""
    return Activity(created=created, updated=_time(int(last)), participation=tuple(weeks))


def _time(seconds: int) -> str:
    return as_text(datetime.fromtimestamp(seconds, UTC))


def _paths(root: Path) -> list[str]:
    try:
        return git("ls-files", "-z", cwd=root).split("\0")
    except GitError:
        return []


def _children(root: Path) -> list[Path]:
    try:
        return sorted(root.iterdir())
    except OSError:
        return []


def _readme(root: Path) -> str:
    """A README by its usual names, cut at a line where it is long; no link is followed."""
    files = {it.name.lower(): it for it in reversed(_children(root)) if not it.is_symlink()}
    found = next((files[name] for name in _NAMES if name in files), None)
    if found is None or not found.is_file():
        return ""
    try:
        with found.open("rb") as stream:
            content = stream.read(README_BYTES + 1)
    except OSError:
        return ""
    return cut_at_line(content)


def cut_at_line(content: bytes) -> str:
    """The text, its whole lines that fit into README_BYTES."""
    if len(content) > README_BYTES:
        content = content[:README_BYTES]
        content = content[: content.rfind(b"\n") + 1] or content
    return content.decode("utf-8-sig", errors="replace").replace("\0", "")
