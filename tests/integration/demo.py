"""The catalog of scripts/demo-catalog, and people who look at it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

from fastapi import FastAPI
from starlette.requests import Request

from charter.catalog.access.caller import Caller, Kind
from charter.catalog.store import Catalog

SCRIPT = Path(__file__).parents[2] / "scripts" / "demo-catalog"
CSRF = "a word that only this session knows"


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


def welcome(app: FastAPI, *teams: str, name: str = "Ada Lovelace", is_ospo: bool = False) -> None:
    """From now on, whoever comes without a token is this person, signed in."""

    def person(request: Request) -> Caller:
        request.state.csrf = CSRF
        return Caller(Kind.PERSON, "https://id.acme.example|7", name, frozenset(teams), is_ospo)

    app.state.service.identify.append(person)
