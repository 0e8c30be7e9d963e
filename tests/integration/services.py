"""A service over a catalog as tests call it: in this process, or as a server of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from charter.catalog.access.caller import Scope
from charter.catalog.access.tokens import Tokens, Wish
from charter.catalog.store import Catalog
from charter.web.app import make_app
from charter.web.options import Options

SECRET = "a secret of the tests, long enough to be one"


@dataclass
class Serving:
    """An application over a catalog; `as_…` give clients that send a token."""

    app: FastAPI
    catalog: Catalog
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def nobody(self) -> TestClient:
        return TestClient(self.app, raise_server_exceptions=False)

    def token(self, *scopes: str, namespace: str = "", days: int = 90) -> str:
        """A new token."""
        wish = Wish("test", tuple(map(Scope, scopes)), namespace, days)
        return Tokens(self.catalog.database).create(wish, "test")[0]

    def client(self, *scopes: str, namespace: str = "") -> TestClient:
        """A client that sends a new token with these scopes."""
        token = self.token(*scopes, namespace=namespace)
        found = self.nobody
        found.headers["authorization"] = f"Bearer {token}"
        return found

    @property
    def reader(self) -> TestClient:
        return self.client("read")

    @property
    def admin(self) -> TestClient:
        return self.client("admin")

    def writer(self, team: str = "payments") -> TestClient:
        return self.client("write", namespace=team)


def served(catalog: Catalog, **options: Any) -> Serving:
    """The application over `catalog`; its limits are out of the way unless `options` say so."""
    chosen = {"secret": SECRET, "caller_rate": "1000000/minute", "address_rate": "1000000/minute"}
    return Serving(make_app(Options(database="", **{**chosen, **options}), catalog), catalog)


@contextmanager
def listening(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The application behind a real socket; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < end, "the service did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
