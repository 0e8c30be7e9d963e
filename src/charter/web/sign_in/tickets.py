"""Tickets: each signs one browser in, once, and not for long. Kept by one process in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from charter.catalog.access.secret import hash_of, new_secret

_SECONDS = 3600.0
_MOST = 16  # that are good at a time: the oldest goes when another is made


class Tickets:
    """Used by many threads; of each ticket its hash is kept alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: dict[str, float] = {}

    def new(self) -> str:
        """One that was never given out before."""
        ticket = new_secret()
        with self._lock:
            while len(self._ends) >= _MOST:
                del self._ends[next(iter(self._ends))]
            self._ends[hash_of(ticket)] = self._clock() + _SECONDS
        return ticket

    def take(self, ticket: str) -> bool:
        """Whether it is good; from now on it is not."""
        with self._lock:
            return self._ends.pop(hash_of(ticket), 0.0) > self._clock()
