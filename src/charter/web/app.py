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
from charter.web.sign_in import routes as sign_in
from charter.web.sign_in.desk import Desk, desk_of
from charter.web.sign_in.forgery import Forgery

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


def make_app(options: Options, catalog: Catalog) -> FastAPI:
    """The application over that catalog, which is closed where the application ends."""
    tokens = Tokens(catalog.database)
    service = Service(
        options,
        catalog,
        tokens,
        Cursors(options.secret),
        Rates(options),
        identify=[by_token(tokens)],
    )
    service.open_paths += (*_OPEN, *portal.open_paths(options))
    service.uncounted += _OPEN
    if options.anonymous == Anonymous.PUBLIC:
        service.open_paths.append(f"{API}/public/")
    desk = desk_of(options, catalog.database) if options.oidc_issuer else None
    behind_door = []
    if desk is not None:
        behind_door.append(_open_desk(service, desk))

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
            Middleware(BodyLimit),
            Middleware(Door, service=service),
            *behind_door,
        ],
    )
    app.state.service = service
    if desk is not None:
        app.state.desk = desk
        app.include_router(sign_in.router)
    expected.install(app)
    for router in (*_ROUTERS, *portal.ROUTERS):
        app.include_router(router)
    return app


def _open_desk(service: Service, desk: Desk) -> Middleware:
    """People are known by their sessions; gives what stands between them and forged requests."""
    service.identify.append(desk.caller)
    service.open_paths += sign_in.OPEN
    service.refuse_page = sign_in.refuse_page
    return Middleware(
        Forgery,
        cookies=desk.cookies,
        address=service.options.address,
        secret=service.options.secret,
    )
