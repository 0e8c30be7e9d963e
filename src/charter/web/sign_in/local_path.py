"""Where a person goes on after signing in: a page of this service, never anywhere else. Pure."""

from __future__ import annotations

import re

HOME = "/"
_LONGEST = 2000
# a browser takes `\` for `/`, and drops tabs and line ends: `/\t/evil.example` leaves the service
_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_NEVER = re.compile(r"/(sign-in|sign-out|signed-out)([/?#]|$)")


def local_path(told: str) -> str:
    """`told` where it is a path of this service in plain ASCII; else the front page."""
    if len(told) <= _LONGEST and _PATH.fullmatch(told) and not _NEVER.match(told):
        return told
    return HOME
