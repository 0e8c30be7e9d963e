"""The command as people get it: a wheel in an environment of its own, people with homes of their own, a web server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from people import Person, Server, become

ROOT = Path(__file__).parent.parent.parent
STRANGER = 65534  # nobody: on Debian and elsewhere the user who owns nothing


@dataclass(frozen=True)
class Installed:
    """The released command: `programs` holds charter, copier and git's helper. `stranger` is the
    user id of a second Unix user that may be taken, or None where we cannot become anybody else."""

    place: Path
    programs: Path
    stranger: int | None


@pytest.fixture(scope="session")
def installed() -> Iterator[Installed]:
    """The wheel of this checkout with its locked dependencies, outside the checkout."""
    place = Path(tempfile.mkdtemp(prefix="charter-journey-"))
    place.chmod(0o755)  # a second user comes here too
    try:
        wheel = _build(place / "dist")
        python = _install(wheel, place / "environment")
        yield Installed(place, python.parent, _stranger(python))
    finally:
        shutil.rmtree(place)


def _build(folder: Path) -> Path:
    build = (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory")
    subprocess.run([*build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("repo_charter-*.whl")
    return wheel


def _install(wheel: Path, environment: Path) -> Path:
    """uv takes a second; where it does not know this machine's package index, pip does."""
    python = environment / "bin" / "python"
    lock = ("--require-hashes", "--requirement", str(ROOT / "requirements" / "run.txt"))
    base = _python_for_everybody()
    subprocess.run([base, "-m", "venv", "--without-pip", str(environment)], check=True)
    uv = (
        str(Path(sys.executable).parent / "uv"),
        "pip",
        "install",
        "--quiet",
        "--python",
        str(python),
    )
    pip = (sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet")
    if (
        not Path(uv[0]).exists()
        or subprocess.run([*uv, *lock], capture_output=True, check=False).returncode
    ):
        subprocess.run([*pip, *lock], check=True)
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    return python


def _python_for_everybody() -> str:
    """This Python; or Debian's, where this one lies in root's home and no other user can run it."""
    debian = "/usr/bin/python3"
    if (
        _can_become_stranger()
        and not _runs_for_stranger(sys.executable)
        and _runs_for_stranger(debian)
    ):
        return debian
    return sys.executable


def _stranger(python: Path) -> int | None:
    return STRANGER if _can_become_stranger() and _runs_for_stranger(str(python)) else None


def _can_become_stranger() -> bool:
    return os.getuid() == 0 and shutil.which("setpriv") is not None


def _runs_for_stranger(python: str) -> bool:
    # a second process below the first: only that one has left everything of root behind
    new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    command = [*become(STRANGER), "sh", "-c", '"$1" -c "$2" && true', "sh", python, new_enough]
    return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0


@pytest.fixture
def room(installed: Installed) -> Iterator[Path]:
    """A folder that both users can reach: pytest's own is closed to a second one."""
    folder = Path(tempfile.mkdtemp(prefix="scene-", dir=installed.place))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def ada(installed: Installed, room: Path) -> Person:
    return _person("Ada Lovelace", room, installed, None)


@pytest.fixture
def bob(installed: Installed, room: Path) -> Person:
    """A colleague: another home always, another Unix user where the tests run as root."""
    return _person("Bob Noyce", room, installed, installed.stranger)


def _person(name: str, room: Path, installed: Installed, user: int | None) -> Person:
    first = name.split(maxsplit=1)[0].lower()
    home = room / f"home-of-{first}"
    home.mkdir(mode=0o700)
    (home / ".gitconfig").write_text(f"[user]\n\tname = {name}\n\temail = {first}@acme.example\n")
    if user is not None:
        for path in (home, home / ".gitconfig"):
            os.chown(path, user, user)
    return Person(name, home, installed.programs, user)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        pass


@pytest.fixture
def server(room: Path) -> Iterator[Server]:
    folder = room / "forge"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.05,))
        thread.start()
        yield Server(folder, f"http://127.0.0.1:{http.server_address[1]}")
        http.shutdown()
        thread.join()
