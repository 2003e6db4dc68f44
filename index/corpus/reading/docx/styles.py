"""A Word document's styles: the kinds of paragraphs, and the formatting of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.article import BlockKind
from index.corpus.reading.docx.package import W
from index.corpus.reading.formatting.looks import Look
from index.corpus.reading.formatting.runs import Place
from index.corpus.reading.markup import Element, local

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST = 20
_OFF = frozenset({"0", "false", "off", "none"})
_WHITE = re.compile(r"f[c-f]f[c-f]f[c-f]", re.IGNORECASE)
# Text shifted by at least this many half-points counts as superscript or subscript.
_SHIFT = 4


def look_of(properties: Element | None) -> Look:
    """The character formatting in run properties."""
    if properties is None:
        return Look()
    found = {local(one): one for one in properties}
    strikes = [_is_on(found[name]) for name in ("strike", "dstrike") if name in found]
    fonts = found.get("rFonts")
    return Look(
        any(strikes) if strikes else None,
        _is_on(found["vanish"]) if "vanish" in found else None,
        _place(found),
        bool(_WHITE.fullmatch(value(found["color"]))) if "color" in found else None,
        _is_shaded(found) if "shd" in found or "highlight" in found else None,
        next((fonts.get(W + of) for of in ("ascii", "hAnsi") if fonts.get(W + of)), None)
        if fonts is not None
        else None,
        _is_on(found["b"]) if "b" in found else None,
    )


def value(element: Element) -> str:
    """The value of a property element."""
    return element.get(W + "val") or ""


def _is_on(element: Element) -> bool:
    return value(element).lower() not in _OFF


def _place(found: dict[str, Element]) -> Place | None:
    if "vertAlign" in found:
        places: dict[str, Place] = {"superscript": "raised", "subscript": "lowered"}
        return places.get(value(found["vertAlign"]), "line")
    shift = value(found["position"]) if "position" in found else ""
    if re.fullmatch(r"-?\d{1,3}", shift) and abs(int(shift)) >= _SHIFT:
        return "raised" if int(shift) > 0 else "lowered"
    return None


def _is_shaded(found: dict[str, Element]) -> bool:
    shade = found.get("shd")
    fill = (shade.get(W + "fill") or "auto").lower() if shade is not None else "auto"
    light = fill == "auto" or bool(_WHITE.fullmatch(fill))
    return not light or ("highlight" in found and value(found["highlight"]) not in ("none", "white"))


class Styles:
    """The styles of a document by id, each resolved through the styles it is based on."""

    def __init__(self, styles: Element | None) -> None:
        found = [] if styles is None else list(styles.iter(W + "style"))
        self._styles = {style.get(W + "styleId"): style for style in found}
        self._usual = next((style.get(W + "styleId") for style in found if _is_usual(style)), None)
        defaults = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = look_of(defaults)
        self._kinds: dict[str | None, tuple[BlockKind, int]] = {}
        self._looks: dict[str | None, Look] = {}

    def kind(self, paragraph: Element) -> tuple[BlockKind, int]:
        """A paragraph's kind and, if it is a heading, its level."""
        properties = paragraph.find(W + "pPr")
        name = self.name(paragraph)
        if name not in self._kinds:
            self._kinds[name] = next(filter(None, map(_style_kind, self._based(name))), ("paragraph", 0))
        kind, level = self._kinds[name]
        here = _properties_kind(properties) if properties is not None else None
        return here if here is not None and kind in ("paragraph", "list-item") else (kind, level)

    def name(self, paragraph: Element) -> str | None:
        """The id of a paragraph's style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return style.get(W + "val") if style is not None else self._usual

    def paragraph_look(self, paragraph: Element) -> Look:
        """The character formatting of a paragraph's style; a shaded paragraph shades its characters."""
        shade = paragraph.find(f"{W}pPr/{W}shd")
        ground = Look(shaded=True) if shade is not None and _is_shaded({"shd": shade}) else Look()
        return ground.over(self.look(self.name(paragraph))).over(self._defaults)

    def look(self, name: str | None) -> Look:
        """The character formatting of the style with the id `name`."""
        if name not in self._looks:
            look = Look()
            for style in self._based(name):
                look = look.over(look_of(style.find(W + "rPr")))
            self._looks[name] = look
        return self._looks[name]

    def numbering(self, paragraph: Element) -> Element | None:
        """The numbering properties of a paragraph: its own, or those of its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            return own
        return next(filter(lambda found: found is not None, self._numberings(self.name(paragraph))), None)

    def _numberings(self, name: str | None) -> Iterator[Element | None]:
        return (style.find(f"{W}pPr/{W}numPr") for style in self._based(name))

    def _based(self, name: str | None) -> Iterator[Element]:
        """The style and those that it is based on, cut at a fixed depth because they may form a cycle."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            base = style.find(W + "basedOn")
            name = base.get(W + "val") if base is not None else None


def _is_usual(style: Element) -> bool:
    default = (style.get(W + "default") or "0").lower()
    return style.get(W + "type") == "paragraph" and default not in _OFF


def _style_kind(style: Element) -> tuple[BlockKind, int] | None:
    element = style.find(W + "name")
    name = value(element).lower() if element is not None else ""
    heading = _HEADING.match(name)
    if heading:
        return "heading", min(6, int(heading.group(1)))
    if name == "title":
        return "title", 0
    if name.startswith("list ") and not name.startswith("list continue"):
        return "list-item", 0
    properties = style.find(W + "pPr")
    return _properties_kind(properties) if properties is not None else None


def _properties_kind(properties: Element) -> tuple[BlockKind, int] | None:
    """The kind and level from paragraph properties: an outline level, a number or bullet, or `None`."""
    outline = properties.find(W + "outlineLvl")
    if outline is not None and value(outline) in tuple("012345"):
        return "heading", int(value(outline)) + 1
    numbering = properties.find(f"{W}numPr/{W}numId")
    if numbering is None:
        return None
    return ("paragraph", 0) if value(numbering) == "0" else ("list-item", 0)
