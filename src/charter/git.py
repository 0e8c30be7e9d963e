"""The one door to the git program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from charter.errors import GitError
from charter.model import Maintainer, unreachable_address

_QUIET = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", "GIT_ADVICE": "0"}
LOCATION = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


def git(
    *arguments: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    says: str | None = None,
) -> str:
    """Run git and return what it printed; raises GitError with the line that says why it gave up.

    `says` is what it reads from standard input; nothing otherwise.

    Never waits at a prompt. Variables of a surrounding git process (a hook, `rebase --exec`) do
    not reach it, or it would work on that repository instead of `cwd`.
    """
    surroundings = {key: value for key, value in os.environ.items() if key not in LOCATION}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=cwd,
            env={**surroundings, **_QUIET, **(env or {})},
            **({"stdin": subprocess.DEVNULL} if says is None else {"input": says}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError as missing:
        if cwd is not None and not cwd.is_dir():
            raise GitError(f"{cwd} is not a folder.") from missing
        raise GitError("git is not installed.", hint="Install git 2.38 or newer.") from missing
    if done.returncode:
        complaint = [line for line in done.stderr.splitlines() if line.strip()]
        fatal = next((line for line in complaint if line.startswith("fatal: ")), "")
        words = (fatal or (complaint or [f"exit code {done.returncode}"])[-1]).strip()
        raise GitError(f"git {_command(arguments)} failed: {words}")
    return done.stdout


def _command(arguments: Sequence[str]) -> str:
    """The word that says what git was to do, after options of git itself."""
    words = iter(arguments)
    for word in words:
        if word == "-c":
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def read_blobs(repository: Path, ids: Sequence[str]) -> list[bytes]:
    """The bytes of each of these objects, in order, by one call; raises GitError."""
    if not ids:
        return []
    done = subprocess.run(
        ["git", f"--git-dir={repository}", "cat-file", "--batch"],
        input="".join(f"{name}\n" for name in ids).encode(),
        capture_output=True,
        check=False,
    )
    found, rest = [], done.stdout
    for name in ids:  # each: `id type size`, a newline, the bytes, a newline
        head, _, rest = rest.partition(b"\n")
        size = head.rpartition(b" ")[2]
        if not size.isdigit():
            raise GitError(f"git cannot read the object {name} of {repository}.")
        found.append(rest[: int(size)])
        rest = rest[int(size) + 1 :]
    return found


def knows_author(cwd: Path) -> bool:
    """Whether a commit made in `cwd` would bear a name and an address that somebody chose."""
    name, address = _identity(cwd)
    return bool(
        (os.environ.get("GIT_AUTHOR_NAME") or name)
        and (os.environ.get("GIT_AUTHOR_EMAIL") or address)
    )


def own_name(cwd: Path) -> str:
    """`Name @handle <e-mail>` of who works here, the handle guessed from the address; or empty."""
    name, address = _identity(cwd)
    handle = address.partition("@")[0].partition("+")[2] or address.partition("@")[0]
    return f"{name} @{handle} <{address}>" if name and handle else ""


def _identity(cwd: Path) -> tuple[str, str]:
    """Name and address that git is configured with, each perhaps empty."""
    try:
        said = git("config", "--null", "--get-regexp", r"^user\.(name|email)$", cwd=cwd)
    except GitError:
        return "", ""
    found = dict(line.partition("\n")[::2] for line in said.split("\0") if line)
    return found.get("user.name", "").strip(), found.get("user.email", "").strip()


def authorship(author: Maintainer | None) -> dict[str, str]:
    """The variables that make `author` author and committer; none for git's own choice.

    An address nobody gave ends in `.invalid` (RFC 2606), so that it never reaches a stranger.
    """
    if author is None:
        return {}
    address = author.email or unreachable_address(author.handle)
    return {
        f"GIT_{role}_{fact}": value
        for role in ("AUTHOR", "COMMITTER")
        for fact, value in (("NAME", author.name or author.handle), ("EMAIL", address))
    }


def commit_everything(cwd: Path, message: str, *, author: Maintainer | None = None) -> str:
    """Commit the whole working tree, ignored files left out; returns the commit's id."""
    git("add", "--all", cwd=cwd)
    quick = ("-c", "maintenance.auto=false")  # there is nothing to tidy up yet
    git(*quick, "commit", "--quiet", "--message", message, cwd=cwd, env=authorship(author))
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
