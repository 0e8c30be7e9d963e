"""Run the application on uvicorn until it is told to stop; what is being answered is answered."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from charter.errors import CharterError, UsageError
from charter.settings import read_settings
from charter.web.options import PREFIX, Options, read_options

if TYPE_CHECKING:
    from fastapi import FastAPI

    from charter.catalog.store import Catalog

_PATIENCE_SECONDS = 20
_IDLE_SECONDS = 15


@dataclass(frozen=True)
class Place:
    """Where the service listens, and in how many processes."""

    host: str
    port: int
    workers: int = 1


def serve(place: Place, announce: Callable[[str], None], *, must_sign_in: bool = False) -> None:
    """Answer there until SIGTERM or Ctrl-C; raises CharterError where it cannot begin.

    `announce` is told each address that signs a browser in, once; there are none where people sign
    in at a provider, or not at all: there `must_sign_in` is an error.
    """
    uvicorn = _uvicorn()
    settings = read_settings()
    options = read_options(settings)
    if place.workers > 1 and not _has_secret():
        raise CharterError(
            "several workers need one secret: what one has signed, the others must read.",
            hint="CHARTER_SERVICE_SECRET=$(openssl rand -base64 48)",
        )
    from charter.web.own_machine import (  # noqa: PLC0415
        is_own_machine,
        serve_own_machine,
        starter_of,
    )

    is_own = place.workers == 1 and is_own_machine(options, place.host)
    if must_sign_in and not is_own:
        raise UsageError(
            "--open signs you in on your own machine only: it goes with no provider, no proxy, no "
            "other --host or service.address, and one worker.",
            hint=f"Open {options.address} in your browser.",
        )
    catalog = open_served_catalog(options)  # what is wrong is told before anything listens
    choices = _choices(options)
    from charter.web.app import make_app  # noqa: PLC0415

    # once all is answered uvicorn hands the signal on: that somebody ended it is no failure
    if place.workers == 1:
        signal.signal(signal.SIGTERM, lambda *_: None)
        if is_own:
            serve_own_machine(
                (place.host, place.port),
                options,
                catalog,
                starter=starter_of(settings, announce),
                choices=choices,
            )
        else:
            uvicorn.run(make_app(options, catalog), host=place.host, port=place.port, **choices)
        return
    catalog.close()
    uvicorn.run(
        "charter.web.serve:app",
        factory=True,
        host=place.host,
        port=place.port,
        workers=place.workers,
        **choices,
    )


def _choices(options: Options) -> dict[str, Any]:
    """How uvicorn runs, wherever it listens."""
    from charter.web.logs import CONFIGURATION  # noqa: PLC0415

    return {
        "log_config": CONFIGURATION,
        "access_log": False,
        "server_header": False,
        "proxy_headers": bool(options.trusted_proxies),
        "forwarded_allow_ips": list(options.trusted_proxies),
        "timeout_graceful_shutdown": _PATIENCE_SECONDS,
        "timeout_keep_alive": _IDLE_SECONDS,
    }


def app() -> FastAPI:
    """The application that the environment and the settings describe: `uvicorn --factory`."""
    from charter.web.app import make_app  # noqa: PLC0415

    options = read_options(read_settings())
    return make_app(options, open_served_catalog(options))


def open_served_catalog(options: Options | None = None) -> Catalog:
    """The catalog that is, or would be, served from here; raises CatalogError."""
    from charter.wiring import open_stored_catalog  # noqa: PLC0415

    settings = read_settings()
    options = options or read_options(settings)
    return open_stored_catalog(replace(settings, catalog=options.database))


def _uvicorn() -> Any:
    try:
        import fastapi  # noqa: F401, PLC0415
        import limits  # noqa: F401, PLC0415
        import prometheus_client  # noqa: F401, PLC0415
        import uvicorn  # noqa: PLC0415
    except ImportError as missing:
        raise CharterError(
            f"the service needs {missing.name}, which is not installed.",
            hint="pip install 'repo-charter[service]'",
        ) from missing
    return uvicorn


def _has_secret() -> bool:
    named = any(os.environ.get(f"{PREFIX}{name}") for name in ("SECRET", "SECRET_FILE"))
    return named or "secret" in read_settings().service
