"""Receives a submitted form: checks its origin, and parses its fields."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from starlette.requests import ClientDisconnect, Request

from web.plain.problems import Refused
from web.serving.service import service

_FORM = "application/x-www-form-urlencoded"
_FIELDS = 20


def not_stored(status: HTTPStatus, why: str) -> Refused:
    """The page that says that nothing was stored, and why."""
    return Refused(status, "problem.not_stored", f"problem.feedback_{why}")


def check_ours(request: Request) -> None:
    """Raises `Refused` for a form from another site's page or of unknown origin (CSRF protection).

    Browsers send Sec-Fetch-Site over HTTPS and to localhost. Over plain HTTP they send only Origin. For our form it is
    this host, because its referrer policy allows that; "null" is not enough then, because any page can cause it.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    try:
        ours = urlsplit(origin).netloc == request.headers.get("host") and origin != "null"
    except ValueError:
        ours = False
    if (site == "same-origin" and (ours or origin in {"", "null"})) or (site is None and ours):
        return
    raise not_stored(HTTPStatus.FORBIDDEN, "foreign")


async def form(request: Request) -> dict[str, str]:
    """The fields of a form, with the first value of each. Raises `Refused` if it is invalid, too large or too slow."""
    settings = service().settings
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        raise not_stored(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "form")
    try:
        body = await asyncio.wait_for(
            _body(request, settings.service.request_kilobytes * 1024), settings.service.request_seconds
        )
        if body is None:
            raise not_stored(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "large")
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=_FIELDS)
    except (TimeoutError, ValueError, ClientDisconnect):
        raise not_stored(HTTPStatus.BAD_REQUEST, "form") from None
    return {name: values[0] for name, values in fields.items()}


async def _body(request: Request, most: int) -> bytes | None:
    """The body, or `None` as soon as it is longer than `most`."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return body
