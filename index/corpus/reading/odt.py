"""OpenDocument text: paragraphs, headings, lists and tables of content.xml; notes follow at the end."""

from __future__ import annotations

import re

from index.article import BlockKind, Card
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.markup import Element, local, parse, walk
from index.corpus.reading.packed import Packed, damaged, encrypted
from index.corpus.reading.reading import Limits, Reading

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAWING = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
# What is no word of the page: notes' numbers, what was deleted, comments, forms' and drawings' descriptions.
_LEFT_OUT = frozenset(
    {"note-citation", "tracked-changes", "annotation", "forms", "sequence-decls", "variable-decls", "user-field-decls"}
)

# White space that a document folds; a non-breaking space is none.
_SPACES = re.compile(r"[ \t\r\n]+")


def read(data: bytes, limits: Limits) -> Reading:
    """The document's text. Headers, footers and comments are none."""
    with Packed(data, limits) as document:
        if "META-INF/manifest.xml" in document.names:
            manifest = parse(document.read("META-INF/manifest.xml"), "META-INF/manifest.xml")
            if next(manifest.iter("{*}encryption-data"), None) is not None:
                raise encrypted()
        content = parse(document.read("content.xml"), "content.xml")
        meta = parse(document.read("meta.xml"), "meta.xml") if "meta.xml" in document.names else None
    body = content.find("{*}body/{*}text")
    if body is None:
        raise damaged("content.xml holds no text document")
    walked = _Document(content)
    walked.take(body)
    for note in walked.notes:
        walked.take(note)
    return walked.text.reading(Card() if meta is None else _card(meta))


class _Document:
    """The state of the walk: the paragraphs that are open, innermost last, and the row that is."""

    def __init__(self, content: Element) -> None:
        self.text = BlockText()
        self.notes: list[Element] = []
        self._parents = {
            style.get(_STYLE + "name"): style.get(_STYLE + "parent-style-name")
            for style in content.iter(_STYLE + "style")
        }
        self._words: list[str] = []
        self._row: Element | None = None
        self._cells: list[str] = []

    def take(self, root: Element) -> None:
        """Add everything under `root`."""
        for event, element, shown in walk(root, lambda element: self._is_left_out(element, root)):
            name = local(element)
            if event == "text":
                # White space between elements is none; in a paragraph, runs of it are one space.
                self._words.append(_SPACES.sub(" ", shown))
            elif event == "open":
                self._open(element, name)
            else:
                self._close(element, name)

    def _is_left_out(self, element: Element, root: Element) -> bool:
        name = local(element)
        if name == "note-body" and element is not root:
            self._note(element)
            return True
        return name in _LEFT_OUT or element.tag.startswith(_DRAWING)

    def _note(self, element: Element) -> None:
        if not any(element is note for note in self.notes[-1:]):
            self.notes.append(element)

    def _open(self, element: Element, name: str) -> None:
        if name == "s":
            self._words.append(" " * min(int(element.get(_TEXT + "c") or 1), 100))
        elif name in ("tab", "line-break"):
            self._words.append("\t" if name == "tab" else "\n")
        elif name in ("p", "h"):
            # A text box stands in a paragraph: what the paragraph said before it is a block.
            self._flush(_paragraph_above(element))
        elif name == "table-row" and self._row is None and next(element.iter("{*}table"), None) is None:
            self._row = element

    def _close(self, element: Element, name: str) -> None:
        if name in ("p", "h"):
            self._flush(element)
        elif name == "table-cell" and self._row is not None:
            self._cells.append("".join(self._words))
            self._words.clear()
        elif element is self._row:
            self.text.add_row(self._cells)
            self._cells, self._row = [], None

    def _flush(self, owner: Element | None) -> None:
        if self._row is not None:
            self._words.append(" ")
            return
        words = "".join(self._words)
        self._words.clear()
        if owner is None:
            self.text.add(words)
        elif local(owner) == "h":
            self.text.add(words, "heading", level=_level(owner))
        else:
            self.text.add(words, self._kind(owner))

    def _kind(self, paragraph: Element) -> BlockKind:
        style = paragraph.get(_TEXT + "style-name")
        # A paragraph's own style is made from a named one.
        if "Title" in (style, self._parents.get(style)):
            return "title"
        return "list-item" if any(local(above) == "list-item" for above in paragraph.iterancestors()) else "paragraph"


def _paragraph_above(element: Element) -> Element | None:
    return next((above for above in element.iterancestors() if local(above) in ("p", "h")), None)


def _level(heading: Element) -> int:
    level = heading.get(_TEXT + "outline-level") or ""
    return min(6, max(1, int(level))) if level.isdecimal() else 1


def _card(meta: Element) -> Card:
    title = meta.findtext(".//{http://purl.org/dc/elements/1.1/}title")
    author = meta.findtext(".//{*}initial-creator") or meta.findtext(".//{http://purl.org/dc/elements/1.1/}creator")
    return stated("document properties", title=title, author=author)
