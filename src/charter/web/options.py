"""How the service runs: `CHARTER_SERVICE_*` variables over the table `service` of the settings."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from charter.errors import UsageError
from charter.settings import Settings

PREFIX = "CHARTER_SERVICE_"
_SHORTEST_SECRET = 32
LOCAL = ("localhost", "127.0.0.1", "::1")  # as a URL names this machine


class Anonymous(StrEnum):
    """What is shown to who has not signed in."""

    NOTHING = "nothing"
    PUBLIC = "public"  # entries with a publication date, of them the public fields


@dataclass(frozen=True)
class Options:
    """What the organisation chose for its service.

    `address` is where people find it, without a slash at its end. `secret` signs cookies and
    cursors. `organisation` is its name, `ospo` where its OSPO is reached: both stand on pages.
    `ospo_group`: who is in that group of the OpenID provider is of the OSPO, in `admin_group` of
    those who run the service. Rates are written as `600/minute`. `trusted_proxies`: only these may
    say whom a request comes from.
    """

    database: str
    address: str = "http://127.0.0.1:8765"
    secret: str = field(default="", repr=False)
    anonymous: Anonymous = Anonymous.NOTHING
    organisation: str = ""
    ospo: str = ""
    ospo_group: str = "ospo"
    admin_group: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_scope: str = "openid profile email"
    oidc_groups_claim: str = "groups"
    oidc_groups_prefix: str = ""
    github_secret: str = field(default="", repr=False)
    gitlab_secret: str = field(default="", repr=False)
    gitea_secret: str = field(default="", repr=False)
    trusted_proxies: tuple[str, ...] = ()
    caller_rate: str = "600/minute"
    address_rate: str = "120/minute"

    @property
    def is_secure(self) -> bool:
        """Whether people reach it by https: cookies are sent by nothing else then."""
        return self.address.startswith("https://")


SECRETS = tuple(each.name for each in fields(Options) if each.name.endswith("secret"))
_KNOWN = tuple(each.name for each in fields(Options))


def read_options(settings: Settings, environment: Mapping[str, str] | None = None) -> Options:
    """The options that hold; raises UsageError naming what is wrong.

    A secret may lie in a file, named by the variable that ends in `_FILE`. Without a secret one is
    made up: what was signed with it ends with the process.
    """
    environment = os.environ if environment is None else environment
    told = dict(settings.service)
    if unknown := sorted(set(told) - set(_KNOWN)):
        raise _unknown(f"service.{unknown[0]}", [f"service.{name}" for name in _KNOWN])
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or not text.strip():
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name.removesuffix("_file") in SECRETS:
            told[name.removesuffix("_file")] = _read_secret(variable, text)
        elif name in _KNOWN:
            told[name] = text.strip()
        else:
            raise _unknown(variable, [PREFIX + known.upper() for known in _KNOWN])
    return _checked({"database": settings.catalog, **told})


def _checked(told: dict[str, Any]) -> Options:
    told["address"] = _address(told.get("address", Options.address))
    if told["database"].startswith(("http://", "https://")):
        raise UsageError(
            "the service needs a file or a database of its own, not the address of a service.",
            hint=f"{PREFIX}DATABASE=postgresql://… (or the path of a file)",
        )
    try:
        told["anonymous"] = Anonymous(told.get("anonymous", Anonymous.NOTHING))
    except ValueError as wrong:
        raise UsageError(
            f"service.anonymous is {' or '.join(Anonymous)}, not '{told['anonymous']}'."
        ) from wrong
    proxies = told.get("trusted_proxies", "")
    told["trusted_proxies"] = tuple(filter(None, map(str.strip, proxies.split(","))))
    for name in ("caller_rate", "address_rate"):
        if name in told:
            _check_rate(name, told[name])
    _check_provider(told)
    secret = told.setdefault("secret", secrets.token_urlsafe(_SHORTEST_SECRET))
    if len(secret) < _SHORTEST_SECRET:
        raise UsageError(
            f"service.secret is shorter than {_SHORTEST_SECRET} characters.",
            hint="openssl rand -base64 48 makes one.",
        )
    return Options(**told)


def _check_provider(told: Mapping[str, Any]) -> None:
    issuer = told.get("oidc_issuer", "")
    if not issuer:
        return
    place = urlsplit(issuer)
    if (
        not place.hostname
        or place.query
        or place.fragment
        or not (place.scheme == "https" or (place.scheme == "http" and place.hostname in LOCAL))
    ):
        raise UsageError(
            f"service.oidc_issuer must be like https://id.acme.example, not '{issuer}'."
        )
    for name in ("oidc_client_id", "secret"):
        if not told.get(name):
            raise UsageError(
                f"people sign in at {issuer}, and service.{name} is missing.",
                hint="openssl rand -base64 48 makes a secret: docs/how-to/sign-in.md",
            )
    if "openid" not in told.get("oidc_scope", Options.oidc_scope).split():
        raise UsageError("service.oidc_scope must hold openid.")


def _address(text: str) -> str:
    text = text.strip().rstrip("/")
    place = urlsplit(text)
    if place.scheme not in ("http", "https") or not place.hostname or place.query or place.path:
        raise UsageError(
            f"service.address must be like https://catalog.acme.example, not '{text}'."
        )
    if place.scheme == "http" and place.hostname not in LOCAL:
        raise UsageError(
            f"service.address must begin with https://, not '{text}': tokens travel to it.",
            hint="Let a proxy speak TLS for the service: docs/how-to/serve.md",
        )
    return text


def _check_rate(name: str, text: str) -> None:
    from limits import parse  # noqa: PLC0415

    try:
        parse(text)
    except ValueError as wrong:
        raise UsageError(f"service.{name} must be like 600/minute, not '{text}'.") from wrong


def _read_secret(variable: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise UsageError(f"{variable}: {file} cannot be read: {wrong}.") from wrong


def _unknown(name: str, known: list[str]) -> UsageError:
    return UsageError(f"there is no setting '{name}'.", hint=f"Known are: {', '.join(known)}.")
