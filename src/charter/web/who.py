"""Who sent a request, and what a route demands of them: dependencies of routes.

They wait for nothing and are `async`, or each would be called in a thread: half a millisecond.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from charter.catalog.access.caller import NOBODY, Caller
from charter.catalog.access.rights import may_read
from charter.catalog.store import Catalog
from charter.web.problems import Problem, sign_in
from charter.web.service import Service, service


async def serving_of(request: Request) -> Service:
    """The service that the request came to."""
    return service(request)


async def who(request: Request) -> Caller:
    """Who the door found them to be."""
    caller: Caller = getattr(request.state, "caller", NOBODY)
    return caller


Who = Annotated[Caller, Depends(who)]
Serving = Annotated[Service, Depends(serving_of)]


async def member(caller: Who) -> Caller:
    """Somebody who may read the whole catalog; raises a Problem."""
    if not caller.is_known:
        raise sign_in()
    if not may_read(caller):
        raise Problem(403, "this token is not for reading the catalog.")
    return caller


Member = Annotated[Caller, Depends(member)]


async def catalog_of(caller: Member, serving: Serving) -> Catalog:
    """The whole catalog, for a member; its history names them."""
    return serving.catalog.acting(caller.actor)


MembersCatalog = Annotated[Catalog, Depends(catalog_of)]
