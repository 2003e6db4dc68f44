"""The API reference: the OpenAPI document as one HTML page without scripts. The API's only importer of Jinja."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

router = APIRouter(include_in_schema=False)
_TEMPLATE = "reference.html"


@router.get("/docs")
async def reference(request: Request) -> Response:
    """The page. Its policy allows a single style sheet, by its hash, and no script."""
    style = _styles().render()
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Response(
        _page().render(document=request.app.openapi(), style=style),
        media_type="text/html",
        headers={
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'"
        },
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web.api", ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["readable"] = _readable
    environment.filters["kind"] = _kind
    return environment


def _page() -> Any:
    return _environment().get_template(_TEMPLATE)


def _styles() -> Any:
    return _environment().get_template("reference.css")


def _readable(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)


def _kind(schema: dict[str, Any]) -> str:
    """A parameter's type and bounds in a few words."""
    kinds = [str(part.get("type", "")) for part in schema.get("anyOf", [schema])]
    bounds = {"minimum": "from", "maximum": "to", "maxLength": "up to characters", "default": "default"}
    said = [f"{word} {schema[name]!r}" for name, word in bounds.items() if schema.get(name) not in {None, ""}]
    return ", ".join([" or ".join(kind for kind in kinds if kind != "null"), *said])
