"""A real Backstage catalog, started for a test on a PostgreSQL of ours."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sysconfig
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any

INSTALLED = Path(__file__).parent.parent.parent / ".cache" / "backstage"
TOKEN = "a-token-of-the-tests"
PATIENCE_SECONDS = 60.0


def why_absent() -> str | None:
    if not (INSTALLED / ".installed").exists():
        return "Backstage is not installed: run scripts/setup-backstage"
    if not _node():
        return "there is no node: run scripts/setup dev"
    return None


def _node() -> str | None:
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), sysconfig.get_path("scripts")))
    return which("node", path=path)


@dataclass(frozen=True)
class Backstage:
    """Where it listens, and the number of its process."""

    port: int
    process: int

    def ask(self, path: str, told: Any = None) -> Any:
        asked = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/catalog{path}",
            data=None if told is None else json.dumps(told).encode(),
            headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)

    def register(self, target: str) -> None:
        self.ask("/locations", {"type": "url", "target": target})

    def entities(self, kind: str, number: int) -> list[dict[str, Any]]:
        """Those of a kind, once there are as many."""
        found = []
        end = time.monotonic() + PATIENCE_SECONDS
        while len(found) < number and time.monotonic() < end:
            time.sleep(0.2)
            found = self.ask(f"/entities?filter=kind={kind}")
        return found


@contextmanager
def running(folder: Path, database: Path, allowed: str) -> Iterator[Backstage]:
    """A Backstage that may read from the host `allowed`; its settings and log lie in `folder`."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    external = {"type": "static", "options": {"token": TOKEN, "subject": "tests"}}
    settings = {
        "app": {"title": "Tests", "baseUrl": address},
        "organization": {"name": "Acme"},
        "backend": {
            "baseUrl": address,
            "listen": {"host": "127.0.0.1", "port": port},
            "database": {"client": "pg", "connection": {"host": str(database), "user": "charter"}},
            "auth": {"externalAccess": [external]},
            "reading": {"allow": [{"host": allowed}]},
        },
        "catalog": {"rules": [{"allow": ["Component", "Group", "Location"]}]},
    }
    (folder / "app-config.yaml").write_text(json.dumps(settings))
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [_node() or "node", "index.js", "--config", str(folder / "app-config.yaml")],
            cwd=INSTALLED,
            env={**os.environ, "NODE_ENV": "production"},
            stdout=log,
            stderr=log,
            start_new_session=True,  # `node` may be a program that starts node
        )
        try:
            yield _ready(Backstage(port, process.pid), process, folder / "log")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _ready(backstage: Backstage, process: subprocess.Popen[bytes], log: Path) -> Backstage:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            backstage.ask("/entities?limit=1")
        except OSError as not_yet:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Backstage did not start:\n{log.read_text()}") from not_yet
            time.sleep(0.2)
        else:
            return backstage


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def serving(pages: Mapping[str, str]) -> Iterator[str]:
    """The texts by their paths, at the address that is given."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = pages.get(self.path)
            body = (text or "").encode()
            self.send_response(404 if text is None else 200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
