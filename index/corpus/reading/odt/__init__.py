"""Reads OpenDocument text: paragraphs, headings, lists and tables of content.xml, and notes at the end."""

from __future__ import annotations

import posixpath
import re

from index.article import BlockKind, Card
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.formatting.formulas import linear
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.formatting.symbols import symbols
from index.corpus.reading.markup import Element, local, parse, walk
from index.corpus.reading.odt.numbers import Numbers
from index.corpus.reading.odt.shown import Shown
from index.corpus.reading.odt.spans import Spans
from index.corpus.reading.odt.styles import TEXT, Styles, number
from index.corpus.reading.packed import Packed, damaged, encrypted, is_damage
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from index.reasons import HIDDEN, STRUCK, Reason

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAWING = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
# Elements that are not text: note numbers, comments, forms, declarations, ruby annotations.
_LEFT_OUT = frozenset(
    "note-citation tracked-changes annotation forms sequence-decls variable-decls user-field-decls ruby-text".split()
)
_MOST_COLUMNS = 100

# White space that OpenDocument collapses; not the non-breaking space.
_SPACES = re.compile(r"[ \t\r\n]+")


def read(data: bytes, limits: Limits) -> Reading:
    """The document's text, without headers, footers and comments. Raises `UnreadableFileError`."""
    with Packed(data, limits) as document:
        if "META-INF/manifest.xml" in document.names:
            manifest = _part(document, "META-INF/manifest.xml")
            if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
                raise encrypted()
        content = parse(document.read("content.xml"), "content.xml")
        styles, meta = _part(document, "styles.xml"), _part(document, "meta.xml")
        body = content.find("{*}body/{*}text")
        if body is None:
            raise damaged("content.xml holds no text document")
        walked = _Document(document, Styles([content] if styles is None else [content, styles]), content)
        walked.take(body)
        for note in walked.notes:
            walked.take(note)
    return walked.text.reading(Card() if meta is None else _card(meta), plain=True)


def _part(document: Packed, name: str) -> Element | None:
    """The root of an optional part; `None` if it is missing or damaged."""
    found = document.find(name)
    try:
        return parse(document.read(found), found) if found else None
    except UnreadableFileError as error:
        if not is_damage(error):
            raise
        return None


class _Document:
    """The state while a document is traversed: its text so far, and the open paragraph, row and table."""

    def __init__(self, document: Packed, styles: Styles, content: Element) -> None:
        self.text = BlockText()
        self.notes: list[Element] = []
        self._packed = document
        self._styles = styles
        self._numbers = Numbers(styles)
        self._deleted = {
            region.get(TEXT + "id") or "": _words_of(gone)
            for region in content.iter(TEXT + "changed-region")
            for gone in region.iter(TEXT + "deletion")
        }
        self._shown = Shown(styles)
        self._words = Runs()
        self._row: Element | None = None
        self._spans = Spans()
        self._boxes: list[Element] = []
        self._cells: list[Runs] = []
        self._rows: list[tuple[list[Runs], bool]] = []
        self._passed: Element | None = None

    def take(self, root: Element) -> None:
        """Add everything under `root`."""
        for event, element, shown in walk(root, lambda element: self._is_left_out(element, root)):
            name = local(element)
            if event == "text":
                # Runs of white space collapse to one space.
                self._add(_SPACES.sub(" ", shown))
            elif event == "open":
                self._open(element, name)
            else:
                self._close(element, name)
        self._end_table()

    def _add(self, words: str, reason: Reason | None = None) -> None:
        look, why = self._shown.look, reason or self._shown.reason
        self._words.add(
            symbols(words, look.font), look.place or "line", why if words.strip() else None, bold=bool(look.bold)
        )

    def _is_left_out(self, element: Element, root: Element) -> bool:
        name = local(element)
        if name == "note-body" and element is not root:
            self._note(element)
            return True
        if name == "object":
            self._formula(element)
            return True
        if name == "text-box" and element is not root and self._row is None and _paragraph_above(element) is not None:
            self._box(element)
            return True
        return name in _LEFT_OUT or element.tag.startswith(_DRAWING)

    def _box(self, element: Element) -> None:
        """Keep a text box for the end of the paragraph that it is anchored in, so that this stays in one piece."""
        if not any(element is box for box in self._boxes[-1:]):
            self._boxes.append(element)

    def _note(self, element: Element) -> None:
        if not any(element is note for note in self.notes[-1:]):
            self.notes.append(element)

    def _formula(self, element: Element) -> None:
        """Add an embedded object's formula, if it is one. Called twice per object: at its start and at its end."""
        if self._passed is element:
            return
        self._passed = element
        inside = next(element.iter("{http://www.w3.org/1998/Math/MathML}math"), None)
        if inside is None and element.get(_LINK):
            part = _part(self._packed, posixpath.normpath(posixpath.join(element.get(_LINK), "content.xml")))
            inside = part if part is not None and local(part) == "math" else None
        if inside is not None:
            self._add(linear(inside))

    def _open(self, element: Element, name: str) -> None:
        if name in ("p", "h"):
            # A paragraph inside another one: the text before it becomes a block.
            self._flush(_paragraph_above(element))
        self._shown.enter(element, name)
        if name == "s":
            self._add(" " * min(number(element.get(TEXT + "c"), 1), 100))
        elif name in ("tab", "line-break"):
            self._add("\t" if name == "tab" else "\n")
        elif name == "change":
            self._add(self._deleted.get(element.get(TEXT + "change-id") or "", ""), STRUCK)
        elif name == "hidden-text":
            # The words are in an attribute; the element's text is what is currently shown of them.
            self._add(element.get(TEXT + "string-value") or "", HIDDEN if not (element.text or "").strip() else None)
        elif name == "list":
            self._numbers.open_list(element)
        elif name == "list-item":
            self._numbers.open_item(element)
        elif name == "table-row" and self._row is None and next(element.iter("{*}table"), None) is None:
            self._row = element
        elif name == "table" and self._row is None:
            self._end_table()

    def _close(self, element: Element, name: str) -> None:
        if name in ("p", "h"):
            self._flush(element)
        elif name in ("table-cell", "covered-table-cell") and self._row is not None:
            self._cells.append(self._spans.words(element, len(self._cells), self._words))
            more = number(element.get(_TABLE + "number-columns-repeated"), 1) - 1
            self._cells += [Runs() for _ in range(min(more, _MOST_COLUMNS))]
            self._words = Runs()
        elif self._row is not None and element is self._row:
            head = any(local(above) == "table-header-rows" for above in element.iterancestors())
            self._rows.append((self._cells, head))
            self._cells, self._row = [], None
        elif name == "list":
            self._numbers.close_list()
        elif name == "table" and self._row is None:
            self._end_table()
        self._shown.leave(element, name)
        if name in ("p", "h") and self._row is None:
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                self.take(box)

    def _end_table(self) -> None:
        self.text.add_rows(self._rows)
        self._rows = []
        self._spans = Spans()

    def _flush(self, owner: Element | None) -> None:
        if self._row is not None:
            label = self._numbers.item() if owner is not None else ""
            self._words.add(" ")
            self._words = _labelled(self._words, label) if label else self._words
            return
        words, self._words = self._words, Runs()
        if not words:
            return
        self._end_table()
        if owner is None:
            self.text.add(words)
        elif local(owner) == "h":
            level = _level(owner)
            label = self._numbers.item() or self._numbers.heading(owner, level)
            self.text.add(words, "heading", level=min(6, level), label=label)
        else:
            self.text.add(words, self._kind(owner), label=self._numbers.item())

    def _kind(self, paragraph: Element) -> BlockKind:
        if self._styles.is_title(paragraph.get(TEXT + "style-name")):
            return "title"
        return "list-item" if any(local(above) == "list-item" for above in paragraph.iterancestors()) else "paragraph"


def _words_of(deletion: Element) -> str:
    """The deleted words, without who deleted them and when."""
    kept = (part for part in deletion if local(part) and local(part) != "change-info")
    return " ".join(" ".join("".join(part.itertext()) for part in kept).split())


def _labelled(words: Runs, label: str) -> Runs:
    found = Runs(f"{label}. ")
    found.extend(words)
    return found


def _paragraph_above(element: Element) -> Element | None:
    return next((above for above in element.iterancestors() if local(above) in ("p", "h")), None)


def _level(heading: Element) -> int:
    return min(10, max(1, number(heading.get(TEXT + "outline-level"), 1)))


def _card(meta: Element) -> Card:
    title = meta.findtext(".//{http://purl.org/dc/elements/1.1/}title")
    author = meta.findtext(".//{*}initial-creator") or meta.findtext(".//{http://purl.org/dc/elements/1.1/}creator")
    return stated("document properties", title=title, author=author)
