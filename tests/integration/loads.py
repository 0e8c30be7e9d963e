"""Services as processes of their own, and clients that register through them all the time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import urllib3

from charter.catalog.access.caller import Scope
from charter.catalog.access.tokens import Tokens, Wish
from charter.catalog.store import Catalog

TEAM = "load"
HOST = "https://git.acme.example/load"
OUT_OF_THE_WAY = {  # several services over one catalog need one secret
    "CHARTER_SERVICE_SECRET": "a secret of the tests, long enough to be one",
    "CHARTER_SERVICE_CALLER_RATE": "1000000/minute",
    "CHARTER_SERVICE_ADDRESS_RATE": "1000000/minute",
}


@dataclass
class Process:
    """A running `charter catalog serve`."""

    popen: subprocess.Popen[bytes]
    address: str
    log: Path

    def kill(self) -> None:
        self.popen.kill()
        self.popen.wait(20)


@contextmanager
def serving(catalog: str, folder: Path, *, port: int = 0, **environment: str) -> Iterator[Process]:
    """The command over that catalog; its log is a file, for nobody empties a pipe."""
    log = folder / f"service-{time.monotonic_ns()}.log"
    with log.open("wb") as stream:
        popen = subprocess.Popen(
            [sys.executable, "-m", "charter", "catalog", "serve", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stderr=stream,
            env={**os.environ, **OUT_OF_THE_WAY, "CHARTER_CATALOG": catalog, **environment},
        )
    try:
        yield Process(popen, _address_in(log, popen), log)
    finally:
        popen.terminate()
        try:
            popen.wait(30)
        except subprocess.TimeoutExpired:
            popen.kill()
            popen.wait(20)


def _address_in(log: Path, popen: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 30
    while time.monotonic() < end and popen.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text()):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"the service did not start: {log.read_text()}")


def writing_token(catalog: Catalog) -> str:
    """What may write the entries of the team of these tests."""
    wish = Wish("load", (Scope.READ, Scope.WRITE), TEAM, 1)
    return Tokens(catalog.database).create(wish, "test")[0]


def document(name: str) -> dict[str, Any]:
    """What a client tells of the project of that name; the same whenever it is told."""
    return {
        "description": f"Stays whole under load: {name}",
        "maintainers": [{"name": "Ada Lovelace", "handle": "ada"}],
        "url": f"{HOST}/{name}",
        "topics": ["load", "fault"],
    }


@dataclass
class Clients:
    """So many threads that each register one project after another; what each was told is kept."""

    token: str
    named: Callable[[int, int], str] = lambda client, number: f"p{client}-{number}"
    acknowledged: Counter[str] = field(default_factory=Counter)
    created: Counter[str] = field(default_factory=Counter)
    sent: set[str] = field(default_factory=set)
    refusals: list[tuple[int, dict[str, Any], str, float]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # no answer at all
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def register(self, pool: urllib3.PoolManager, address: str, name: str) -> bool:
        """Tell the service once; true where it said that it is kept."""
        with self._lock:
            self.sent.add(name)
        begun = time.monotonic()
        try:
            answer = pool.request(
                "PUT",
                f"{address}/api/v1/entries/{TEAM}/{name}",
                body=json.dumps(document(name)).encode(),
                headers={
                    "authorization": f"Bearer {self.token}",
                    "content-type": "application/json",
                },
                retries=False,
                timeout=urllib3.Timeout(connect=5, read=60),
            )
        except urllib3.exceptions.HTTPError as wrong:
            with self._lock:
                self.broken.append(repr(wrong))
            return False
        with self._lock:
            if answer.status in (200, 201):
                self.acknowledged[name] += 1
                self.created[name] += answer.status == 201
                return True
            kind = answer.headers["content-type"]
            took = time.monotonic() - begun
            self.refusals.append((answer.status, answer.json(), kind, took))
        return False

    @contextmanager
    def working(
        self, addresses: Sequence[str], *, clients: int, names: int | None = None
    ) -> Iterator[None]:
        """They work until the end, or until each has registered `names`; a refused one again."""
        stop = threading.Event()

        def work(client: int) -> None:
            pool = urllib3.PoolManager(maxsize=1)
            address = addresses[client % len(addresses)]
            for number in count() if names is None else range(names):
                while not stop.is_set() or names is not None:
                    if self.register(pool, address, self.named(client, number)):
                        break
                    time.sleep(0.02)
                if stop.is_set() and names is None:
                    return

        threads = [threading.Thread(target=work, args=(each,)) for each in range(clients)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join(120)

    def wait_for(self, more: int, *, seconds: float = 60) -> None:
        """Until so many more were acknowledged."""
        goal = self.acknowledged.total() + more
        end = time.monotonic() + seconds
        while self.acknowledged.total() < goal:
            assert time.monotonic() < end, (self.refusals[-1:], self.broken[-1:])
            time.sleep(0.02)
