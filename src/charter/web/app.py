"""The one ASGI application: what stands around every request, and the routers behind the door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware

from charter import __version__
from charter.catalog.access.tokens import Tokens
from charter.catalog.store import Catalog
from charter.web import expected, figures, health, webhooks
from charter.web.api import API, authors, entries, near, public, telling
from charter.web.around import Around
from charter.web.bearer import by_token
from charter.web.body import BodyLimit
from charter.web.cursors import Cursors
from charter.web.door import Door
from charter.web.options import Anonymous, Options
from charter.web.portal import routers as portal
from charter.web.rates import Rates
from charter.web.service import Service
from charter.web.sign_in.local import TEAM_HINT, Starter
from charter.web.sign_in.opening import holding, opening_of

_ROUTERS = (
    health.router,
    figures.router,
    entries.router,
    telling.router,
    near.router,
    authors.router,
    public.router,
    webhooks.router,
)
_OPEN = (*health.OPEN, *webhooks.OPEN)


def make_app(options: Options, catalog: Catalog, starter: Starter | None = None) -> FastAPI:
    """The application over that catalog, which is closed where the application ends.

    Without a provider a `starter` may sign in: they must be on their own machine.
    """
    tokens = Tokens(catalog.database)
    opening = opening_of(options, catalog.database, starter)
    service = Service(
        options,
        catalog,
        tokens,
        Cursors(options.secret),
        Rates(options),
        identify=[by_token(tokens, holding(opening, options, catalog.database))],
    )
    service.open_paths += (*_OPEN, *portal.open_paths(options))
    service.uncounted += _OPEN
    if options.anonymous == Anonymous.PUBLIC:
        service.open_paths.append(f"{API}/public/")
    if opening is not None:
        service.identify.append(opening.desk.caller)
        service.open_paths += opening.open_paths
        service.refuse_page = opening.refuse_page
    if starter is not None:
        service.team_hint = TEAM_HINT

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        catalog.close()

    app = FastAPI(
        title="Charter catalog",
        version=__version__,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # they would fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # it would build the address from what the request claims
        lifespan=living,
        middleware=[
            Middleware(Around, metrics=service.metrics, is_secure=options.is_secure),
            *(opening.before_door if opening else ()),
            Middleware(BodyLimit),
            Middleware(Door, service=service),
            *(opening.behind_door if opening else ()),
        ],
    )
    app.state.service = service
    if opening is not None:
        app.state.desk = opening.desk
        app.include_router(opening.router)
    expected.install(app)
    for router in (*_ROUTERS, *portal.ROUTERS):
        app.include_router(router)
    return app
