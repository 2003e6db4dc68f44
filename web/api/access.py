"""Access to the API: keys, the rate limit, and the check that no parameter is misspelt or repeated."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, get_origin

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPAuthorizationCredentials, HTTPBearer

from index.storage.api_keys import Keys
from web.api.problems import Problem
from web.serving.addresses import asker_at
from web.serving.service import service

_bearer = HTTPBearer(auto_error=False, description="An API key; required if `service.require_key` is set.")
_header = APIKeyHeader(name="X-API-Key", auto_error=False, description="The same, for clients without Authorization.")
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="verbatim"'}


async def known_asker(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    key: Annotated[str | None, Depends(_header)],
) -> str:
    """The name for the rate limit: that of the key, or else the address. Raises `Problem` 401."""
    token = bearer.credentials if bearer else key
    if token is None:
        if service().settings.service.require_key or "authorization" in request.headers:
            raise Problem(
                HTTPStatus.UNAUTHORIZED,
                "An API key is required: send it as `Authorization: Bearer KEY` or `X-API-Key: KEY`.",
                _CHALLENGE,
            )
        return asker_at(request.client.host if request.client else None)
    holder = Keys.of(service().settings).holder(token)
    if holder is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "The API key is not valid: it is mistyped, unknown or revoked.", _CHALLENGE
        )
    return "key " + holder


Asker = Annotated[str, Depends(known_asker)]


async def asker_of(request: Request) -> str:
    """The same as `known_asker`, for a request outside FastAPI. Raises `Problem` 401."""
    return await known_asker(request, await _bearer(request), await _header(request))


def count(asker: str, cost: int = 1) -> None:
    """Count `cost` questions or articles towards the rate limit of `asker`. Raises `Problem` 429."""
    wait = service().rate.wait(asker, cost)
    if wait is not None:
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"The rate limit of {service().settings.service.rate_limit} is exceeded: try again in {wait} s.",
            {"Retry-After": str(wait)},
        )


async def counted_asker(asker: Asker) -> str:
    """The asker, after counting this request. Raises `Problem` 401 and 429."""
    count(asker)
    return asker


async def clear_parameters(request: Request) -> None:
    """Raises `Problem` 422 for a query parameter that is unknown, or repeated although it is not a list."""
    dependant = request.scope["route"].dependant
    fields = [field for each in (dependant, *dependant.dependencies) for field in each.query_params]
    allowed = [field.alias for field in fields]
    lists = {field.alias for field in fields if get_origin(field.field_info.annotation) is list}
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in allowed:
            expected = f"expected {', '.join(allowed)}" if allowed else "this address takes no parameters"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"The parameter {name[:100]!r} is unknown: {expected}.")
        if name not in lists and given.count(name) > 1:
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"The parameter {name!r} is given {given.count(name)} times: expected once.",
            )


async def json_body(request: Request) -> None:
    """Raises `Problem` 415 unless the body's content type is JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            f"The body's content type is {kind[:100]!r}: expected application/json.",
            {"Accept": "application/json"},
        )
