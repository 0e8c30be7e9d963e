"""The one door to the git program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from charter.errors import GitError
from charter.model import Maintainer

_QUIET = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", "GIT_ADVICE": "0"}
_LOCATION = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


def git(*arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run git and return what it printed; raises GitError with the last line of its complaint.

    Never waits at a prompt. Variables of a surrounding git process (a hook, `rebase --exec`) do
    not reach it, or it would work on that repository instead of `cwd`.
    """
    surroundings = {key: value for key, value in os.environ.items() if key not in _LOCATION}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=cwd,
            env={**surroundings, **_QUIET, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError as missing:
        if cwd is not None and not cwd.is_dir():
            raise GitError(f"{cwd} is not a folder.") from missing
        raise GitError("git is not installed.", hint="Install git 2.38 or newer.") from missing
    if done.returncode:
        complaint = [line for line in done.stderr.splitlines() if line.strip()]
        words = complaint[-1].strip() if complaint else f"exit code {done.returncode}"
        raise GitError(f"git {arguments[0]} failed: {words}")
    return done.stdout


def knows_author(cwd: Path) -> bool:
    """Whether a commit made in `cwd` would bear a name and an address that somebody chose."""
    names = {"user.name": "GIT_AUTHOR_NAME", "user.email": "GIT_AUTHOR_EMAIL"}
    return all(os.environ.get(variable) or _config(key, cwd) for key, variable in names.items())


def own_name(cwd: Path) -> str:
    """`Name @handle <e-mail>` of who works here, the handle guessed from the address; or empty."""
    name, address = _config("user.name", cwd), _config("user.email", cwd)
    handle = address.partition("@")[0].partition("+")[2] or address.partition("@")[0]
    return f"{name} @{handle} <{address}>" if name and handle else ""


def _config(key: str, cwd: Path) -> str:
    try:
        return git("config", "--get", key, cwd=cwd).strip()
    except GitError:
        return ""


def authorship(author: Maintainer | None) -> dict[str, str]:
    """The variables that make `author` author and committer; none for git's own choice.

    An address nobody gave ends in `.invalid` (RFC 2606), so that it never reaches a stranger.
    """
    if author is None:
        return {}
    address = author.email or f"{author.handle}@users.noreply.invalid"
    return {
        f"GIT_{role}_{fact}": value
        for role in ("AUTHOR", "COMMITTER")
        for fact, value in (("NAME", author.name or author.handle), ("EMAIL", address))
    }


def commit_everything(cwd: Path, message: str, *, author: Maintainer | None = None) -> str:
    """Commit the whole working tree, ignored files left out; returns the commit's id."""
    git("add", "--all", cwd=cwd)
    git("commit", "--quiet", "--message", message, cwd=cwd, env=authorship(author))
    return git("rev-parse", "HEAD", cwd=cwd).strip()


def repository_root(path: Path) -> Path | None:
    """The root of the working tree that `path` lies in; None where there is no repository."""
    try:
        return Path(git("rev-parse", "--show-toplevel", cwd=path).rstrip("\n"))
    except GitError:
        return None


def remote_url(cwd: Path) -> str:
    """The address of `origin`; empty where there is none."""
    try:
        return git("remote", "get-url", "origin", cwd=cwd).strip()
    except GitError:
        return ""
