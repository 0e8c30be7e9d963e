"""A real PostgreSQL of our own: started where it is first asked for, stopped with the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

NOBODY = 65534  # PostgreSQL refuses to run as root
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200"


@dataclass(frozen=True)
class Server:
    """A running server with its data in `folder`; sockets only, so that no port is taken."""

    folder: Path
    programs: Path
    numbers: Iterator[int]

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"catalog_{next(self.numbers)}"
        self.create(name)
        return self.address(name)

    def copy(self, template: str) -> str:
        """The address of a new database with what is in that one, which nobody uses now."""
        name = f"catalog_{next(self.numbers)}"
        self.sql(f"create database {name} template {template} strategy file_copy")
        return self.address(name)

    def create(self, name: str) -> None:
        self.sql(f"create database {name}")

    def names(self) -> list[str]:
        """The databases that there are."""
        return [str(name) for (name,) in self.sql("select datname from pg_database")]

    def address(self, name: str) -> str:
        return f"postgresql://charter@/{name}?host={self.folder}"

    def sql(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Look at a database, or change it, past the catalog."""
        address = database if "://" in database else self.address(database)
        with psycopg.connect(address, autocommit=True) as connection:
            found = connection.execute(sql)  # type: ignore[arg-type]
            return found.fetchall() if found.description else []

    def start(self, options: str = OPTIONS) -> None:
        log = self.folder / "log"
        self.call(
            "pg_ctl", "start", "-w", "-l", str(log), "-o", f"{options} -k {self.folder}",
            "-D", str(self.folder / "data"),
        )  # fmt: skip

    def stop(self, mode: str = "immediate") -> None:
        self.call("pg_ctl", "stop", "-m", mode, "-w", "-D", str(self.folder / "data"))

    def call(self, program: str, *words: str) -> None:
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [str(self.programs / program), *words],
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the server keeps what it inherits open
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            text=True,
            check=False,
            **who,
        )
        if done.returncode:
            log = self.folder / "log"
            said = log.read_text() if log.exists() else done.stderr
            raise RuntimeError(f"{program} ended with {done.returncode}: {said}")


def find_programs() -> Path | None:
    """The folder with the server's programs; None where it is not installed."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (it for it in places if (it / "initdb").exists() and (it / "pg_ctl").exists()), None
    )


@contextmanager
def running() -> Iterator[Server]:
    """A server on an empty cluster of its own, gone afterwards."""
    programs = find_programs()
    assert programs, "PostgreSQL is not installed"
    # not below pytest's folders: the path of a socket may have 107 bytes, and others must reach it
    folder = Path(tempfile.mkdtemp(prefix="charter-pg-"))
    server = Server(folder, programs, count(time.time_ns() % 1_000_000))
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        server.call(
            "initdb", "-D", str(folder / "data"), "-U", "charter", "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
