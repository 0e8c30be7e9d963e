"""Where a service is, and the token for it; a token is never part of an address."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

from charter.errors import UsageError

VARIABLE = "CHARTER_CATALOG_TOKEN"
_LOCAL = ("localhost", "127.0.0.1", "::1")
_TOKEN = re.compile(r"[\x21-\x7e]{1,500}")
_PATIENCE_SECONDS = 10


def check_address(address: str) -> str:
    """The address without a slash at its end; raises UsageError where no token may go there."""
    place = urlsplit(address)
    if place.username is not None or place.password is not None or place.query or place.fragment:
        raise UsageError(
            "the address of a catalog holds no names, tokens or questions.",
            hint=f"The token goes into {VARIABLE}, or into the keyring of the system.",
        )
    if place.scheme not in ("http", "https") or not place.hostname:
        raise UsageError(f"the catalog '{address}' is no https:// address.")
    if place.scheme == "http" and place.hostname not in _LOCAL:
        raise UsageError(
            f"the catalog {address} must be reached by https://: a token travels to it."
        )
    return address.rstrip("/")


def read_token(address: str) -> str:
    """The token from the environment, or the system's keyring; empty where there is none."""
    token = os.environ.get(VARIABLE, "").strip() or _from_keyring(address)
    if token and not _TOKEN.fullmatch(token):
        raise UsageError(f"what {VARIABLE} or the keyring holds is no token.")
    return token


def _from_keyring(address: str) -> str:
    """What `secret-tool` or macOS' `security` keep for the service `charter`, at that address."""
    if sys.platform == "darwin":
        words = ["security", "find-generic-password", "-s", "charter", "-a", address, "-w"]
    else:
        words = ["secret-tool", "lookup", "service", "charter", "account", address]
    if not shutil.which(words[0]):
        return ""
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
