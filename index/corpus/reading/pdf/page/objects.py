"""Reads the graphics objects of a page with pdfium, including those in forms, in page coordinates."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from index.corpus.reading.pdf.page.drawings import Drawings, Drawn, Rectangle, Rule

# A page with more objects is a map or a drawing: the rest says nothing about its text.
_MOST_OBJECTS = 20_000
_MOST_AREAS = 500
_MOST_RULES = 2_000
_MOST_SEGMENTS = 2_000
_MOST_CLIPS = 8
_DEEPEST_FORM = 5
# In points: anything thinner is a rule, and anything shorter is a dot.
_THIN = 2.0
_SHORT = 4.0
_CORNERS = 4

_Colour = tuple[int, int, int]


def address(pointer: Any) -> int:
    """The address of an object, to identify it; 0 for a null pointer."""
    # Reinterpreted, not cast: a cast would cost more than the call that returned the pointer.
    return ctypes.c_void_p.from_buffer(pointer).value or 0


def colour(ask: Callable[..., Any]) -> tuple[_Colour, int]:
    """Red, green and blue, and alpha (255 is opaque)."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = ask(red, green, blue, alpha)
    return ((red.value, green.value, blue.value), alpha.value) if known else ((0, 0, 0), 255)


def drawn(page: Any) -> tuple[dict[int, int], Drawings]:
    """The drawing order of each text object, by its address, and the page's drawings."""
    order: dict[int, int] = {}
    areas: list[Drawn] = []
    rules: list[Rule] = list(_struck(page))
    for number, (obj, matrix) in enumerate(_objects(page), 1):
        kind = pdfium.FPDFPageObj_GetType(obj)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            order[address(obj)] = number
            continue
        path = kind == pdfium.FPDF_PAGEOBJ_PATH
        filled = _fill(obj) if path else None
        if not path or filled is not None:
            areas += [area for area in [_area(obj, matrix, filled, number)] if _is_large(area)]
        if path and len(rules) < _MOST_RULES:
            rules += _rules(obj, matrix)
    whole = len(areas) <= _MOST_AREAS and pdfium.FPDFPage_CountObjects(page) <= _MOST_OBJECTS
    return order, Drawings(tuple(areas[:_MOST_AREAS]), tuple(rules[:_MOST_RULES]), whole)


def _is_large(area: Drawn) -> bool:
    return min(area.place.right - area.place.left, area.place.high - area.place.low) >= _SHORT


def _area(obj: Any, matrix: _Matrix, filled: _Colour | None, number: int) -> Drawn:
    """The area that an object paints, cut to its clip path."""
    place = _bounds(obj, matrix)
    solid = filled is not None and pdfium.FPDFPath_CountSegments(obj) <= _CORNERS + 1
    clip = pdfium.FPDFPageObj_GetClipPath(obj)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(_MOST_CLIPS, max(0, pdfium.FPDFClipPath_CountPaths(clip)))):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        solid = solid and count <= _CORNERS + 1
        corners = []
        for at in range(min(max(0, count), _MOST_SEGMENTS)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, at), x, y)
            corners.append(matrix.point(x.value, y.value))
        if corners:
            place = place.cut(_around(corners))
    return Drawn(place, filled, number, solid)


class _Matrix(NamedTuple):
    """The matrix from an object's coordinates to those of its container."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def of(cls, obj: Any) -> _Matrix:
        found = pdfium.FS_MATRIX()
        if not pdfium.FPDFPageObj_GetMatrix(obj, found):
            return cls()
        return cls(found.a, found.b, found.c, found.d, found.e, found.f)

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: _Matrix) -> _Matrix:
        e, f = outer.point(self.e, self.f)
        a, b = outer.a * self.a + outer.c * self.b, outer.b * self.a + outer.d * self.b
        c, d = outer.a * self.c + outer.c * self.d, outer.b * self.c + outer.d * self.d
        return _Matrix(a, b, c, d, e, f)


def _objects(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """The page's objects in drawing order, each with its matrix."""
    waiting: list[tuple[Any, _Matrix, int]] = [
        (pdfium.FPDFPage_GetObject(page, at), _Matrix(), 0)
        for at in reversed(range(min(_MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page))))
    ]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        obj, matrix, depth = waiting.pop()
        if pdfium.FPDFPageObj_GetType(obj) != pdfium.FPDF_PAGEOBJ_FORM:
            yield obj, matrix
        elif depth < _DEEPEST_FORM:
            inner = _Matrix.of(obj).within(matrix)
            members = min(_MOST_OBJECTS, max(0, pdfium.FPDFFormObj_CountObjects(obj)))
            waiting += [(pdfium.FPDFFormObj_GetObject(obj, at), inner, depth + 1) for at in reversed(range(members))]


def _bounds(obj: Any, matrix: _Matrix) -> Rectangle:
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(obj, left, low, right, high)
    return _around([matrix.point(x.value, y.value) for x in (left, right) for y in (low, high)])


def _around(points: list[tuple[float, float]]) -> Rectangle:
    across, up = [x for x, _ in points], [y for _, y in points]
    return Rectangle(min(across), min(up), max(across), max(up))


def _fill(path: Any) -> _Colour | None:
    """The fill colour of a path; `None` if it fills nothing or is not opaque."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    paint, alpha = colour(lambda *answer: pdfium.FPDFPageObj_GetFillColor(path, *answer))
    return paint if mode.value != pdfium.FPDF_FILLMODE_NONE and alpha == 255 else None


def _rules(path: Any, matrix: _Matrix) -> Iterator[Rule]:
    """The horizontal and vertical lines that a path draws; a thin filled rectangle counts as a line."""
    place = _bounds(path, matrix)
    thin = min(place.right - place.left, place.high - place.low) <= _THIN
    if thin:
        yield from _rule((place.left, place.low), (place.right, place.high))
        return
    own = _Matrix.of(path).within(matrix)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(_MOST_SEGMENTS, pdfium.FPDFPath_CountSegments(path))):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _sides(points)
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(own.point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield from _sides(points)


def _sides(points: list[tuple[float, float]]) -> Iterator[Rule]:
    for first, second in pairwise(points):
        if min(abs(first[0] - second[0]), abs(first[1] - second[1])) <= _THIN / 2:
            yield from _rule(first, second)


def _rule(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Rule]:
    across, up = sorted((first[0], second[0])), sorted((first[1], second[1]))
    level = across[1] - across[0] >= up[1] - up[0]
    begin, end = across if level else up
    if end - begin >= _SHORT:
        yield Rule(level, sum(up if level else across) / 2, begin, end)


def _struck(page: Any) -> Iterator[Rule]:
    """The lines of strike-out annotations."""
    for number in range(min(_MOST_RULES, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT:
            corners = pdfium.FS_QUADPOINTSF()
            for at in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
                pdfium.FPDFAnnot_GetAttachmentPoints(note, at, corners)
                up = [corners.y1, corners.y2, corners.y3, corners.y4]
                across = [corners.x1, corners.x2, corners.x3, corners.x4]
                yield Rule(level=True, at=sum(up) / _CORNERS, begin=min(across), end=max(across))
        pdfium.FPDFPage_CloseAnnot(note)
