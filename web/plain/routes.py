"""Every plain page, by subject."""

from __future__ import annotations

from web.plain import files

routes = [*files.routes]
