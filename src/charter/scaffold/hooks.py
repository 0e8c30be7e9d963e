"""Runs hooks after a repository was made: ours always, a template's own if trusted."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from charter.git import LOCATION


@dataclass(frozen=True)
class Hook:
    """A Python file of a template's `hooks/` folder."""

    path: str
    text: bytes


@dataclass(frozen=True)
class HookOutcome:
    """What became of one hook: `said` is its output; `problem` is empty where it did its work."""

    path: str
    said: str
    problem: str = ""


def choose_hooks(
    builtin: Sequence[Hook], own: Sequence[Hook], *, is_trusted: bool
) -> tuple[tuple[Hook, ...], tuple[str, ...]]:
    """Which hooks run, ours first, and the paths of those that are left out for want of trust.

    A hook by the name of one of ours is an older or newer copy of it: ours runs in its place.
    """
    ours = {hook.path for hook in builtin}
    foreign = [hook for hook in own if hook.path not in ours]
    run = (*builtin, *(foreign if is_trusted else ()))
    return run, () if is_trusted else tuple(hook.path for hook in foreign)


def run_hooks(hooks: Sequence[Hook], repository: Path) -> Iterator[HookOutcome]:
    """Run each in a process of its own, in the repository; a failure never stops the rest."""
    for hook in hooks:
        with tempfile.TemporaryDirectory(prefix="charter-hook-") as folder:
            file = Path(folder, Path(hook.path).name)
            file.write_bytes(hook.text)
            yield _run(hook.path, file, repository)


def _run(path: str, file: Path, repository: Path) -> HookOutcome:
    scripts = sysconfig.get_path("scripts")
    surroundings = {key: value for key, value in os.environ.items() if key not in LOCATION}
    done = subprocess.run(
        [sys.executable, "-I", str(file)],
        cwd=repository,
        env={**surroundings, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    said = f"{done.stdout}{done.stderr}".strip()
    return HookOutcome(
        path, said, f"ended with exit code {done.returncode}" if done.returncode else ""
    )
