"""The catalog of scripts/demo-catalog, and people who look at it."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

from services import Serving
from starlette.testclient import TestClient

from charter.catalog.access.sessions import Person
from charter.catalog.store import Catalog

SCRIPT = Path(__file__).parents[2] / "scripts" / "demo-catalog"


def play_demo(catalog: Catalog) -> None:
    """Fill the catalog with an organisation and its year."""
    _script().play(catalog, datetime.now(UTC))


def _script() -> ModuleType:
    loader = SourceFileLoader("demo_catalog", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = sys.modules.setdefault(loader.name, module_from_spec(spec))  # its dataclasses ask
    loader.exec_module(module)
    return module


PROVIDER = {"oidc_issuer": "https://id.acme.example", "oidc_client_id": "catalog"}


def signed_in(serving: Serving, *groups: str, name: str = "Ada Lovelace") -> TestClient:
    """The browser of a person in those groups: it asks for pages, and its forms are its own.

    The service must know of a PROVIDER; nobody asks it.
    """
    desk = serving.app.state.desk
    secret = desk.sessions.begin(Person(f"https://id.acme.example|{name}", name, groups))
    site = desk.options.address
    browser = TestClient(serving.app, base_url=site, follow_redirects=False)
    browser.cookies.set("charter-session", secret)
    browser.headers.update({"accept": "text/html", "origin": site})
    return browser


def csrf_of(browser: TestClient) -> str:
    """What its pages put into forms."""
    return re.findall('name="csrf" value="([^"]+)"', browser.get("/about").text)[0]
