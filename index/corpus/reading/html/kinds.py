"""What the elements of a page make of the text in them: headings, list items, code, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from index.article import BlockKind

# lxml ships no types.
Element: TypeAlias = Any

# The elements whose text is separate from the text around them.
BLOCK = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section
    summary table tbody td tfoot th thead tr ul""".split()
)
_LONGEST_ROW = 1_000


def kind_of(blocks: list[Element]) -> tuple[BlockKind, int]:
    """The kind and level of text inside the open block elements, innermost last."""
    for element in reversed(blocks):
        tag = str(element.tag)
        if re.fullmatch("h[1-6]", tag):
            return "heading", int(tag[1])
        if element.get("role") == "heading":
            return "heading", _stated_level(element)
        if tag == "tr":
            return "table-row", 0
        if tag == "pre":
            return ("code", 0) if element.find("code") is not None else ("paragraph", 0)
        if tag in ("li", "dd", "dt"):
            return "list-item", 0
        if tag in ("div", "section", "article", "td", "th", "ul", "ol", "nav", "table"):
            break
    return "paragraph", 0


def _stated_level(heading: Element) -> int:
    """The level of an element with the role of a heading; 2 if it states none, as in browsers."""
    level = heading.get("aria-level") or ""
    return min(6, max(1, int(level))) if level.isdecimal() and len(level) < 3 else 2


def is_row(row: Element) -> bool:
    """Whether a row belongs to a data table: several short cells without block elements, unlike a layout table."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    inner = (element for cell in cells for element in cell.iterdescendants() if element.tag in BLOCK)
    blocks = sum(element.tag not in ("p", "div", "button") for element in inner)
    return len(cells) > 1 and not blocks and sum(len(text) for text in _texts(row)) <= _LONGEST_ROW


def _texts(element: Element) -> Iterator[str]:
    return (str(text).strip() for text in element.itertext())
