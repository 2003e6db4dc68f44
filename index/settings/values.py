"""Types of single settings: how each is read from a variable and checked."""

from __future__ import annotations

import re
from ipaddress import ip_network
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


def _parts(value: Any) -> Any:
    """The values of a comma-separated list in a variable."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _origins(values: list[str]) -> list[str]:
    for value in values:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or value != f"{parts.scheme}://{parts.netloc}" or "*" in value:
            raise ValueError(f"{value!r} is not an origin, expected https://host or https://host:port")
    return values


def _networks(values: list[str]) -> list[str]:
    for value in values:
        ip_network(value)
    return values


def _hosts(values: list[str]) -> list[str]:
    for value in values:
        if not _HOST.fullmatch(value):
            raise ValueError(
                f"{value!r} is not a host name, expected one without scheme and port: verbatim.example.org"
            )
    return values


def _without_password(value: str) -> str:
    # The address appears in error messages, and therefore on pages.
    if "@" in value:
        raise ValueError("expected no name or password in the address. Give them as engine.token")
    return value


def _base_path(value: str) -> str:
    return value.strip("/")


Origins = Annotated[list[str], BeforeValidator(_parts), AfterValidator(_origins)]
Hosts = Annotated[list[str], BeforeValidator(_parts), AfterValidator(_hosts)]
Networks = Annotated[list[str], BeforeValidator(_parts), AfterValidator(_networks)]
EngineUri = Annotated[str, AfterValidator(_without_password)]
BasePath = Annotated[str, AfterValidator(_base_path)]
