"""Who takes part in an acceptance test: people with homes of their own, and a forge as plain as it gets."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    code: int
    said: str


@dataclass(frozen=True)
class Person:
    """Somebody with a home, and with nothing of the machine that runs the tests but git and PATH."""

    name: str
    home: Path
    programs: Path
    user: int | None = None

    def tries(self, *command: str, cwd: Path | None = None) -> Result:
        """Run a command, standard input closed, so that a question would end it."""
        prefix = () if self.user is None else become(self.user)
        done = subprocess.run(
            [*prefix, *command],
            cwd=cwd or self.home,
            env={
                "HOME": str(self.home),
                "PATH": f"{self.programs}:/usr/local/bin:/usr/bin:/bin",
                "LANG": "C.UTF-8",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout)

    def does(self, *command: str, cwd: Path | None = None) -> str:
        """Run a command that must succeed; returns what it said."""
        result = self.tries(*command, cwd=cwd)
        assert result.code == 0, (
            f"{self.name}: {' '.join(command)} gave {result.code}\n{result.said}"
        )
        return result.said


def become(user: int) -> tuple[str, ...]:
    return ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups")


@dataclass(frozen=True)
class Server:
    """A forge as plain as it gets: bare repositories below `folder`, read over http."""

    folder: Path
    url: str

    def begin(self, name: str) -> Path:
        """An empty bare repository at `<url>/<name>`, fit for git's plain-file http."""
        bare = self.folder / name
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "--initial-branch=main", str(bare)], check=True
        )
        hook = bare / "hooks" / "post-update"
        hook.write_text("#!/bin/sh\nexec git update-server-info\n")
        hook.chmod(0o755)
        return bare
