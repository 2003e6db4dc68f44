"""Every plain page, by subject."""

from __future__ import annotations

from web.plain import answers, citations, files, reading

routes = [*files.routes, *reading.routes, *citations.routes, *answers.routes]
