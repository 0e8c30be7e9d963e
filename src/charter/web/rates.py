"""How often somebody may ask: each caller, and each address of those nobody knows."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import Counter
from collections.abc import Callable

from limits import RateLimitItem, parse
from starlette.requests import Request

from charter.catalog.access.caller import Caller
from charter.web.options import Options
from charter.web.problems import Problem

_HOME = 64  # bits of an IPv6 address that tell one connection from another


class Rates:
    """Counted by each process for itself."""

    def __init__(self, options: Options) -> None:
        self._of_callers = Rate(parse(options.caller_rate))
        self._of_addresses = Rate(parse(options.address_rate))

    def count_caller(self, caller: Caller) -> None:
        """One request of somebody known; raises a Problem where it is one too many."""
        _count(self._of_callers, f"{caller.kind.value}/{caller.subject}")

    def count_address(self, request: Request) -> None:
        """One request of nobody, or with what opens nothing; raises a Problem as well."""
        address = request.client.host if request.client else ""
        _count(self._of_addresses, home_of(address))


class Rate:
    """So many requests in so many seconds, counted in windows of time: this one, and the last.

    The last one counts by as much of it as lies within so many seconds from now. (The storage of
    `limits` starts a thread for each request, to forget what is old.)
    """

    def __init__(self, item: RateLimitItem, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds = item.amount, item.get_expiry()
        self._clock = clock
        self._lock = threading.Lock()
        self._window = 0
        self._now: Counter[str] = Counter()
        self._before: Counter[str] = Counter()

    def hit(self, who: str) -> float:
        """Count one more of `who`, and give 0; or the seconds until one more may come."""
        with self._lock:
            window, passed = divmod(self._clock(), self._seconds)
            self._turn_to(int(window))
            left = self._seconds - passed
            before, now = self._before[who], self._now[who]
            if math.floor(before * left / self._seconds + now) + 1 <= self._most:
                self._now[who] += 1
                return 0.0
            wait = left % (self._seconds / before) if before else left
            return max(wait, 1.0)

    def _turn_to(self, window: int) -> None:
        if window != self._window:
            is_next = window == self._window + 1
            self._window, self._before = window, self._now if is_next else Counter()
            self._now = Counter()


def _count(rate: Rate, who: str) -> None:
    if not (wait := rate.hit(who)):
        return
    seconds = math.ceil(wait)
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
