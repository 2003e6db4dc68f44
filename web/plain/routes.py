"""Every plain page, by subject."""

from __future__ import annotations

from web.plain import feedback, files, library, passages_map, quality

routes = [*files.routes, *library.routes, *passages_map.routes, *quality.routes, *feedback.routes]
