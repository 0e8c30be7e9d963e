"""What every route works with: the catalog, the options, who may come in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.access.caller import Caller
from charter.catalog.access.tokens import Tokens
from charter.catalog.store import Catalog
from charter.web.cursors import Cursors
from charter.web.metrics import Metrics
from charter.web.options import Options
from charter.web.rates import Rates

T = TypeVar("T")
_TIMES_AS_LONG, _LONGEST_SECONDS = 200, 600.0

# gives who sent the request, None where it says nothing that this one knows; raises a Problem
# where it says something wrong. It may ask the database: it is called in a thread of its own.
Identify = Callable[[Request], Caller | None]


@dataclass
class Service:
    """One running service; it stands in `app.state.service`."""

    options: Options
    catalog: Catalog
    tokens: Tokens
    cursors: Cursors
    rates: Rates
    metrics: Metrics = field(default_factory=Metrics)
    identify: list[Identify] = field(default_factory=list)  # the first that knows them counts
    open_paths: list[str] = field(default_factory=list)  # for everybody; `/x/`: all below
    kept: dict[str, tuple[float, Any]] = field(default_factory=dict)  # until when, what
    uncounted: list[str] = field(default_factory=list)  # paths that nobody may ask as often as ever
    # what a browser is shown instead of a problem where nobody may go on; None: nothing else
    refuse_page: Callable[[Request], Response] | None = None

    # what somebody does who is in no team
    team_hint: str = "Ask the OSPO, or whoever looks after the groups of the sign-in."

    @property
    def has_sign_in(self) -> bool:
        """Whether a browser can sign in at all."""
        return self.refuse_page is not None

    def is_open(self, path: str) -> bool:
        """Whether nobody may ask for that path."""
        return any(
            path == each or (each != "/" and each.endswith("/") and path.startswith(each))
            for each in self.open_paths
        )

    def keep(self, name: str, find: Callable[[], T]) -> T:
        """What `find` gives, or gave lately: it reads a whole table.

        It is kept two hundred times as long as it took to find, so that it is new where the table
        is small. While one request finds it anew, the others are given what was there before.
        """
        began = time.monotonic()
        until, known = before = self.kept.get(name, (0.0, None))
        if began < until:
            found: T = known
            return found
        if known is not None:
            self.kept[name] = (began + _LONGEST_SECONDS, known)
        try:
            found = find()
        except BaseException:
            self.kept[name] = before
            raise
        now = time.monotonic()
        self.kept[name] = (now + min(_TIMES_AS_LONG * (now - began), _LONGEST_SECONDS), found)
        return found


def service(request: Request) -> Service:
    """The service that a request came to: a dependency of routes."""
    found: Service = request.app.state.service
    return found
