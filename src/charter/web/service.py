"""What every route works with: the catalog, the options, who may come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from charter.catalog.access.caller import Caller
from charter.catalog.access.tokens import Tokens
from charter.catalog.store import Catalog
from charter.web.cursors import Cursors
from charter.web.metrics import Metrics
from charter.web.options import Options
from charter.web.rates import Rates

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
    kept: dict[str, Any] = field(default_factory=dict)  # what is dear to find out
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


def service(request: Request) -> Service:
    """The service that a request came to: a dependency of routes."""
    found: Service = request.app.state.service
    return found
