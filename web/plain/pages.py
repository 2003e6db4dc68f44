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
_UNSENDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page that `template` makes of `values`; in it, `base` is what every link of ours begins with."""
    made = _environment().get_template(template).render(base=base_of(request), texts=texts, **values)
    # What no HTML document may hold, and half characters that cannot be sent.
    made = _UNSENDABLE.sub("\ufffd", made)
    return HTMLResponse(made, status, HEADERS)


def base_of(request: Request) -> str:
    """The base path that the service stands under: empty, or `/name`."""
    return str(request.scope.get("root_path", ""))


@cache
def _environment() -> Environment:
    # An undefined name in a template is a mistake of ours, and must not pass for empty text.
    return Environment(
        loader=PackageLoader("web.plain", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
