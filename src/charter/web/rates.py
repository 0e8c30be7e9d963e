"""How often somebody may ask: each caller, and each address of those nobody knows."""

from __future__ import annotations

import ipaddress
import math
import time

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request

from charter.catalog.access.caller import Caller
from charter.web.options import Options
from charter.web.problems import Problem

_HOME = 64  # bits of an IPv6 address that tell one connection from another


class Rates:
    """Counted by each process for itself."""

    def __init__(self, options: Options) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._of_callers = parse(options.caller_rate)
        self._of_addresses = parse(options.address_rate)

    def count_caller(self, caller: Caller) -> None:
        """One request of somebody known; raises a Problem where it is one too many."""
        self._count(self._of_callers, caller.kind.value, caller.subject)

    def count_address(self, request: Request) -> None:
        """One request of nobody, or with what opens nothing; raises a Problem as well."""
        address = request.client.host if request.client else ""
        self._count(self._of_addresses, "address", home_of(address))

    def _count(self, rate: object, *who: str) -> None:
        if self._limiter.hit(rate, *who):  # type: ignore[arg-type]
            return
        reset = self._limiter.get_window_stats(rate, *who).reset_time  # type: ignore[arg-type]
        seconds = max(1, math.ceil(reset - time.time()))
        raise Problem(
            429,
            "too many requests.",
            hint=f"Go on in {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
        )


def home_of(address: str) -> str:
    """What stands for everything that one connection can call itself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:  # noqa: PLR2004 - the version of a protocol
        return address
    return str(ipaddress.ip_network((found, _HOME), strict=False))
