"""How a judge that is a command is found and run."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from shutil import which

SCRIPTS = Path(sysconfig.get_path("scripts"))
PATH = f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def find(command: str) -> str | None:
    return which(command, path=PATH)


def run(*words: str | Path, at: Path | None = None, stdin: str = "", **env: str) -> tuple[int, str]:
    """The return code and what was said on standard output."""
    done = subprocess.run(
        [find(str(words[0])) or str(words[0]), *words[1:]],
        cwd=at,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PATH": PATH, "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"} | env,
        check=False,
    )
    if done.stderr and not done.stdout.strip() and done.returncode:
        return done.returncode, done.stderr
    return done.returncode, done.stdout


def lines(code: int, text: str) -> list[str]:
    """The complaints of a command that prints them and fails, or prints what it likes and succeeds."""
    return (text.splitlines() or [f"failed with code {code}"]) if code else []
