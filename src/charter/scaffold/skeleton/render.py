"""Runs cookiecutter on a fetched template, in a child process with a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charter.errors import SkeletonError
from charter.git import git
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent
from charter.scaffold.skeleton.code import plain, read_variables
from charter.scaffold.skeleton.fetch import Skeleton, content_digest
from charter.scaffold.skeleton.variables import as_text

SECONDS = 300
_CHILD = "charter.scaffold.skeleton.child"
# Nothing else of the surroundings reaches foreign code: no token, no proxy password, no agent.
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TERM", "TZ", "SYSTEMROOT")
_SHOWN_LINES, _SHOWN_BYTES = 8, 20_000
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class RenderedSkeleton:
    """Where the code lies, and the value that every variable had in the end."""

    folder: Path
    variables: Mapping[str, Any]


def render_skeleton(
    skeleton: Skeleton, variables: Mapping[str, str], into: Path, *, allowed: bool
) -> RenderedSkeleton:
    """Render below `into`.

    Raises SkeletonError, also where `allowed` (see consent.is_allowed) is false or the fetched
    files are no longer those that were shown; then it leaves nothing behind.
    """
    if not allowed:
        raise SkeletonError(
            f"{skeleton.spec} was not allowed to run its code.",
            hint="Read what it would run, then allow it, or list it in the setting 'skeletons'.",
        )
    if content_digest(skeleton.root) != skeleton.digest:
        raise SkeletonError(f"{skeleton.spec} has changed since it was fetched.")
    into.mkdir(parents=True, exist_ok=True)
    output = Path(tempfile.mkdtemp(prefix="code-", dir=into.resolve()))
    try:
        return _run(skeleton, variables, output)
    except BaseException:
        shutil.rmtree(output, ignore_errors=True)
        raise


def _run(skeleton: Skeleton, variables: Mapping[str, str], output: Path) -> RenderedSkeleton:
    with tempfile.TemporaryDirectory(
        prefix="charter-skeleton-", ignore_cleanup_errors=True
    ) as room:
        home = Path(room).resolve()
        job = {
            "template": str(skeleton.folder.resolve()),
            "output": str(output),
            "variables": _as_cookiecutter_reads(skeleton, variables),
            "cookiecutters": str(home / "cookiecutters"),
            "replay": str(home / "replay"),
        }
        answer = _ask_child(job, home)
    folder = Path(str(answer.get("folder", ""))).resolve()
    if folder == output or not folder.is_relative_to(output) or not folder.is_dir():
        raise SkeletonError(f"{skeleton.spec} made no folder of its own.")
    values = answer.get("variables")
    return RenderedSkeleton(folder, values if isinstance(values, dict) else {})


def _as_cookiecutter_reads(skeleton: Skeleton, variables: Mapping[str, str]) -> dict[str, Any]:
    defaults = read_variables(skeleton.folder)
    found: dict[str, Any] = {}
    for name, value in variables.items():
        if isinstance(defaults.get(name), dict):
            try:
                found[name] = json.loads(value)
            except ValueError as wrong:
                raise SkeletonError(f"'{name}' of the skeleton must be JSON: {wrong}") from wrong
        else:
            found[name] = value if isinstance(defaults.get(name), list) else as_text(value)
    return found


def _ask_child(job: dict[str, Any], home: Path) -> dict[str, Any]:
    said, complained = home / "stdout", home / "stderr"
    with said.open("wb") as out, complained.open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-I", "-B", "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=errors,
            cwd=home,
            env=_surroundings(home),
            start_new_session=True,
        )
        try:
            child.communicate(json.dumps(job).encode(), timeout=SECONDS)
        except subprocess.TimeoutExpired:
            raise SkeletonError(
                f"the skeleton did not finish within {SECONDS} seconds.",
                hint="Does one of its hooks wait for the network or for an answer?",
            ) from None
        finally:
            _end_all(child)
    try:
        answer = json.loads(said.read_text(encoding="utf-8"))
    except ValueError:
        answer = {"error": f"cookiecutter ended with code {child.returncode}"}
    if not isinstance(answer, dict) or "error" in answer:
        raise _failure(answer if isinstance(answer, dict) else {}, complained)
    return answer


def _end_all(child: subprocess.Popen[bytes]) -> None:
    """Whatever a hook left running ends with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _surroundings(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    folders = {
        "HOME": "home",
        "XDG_CONFIG_HOME": "home/.config",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_DATA_HOME": "home/.local/share",
        "XDG_STATE_HOME": "home/.local/state",
        "TMPDIR": "tmp",
    }
    for name, folder in folders.items():
        (home / folder).mkdir(parents=True, exist_ok=True)
        kept[name] = str(home / folder)
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**kept, **quiet}


def _failure(answer: dict[str, Any], complained: Path) -> SkeletonError:
    with complained.open("rb") as opened:
        opened.seek(max(0, complained.stat().st_size - _SHOWN_BYTES))
        text = _COLOURS.sub("", opened.read().decode("utf-8", errors="replace"))
    # cookiecutter appends every variable to some of its messages
    reason = plain(str(answer.get("error", "it said nothing"))).partition(" Context: ")[0].strip()
    last = [plain(line) for line in text.splitlines() if line.strip()][-_SHOWN_LINES:]
    hint = "Set the skeleton's own variables with --skeleton-set name=value."
    if "UnknownExtension" in reason:
        hint = "Install the extension's package beside Charter (pipx inject repo-charter …)."
    return SkeletonError("\n  ".join((f"the skeleton failed: {reason}", *last)), hint=hint)


def read_tree(folder: Path) -> dict[str, FileContent]:
    """The files of a rendered folder, without any `.git` and without folders that git ignores.

    Those are what a hook's tools left behind: environments, caches. Raises SkeletonError for a
    link that leaves the folder.
    """
    found: dict[str, FileContent] = {}
    ignored = _ignored_folders(folder)
    for at, folders, names in os.walk(folder):
        here = Path(at)
        folders[:] = [name for name in folders if name.lower() != ".git"]
        folders[:] = [name for name in folders if here / name not in ignored]
        links = [name for name in folders if (here / name).is_symlink()]
        for name in (*names, *links):
            if name.lower() != ".git":
                found[(here / name).relative_to(folder).as_posix()] = _content(here / name, folder)
    return found


def _ignored_folders(folder: Path) -> set[Path]:
    if not any(folder.rglob(".gitignore")):
        return set()
    with tempfile.TemporaryDirectory(prefix="charter-ignored-") as room:
        git("init", "--quiet", "--bare", room)
        listing = git(
            f"--git-dir={room}",
            f"--work-tree={folder.resolve()}",
            *("-c", f"core.excludesFile={os.devnull}"),
            *("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"),
            cwd=folder,
        )
    return {folder / path.rstrip("/") for path in listing.split("\0") if path.endswith("/")}


def _content(file: Path, root: Path) -> FileContent:
    path = file.relative_to(root).as_posix()
    if file.is_symlink():
        target = file.readlink()
        if target.is_absolute() or not file.resolve().is_relative_to(root.resolve()):
            raise SkeletonError(f"{path} is a link that leaves the repository.")
        return FileContent(os.fsencode(target), SYMLINK)
    if not file.is_file():
        raise SkeletonError(f"{path} is neither a file nor a link.")
    mode = EXECUTABLE if file.stat().st_mode & 0o100 else REGULAR
    return FileContent(file.read_bytes(), mode)
