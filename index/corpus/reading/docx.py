"""Word documents by python-docx: its styles say what a paragraph is; the text is taken from the body's own elements."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx import Document

from index.article import BlockKind, Card
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.markup import Element, local, parse
from index.corpus.reading.packed import Packed, damaged
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Text that is not shown: what was deleted or moved away, and what old programs would draw instead of a box.
_NOT_SHOWN = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "tcPr", "trPr", "sdtPr"})
_SHOWN_AS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST_STYLE = 20


def read(data: bytes, limits: Limits) -> Reading:
    """The document's text, then its footnotes and endnotes. Headers, footers and comments are not."""
    package = _bounded(data, limits)
    try:
        return _read(Document(package))
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:
        # The library answers damage with whatever error it runs into.
        raise damaged(str(error) or type(error).__name__) from error


def _read(document: WordDocument) -> Reading:
    text = BlockText()
    styles = _Styles(document.styles.element)
    _add_all(text, document.element.body, styles)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            for note in parse(relation.target_part.blob, "footnotes"):
                if note.get(_W + "type") is None:
                    _add_all(text, note, styles)
    return text.reading(_card(document))


def _bounded(data: bytes, limits: Limits) -> io.BytesIO:
    """The same package, unpacked within bounds, without its pictures: the library would unpack whatever is there."""
    copy = io.BytesIO()
    with Packed(data, limits) as packed, zipfile.ZipFile(copy, "w") as whole:
        for name in packed.names:
            whole.writestr(name, packed.read(name) if name.endswith((".xml", ".rels")) else b"")
    return copy


def _card(document: WordDocument) -> Card:
    if not any(relation.reltype.endswith("/core-properties") for relation in document.part.package.rels.values()):
        return Card()
    properties = document.core_properties
    return stated("document properties", title=properties.title, author=properties.author)


class _Styles:
    """What a paragraph's style makes of it: its name and those of the styles that it is based on."""

    def __init__(self, styles: Element) -> None:
        self._styles = {style.get(_W + "styleId"): style for style in styles.iter(_W + "style")}
        self._kinds: dict[str | None, tuple[BlockKind, int]] = {None: ("paragraph", 0)}

    def kind(self, paragraph: Element) -> tuple[BlockKind, int]:
        """A paragraph's kind and, where it is a heading, its level."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return "paragraph", 0
        style = properties.find(_W + "pStyle")
        name = style.get(_W + "val") if style is not None else None
        if name not in self._kinds:
            self._kinds[name] = self._of_style(name)
        kind, level = self._kinds[name]
        stated_here = _properties_kind(properties)
        return stated_here if stated_here is not None and kind in ("paragraph", "list-item") else (kind, level)

    def _of_style(self, name: str | None) -> tuple[BlockKind, int]:
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(name)
            if style is None:
                break
            found = _style_kind(style)
            if found is not None:
                return found
            base = style.find(_W + "basedOn")
            name = base.get(_W + "val") if base is not None else None
        return "paragraph", 0


def _style_kind(style: Element) -> tuple[BlockKind, int] | None:
    element = style.find(_W + "name")
    name = (element.get(_W + "val") or "").lower() if element is not None else ""
    heading = _HEADING.match(name)
    if heading:
        return "heading", min(6, int(heading.group(1)))
    if name == "title":
        return "title", 0
    if name.startswith("list ") and not name.startswith("list continue"):
        return "list-item", 0
    properties = style.find(_W + "pPr")
    return _properties_kind(properties) if properties is not None else None


def _properties_kind(properties: Element) -> tuple[BlockKind, int] | None:
    """What paragraph properties state: a place in the outline, a number or bullet, or nothing (`None`)."""
    outline = properties.find(_W + "outlineLvl")
    if outline is not None and outline.get(_W + "val") in tuple("012345"):
        return "heading", int(outline.get(_W + "val")) + 1
    numbering = properties.find(f"{_W}numPr/{_W}numId")
    if numbering is None:
        return None
    return ("paragraph", 0) if numbering.get(_W + "val") == "0" else ("list-item", 0)


def _add_all(text: BlockText, container: Element, styles: _Styles) -> None:
    for element in _leaves(container):
        if local(element) == "tr":
            text.add_row([" ".join(map(_words, _paragraphs(cell))) for cell in _cells(element)])
            continue
        kind, level = styles.kind(element)
        text.add(_words(element), kind, level=level)
        for box in _boxes(element):
            _add_all(text, box, styles)


def _leaves(container: Element) -> Iterator[Element]:
    """Paragraphs and table rows in document order, whatever wraps them; a row of one cell is what stands in it."""
    for element in container:
        name = local(element)
        if name == "p" or (name == "tr" and sum(1 for _ in _cells(element)) > 1):
            yield element
        elif name and name not in _NOT_SHOWN:
            yield from _leaves(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _cells(element)


def _paragraphs(cell: Element) -> Iterator[Element]:
    """Every paragraph of a cell, those of tables and boxes in it too."""
    return (paragraph for paragraph in cell.iter(_W + "p") if _is_shown(paragraph, cell))


def _is_shown(element: Element, within: Element) -> bool:
    for above in element.iterancestors():
        if above is within:
            return True
        if local(above) in _NOT_SHOWN:
            return False
    return True


def _words(paragraph: Element) -> str:
    """A paragraph's own text; what stands in its boxes is not."""
    return "".join(_runs(paragraph))


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in _SHOWN_AS:
            yield _SHOWN_AS[name]
        elif name and name not in _NOT_SHOWN and name != "txbxContent":
            yield from _runs(child)


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes that hang on a paragraph."""
    for child in element:
        if local(child) == "txbxContent":
            yield child
        elif local(child) and local(child) not in _NOT_SHOWN:
            yield from _boxes(child)
