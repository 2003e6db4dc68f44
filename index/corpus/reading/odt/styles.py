"""OpenDocument styles: the formatting of characters, and the numbering of lists and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.corpus.reading.formatting.looks import Look, is_bold
from index.corpus.reading.formatting.numbering import label, written
from index.corpus.reading.formatting.runs import Place
from index.corpus.reading.markup import Element, local

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DEEPEST = 20
_WHITE = re.compile(r"#f[c-f]f[c-f]f[c-f]", re.IGNORECASE)
# Text shifted by at least this percentage of its height counts as superscript or subscript.
_SHIFT = 10


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its number format, its first number, how many levels its label shows, and its affixes."""

    way: str = ""
    start: int = 1
    shown: int = 1
    prefix: str = ""
    suffix: str = ""


def number(words: str | None, otherwise: int) -> int:
    """The number in an attribute, of at most six digits, or `otherwise`."""
    return int(words) if words and words.isdecimal() and len(words) < 7 else otherwise


class Styles:
    """The styles of a document by name."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        for root in roots:
            for style in root.iter(STYLE + "style"):
                self._styles.setdefault((style.get(STYLE + "family") or "", style.get(STYLE + "name") or ""), style)
            for style in root.iter(TEXT + "list-style"):
                self._lists.setdefault(style.get(STYLE + "name") or "", _levels(style))
            for style in root.iter(TEXT + "outline-style"):
                self.outline = self.outline or _levels(style)
        self._looks: dict[tuple[str, str], Look] = {}

    def is_title(self, name: str | None) -> bool:
        """Whether a paragraph style is `Title` or derived from it."""
        return name == "Title" or any(
            style.get(STYLE + "parent-style-name") == "Title" for style in self._based("paragraph", name or "")
        )

    def look(self, family: str, name: str | None) -> Look:
        """The character formatting of a style of a family (`paragraph`, `text`)."""
        key = family, name or ""
        if key not in self._looks:
            look = Look()
            for style in self._based(*key):
                look = look.over(_look(style))
            self._looks[key] = look
        return self._looks[key]

    def levels(self, name: str | None) -> dict[int, Level]:
        """The levels of a list style, counted from 1."""
        return self._lists.get(name or "", {})

    def hides(self, section: Element) -> bool:
        """Whether a section is hidden."""
        return bool(section.get(TEXT + "display") == "none")

    def _based(self, family: str, name: str) -> Iterable[Element]:
        """The style and its ancestors. The oldest files have styles without a family, which match any."""
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name), self._styles.get(("", name)))
            if style is None:
                return
            yield style
            name = style.get(STYLE + "parent-style-name") or ""


def _look(style: Element) -> Look:
    found = style.find(STYLE + "text-properties")
    paragraph = style.find(STYLE + "paragraph-properties")
    ground = paragraph.get(_FO + "background-color") if paragraph is not None else None
    if found is None:
        return Look(shaded=_is_shaded(ground))
    lines = [found.get(STYLE + name) for name in ("text-line-through-style", "text-line-through-type")]
    stated = [line != "none" for line in lines if line is not None]
    display = found.get(TEXT + "display")
    colour = found.get(_FO + "color")
    return Look(
        all(stated) if stated else None,
        display == "none" if display is not None else None,
        _place(found.get(STYLE + "text-position")),
        bool(_WHITE.fullmatch(colour)) if colour is not None else None,
        _is_shaded(found.get(_FO + "background-color")) or _is_shaded(ground),
        found.get(STYLE + "font-name") or found.get(_FO + "font-family"),
        is_bold(found.get(_FO + "font-weight")),
    )


def _is_shaded(ground: str | None) -> bool | None:
    return None if ground in (None, "transparent") else not _WHITE.fullmatch(ground or "")


def _place(position: str | None) -> Place | None:
    """The place in a text position such as "super 58%", "sub", "33% 58%" or "-33%"."""
    if not position or not position.split():
        return None
    shift = position.split()[0]
    if shift in ("super", "sub"):
        return "raised" if shift == "super" else "lowered"
    moved = re.fullmatch(r"(-?)(\d{1,3})(?:\.\d+)?%", shift)
    if moved is None or int(moved[2]) < _SHIFT:
        return "line"
    return "lowered" if moved[1] else "raised"


def _levels(style: Element) -> dict[int, Level]:
    found = {}
    for level in style:
        if local(level).startswith(("list-level-style-", "outline-level-style")):
            found[number(level.get(TEXT + "level"), 1)] = Level(
                level.get(STYLE + "num-format") or "",
                number(level.get(TEXT + "start-value"), 1),
                number(level.get(TEXT + "display-levels"), 1),
                level.get(STYLE + "num-prefix") or "",
                level.get(STYLE + "num-suffix") or "",
            )
    return found


def numbered(levels: dict[int, Level], counts: list[int], at: int) -> str:
    """The label of an item of level `at`; `counts` are the current numbers of the levels from 1 down to it."""
    level = levels.get(at, Level())
    if not level.way:
        return ""
    shown = range(max(1, at - level.shown + 1), at + 1)
    parts = [written(counts[one - 1], levels[one].way) for one in shown if one in levels and one <= len(counts)]
    return label(level.prefix + ".".join(filter(None, parts)) + level.suffix, {})
