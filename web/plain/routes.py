"""Every plain page, by subject."""

from __future__ import annotations

from web.plain import answers, citations, feedback, files, library, passages_map, quality, reading

_SUBJECTS = (files, reading, citations, answers, library, passages_map, quality, feedback)
routes = [route for subject in _SUBJECTS for route in subject.routes]
