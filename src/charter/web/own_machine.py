"""The service for whoever started it, on their own machine: nobody else reaches it."""

from __future__ import annotations

import getpass
import logging
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from charter.catalog.access.sessions import Person
from charter.catalog.store import Catalog
from charter.errors import CharterError
from charter.settings import Settings
from charter.web.app import make_app
from charter.web.options import LOCAL, Options
from charter.web.sign_in.local import Starter
from charter.wiring import who_acts

_WAITING = 128  # connections that wait until the first is answered
_log = logging.getLogger("charter.web")


def is_own_machine(options: Options, host: str) -> bool:
    """Whether only this machine reaches the service, and no provider knows its people."""
    return (
        host in LOCAL
        and urlsplit(options.address).hostname in LOCAL
        and not options.trusted_proxies
        and not options.oidc_issuer
    )


def starter_of(settings: Settings, announce: Callable[[str], None]) -> Starter:
    """Whoever runs this: a member of the team of their settings, if those name one."""
    teams = tuple(filter(None, [settings.answers.get("team", "")]))
    return Starter(Person(f"local|{getpass.getuser()}", who_acts(), teams), announce)


def serve_own_machine(
    place: tuple[str, int],
    options: Options,
    catalog: Catalog,
    *,
    starter: Starter,
    choices: Mapping[str, Any],
) -> None:
    """Answer at host and port until stopped, by uvicorn's `choices`; who started it signs in.

    Raises CharterError where the port is not free.
    """
    import uvicorn  # noqa: PLC0415

    listener = _listening(*place)
    address = _address_of(listener)
    if options.address == Options.address:  # nobody chose one
        options = replace(options, address=address)
    app = make_app(options, catalog, starter)
    config = uvicorn.Config(app, **choices)  # from now on the log is as chosen
    _log.info("listening at %s", address)
    starter.tell(app.state.desk.new_address())
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as wrong:
        raise CharterError(
            f"{host}:{port} cannot be listened at: {os.strerror(wrong.errno or 0)}.",
            hint="charter catalog serve --port 0 takes any that is free.",
        ) from wrong
    # asyncio sees to it only where it makes the socket: each answer would wait 40 ms for the other
    # side to acknowledge its beginning
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address_of(listener: socket.socket) -> str:
    """By number: what `localhost` means to a browser may be somebody else's port."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
