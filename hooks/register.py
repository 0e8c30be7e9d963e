#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Charter maintainers
# SPDX-License-Identifier: Apache-2.0
"""Register the repository in the current folder in Charter's catalog, now or later.

Runs after a repository was made: by `charter new`, as `hooks/post_gen_project.py` of a
cookiecutter template (copy it there unchanged), or in CI as `.charter/register.py`.
Where `charter` is not at hand or fails, the registration waits in the outbox of this user, and
the next `charter register`, `search`, `show` or `list` delivers it. Running it again is harmless,
and it never fails what it is part of. Python 3.8 or newer, standard library only.

CHARTER_COMMAND names the charter executable where it is not on PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

FILES = (".copier-answers.yml", "catalog-info.yaml")
LARGEST = 256 * 1024
PATIENCE_SECONDS = 120
FORMAT = 1


def main() -> int:
    """Always gives 0: a repository is not less well made because a catalog is away."""
    try:
        _register(Path.cwd())
    except Exception as problem:  # noqa: BLE001 - whatever it is, the repository stands
        _say(f"this repository could not be registered: {problem}")
        _say("  hint: Run `charter register` in it later.")
    return 0


def _register(repository: Path) -> None:
    files = _read_files(repository)
    if not files:
        _say(f"nothing to register: no {' or '.join(FILES)} in {repository}.")
        return
    if _charter_registers(repository):
        return
    remote = _remote(repository)
    item = _put(repository, remote, files)
    _say(f"the registration waits in {item}")
    _say("  hint: Any later `charter register`, `search`, `show` or `list` delivers it.")


def _charter_registers(repository: Path) -> bool:
    command = shutil.which(os.environ.get("CHARTER_COMMAND") or "charter")
    if not command:
        return False
    try:
        done = subprocess.run(
            [command, "register", str(repository)],
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        _say(f"{command} could not be run: {problem}")
        return False
    # 1: the repository does not say what the catalog must know, so waiting would not help it
    return done.returncode in (0, 1)


def _read_files(repository: Path) -> dict[str, str]:
    texts = {}
    for name in FILES:
        file = repository / name
        try:
            found = file.lstat()
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            raise ValueError(f"{file} is not a plain file of at most {LARGEST} bytes")
        texts[name] = file.read_text(encoding="utf-8-sig")
    return texts


def _remote(repository: Path) -> str:
    """The address of origin; a folder without .git may lie inside another repository."""
    if not (repository / ".git").exists():
        return ""
    hidden = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")
    try:
        done = subprocess.run(
            ["git", "remote", "get-url", "origin"],
            cwd=str(repository),
            env={key: value for key, value in os.environ.items() if key not in hidden},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return ""
    return _without_secret(done.stdout.decode("utf-8", "replace").strip())


def _without_secret(remote: str) -> str:
    """A CI system writes its token into the address; it does not belong into a file that waits."""
    scheme, mark, rest = remote.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}{mark}{place.rpartition('@')[2]}{slash}{path}" if mark else remote


def _outbox() -> Path:
    """Where Charter looks: the user's state folder, by the custom of the operating system."""
    state = Path(os.environ.get("XDG_STATE_HOME", ""))
    if not state.is_absolute():
        usual = "Library/Application Support" if sys.platform == "darwin" else ".local/state"
        state = Path.home() / usual
    return state / "charter" / "outbox"


def _put(repository: Path, remote: str, files: dict[str, str]) -> Path:
    """Write the item beside its place and move it in; the same one waits only once."""
    outbox = _outbox()
    outbox.mkdir(parents=True, exist_ok=True)
    content: dict[str, object] = {
        "format": FORMAT,
        "repository": str(repository),
        "remote": remote,
        "files": files,
    }
    waiting = _waiting(outbox, content)
    if waiting is not None:
        return waiting
    content["written"] = datetime.now(timezone.utc).isoformat(timespec="seconds")  # noqa: UP017 - Python 3.8
    item = outbox / f"{time.time_ns():020d}-{os.getpid()}.json"
    unfinished = item.with_suffix(".part")
    with unfinished.open("x", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(item)
    return item


def _waiting(outbox: Path, content: dict[str, object]) -> Path | None:
    """The repository's newest item, where it says the same."""
    for item in sorted(outbox.glob("[0-9]*.json"), reverse=True):
        try:
            other = json.loads(item.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(other, dict) and other.get("repository") == content["repository"]:
            return item if _says_as_much(other, content) else None
    return None


def _says_as_much(other: dict[str, object], content: dict[str, object]) -> bool:
    """Charter itself writes more: what it saw in the repository, in a format of its own."""
    told, known = content["files"], other.get("files")
    if not (isinstance(told, dict) and isinstance(known, dict)):
        return False
    is_same = all(known.get(name) == text for name, text in told.items())
    return is_same and other.get("remote") == content["remote"]


def _say(message: str) -> None:
    print(message if message.startswith(" ") else f"charter: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
