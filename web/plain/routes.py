"""The routes of all plain pages."""

from __future__ import annotations

from web.plain import answers, citations, feedback, files, library, quality
from web.plain.map import page as map_page
from web.plain.reader import reading

_SUBJECTS = (files, reading, citations, answers, library, map_page, quality, feedback)
routes = [route for subject in _SUBJECTS for route in subject.routes]
