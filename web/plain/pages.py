"""Templates to pages, under one strict policy: no script but our own file, nothing from elsewhere."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web import texts

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
}
# What no HTML document may hold, and half characters that cannot be sent: shown as the replacement character.
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page that `template` makes of `values`; in it, `base` is what every link of ours begins with."""
    return HTMLResponse(rendered(template, base=base_of(request), **values), status, HEADERS)


def rendered(template: str, **values: Any) -> str:
    """What `template` makes of `values`: HTML that can be sent."""
    return _UNSENDABLE.sub("\ufffd", _environment().get_template(template).render(texts=texts, **values))


def base_of(request: Request) -> str:
    """What leads from this page to the base path: `.` or `..`. So links hold wherever a proxy puts the service."""
    path = str(request.scope.get("path", "/")).removeprefix(str(request.scope.get("root_path", "")))
    return "/".join([".."] * (path.count("/") - 1)) or "."


@cache
def _environment() -> Environment:
    # An undefined name in a template is a mistake of ours, and must not pass for empty text.
    return Environment(
        loader=PackageLoader("web.plain", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
