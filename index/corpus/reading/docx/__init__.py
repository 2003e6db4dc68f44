"""Reads Word documents: styles give each paragraph's kind, and notes follow at the end."""

from __future__ import annotations

from collections.abc import Iterator

from index.article import Card
from index.corpus.reading.blocks import LONGEST_REPEATED, BlockText, stated
from index.corpus.reading.docx.chunks import add_chunk, name_left_out
from index.corpus.reading.docx.numbers import Numbers
from index.corpus.reading.docx.package import Package, R, W
from index.corpus.reading.docx.styles import Styles
from index.corpus.reading.docx.words import DELETED, NOT_SHOWN, boxes, words_of
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.markup import Element, local
from index.corpus.reading.packed import Packed
from index.corpus.reading.reading import Limits, Reading

_WRAPPED = frozenset({"sdt", "sdtContent", "customXml", "ins", *DELETED})
_MOST_COLUMNS = 100


def read(data: bytes, limits: Limits) -> Reading:
    """The document's text, then its footnotes and endnotes, without headers, footers and comments.

    Raises `UnreadableFileError`.
    """
    with Packed(data, limits) as packed:
        document = _Document(Package(packed), limits)
        document.take()
        return document.text.reading(document.card(), plain=True)


class _Document:
    """Collects the text of one document."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self.text = BlockText()
        self._package = package
        self._limits = limits
        self._begun = Runs()
        self._root = package.document()
        self._styles = Styles(package.related("styles"))
        self._numbers = Numbers(package.related("numbering"), self._styles)
        self._chunks = {one.id: one.target for one in package.relations(package.main) if one.kind == "aFChunk"}

    def take(self) -> None:
        """Add the body, then the notes. For damaged notes, add a line that says they are left out."""
        body = self._root.find(W + "body")
        if body is not None:
            self._add_all(body)
        for relation in self._package.relations(self._package.main):
            if relation.kind in ("footnotes", "endnotes"):
                notes = self._package.related(relation.kind)
                if notes is None:
                    name_left_out(self.text, relation.target, "it is damaged or missing")
                    continue
                for note in notes:
                    if note.get(W + "type") is None:
                        self._add_all(note)

    def card(self) -> Card:
        """The card from the document's properties."""
        properties = self._package.properties()
        if properties is None:
            return Card()
        found = {local(one): one.text for one in properties}
        return stated("document properties", title=found.get("title"), author=found.get("creator"))

    def _add_all(self, container: Element) -> None:
        for element in _leaves(container):
            name = local(element)
            if name == "tbl":
                self._add_table(element)
            elif name == "altChunk":
                self._add_chunk(element)
            else:
                self._add_paragraph(element)

    def _add_paragraph(self, paragraph: Element) -> None:
        kind, level = self._styles.kind(paragraph)
        label = self._numbers.label(paragraph)
        kind = "list-item" if label and kind == "paragraph" else kind
        words, self._begun = self._begun, Runs()
        more = words_of(paragraph, self._styles)
        # What has begun has text: reading all of it again at each paragraph would take quadratic time.
        shown = bool(words) or bool(more.text.strip())
        words.extend(more)
        if shown and paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None and _has_next(paragraph):
            # Its end is deleted: it goes on in the next paragraph.
            self._begun = words
        else:
            self.text.add(words, kind, level=level, label=label)
        for box in boxes(paragraph):
            self._add_all(box)

    def _add_chunk(self, element: Element) -> None:
        part = self._chunks.get(element.get(R + "id") or "")
        if part is None or not self._package.has(part):
            name_left_out(self.text, part or "a part of the document", "it is missing")
        else:
            add_chunk(self.text, part, self._package.raw(part), self._limits)

    def _add_table(self, table: Element) -> None:
        """Add a table's rows. A row of a single cell is added as the blocks in it, and splits the table."""
        rows: list[tuple[list[Runs], bool]] = []
        above: dict[int, str] = {}
        for row in _rows(table):
            cells = list(_cells(row))
            if len(cells) > 1:
                head = row.find(f"{W}trPr/{W}tblHeader")
                rows.append((self._row(cells, above), head is not None))
            else:
                self.text.add_rows(rows)
                rows = []
                self._add_all(row)
        self.text.add_rows(rows)

    def _row(self, cells: list[Element], above: dict[int, str]) -> list[Runs]:
        """The cells of a row. `above` maps a column to the text of the cell that goes on below it, and is updated."""
        found: list[Runs] = []
        for cell in cells:
            goes_on = cell.find(f"{W}tcPr/{W}vMerge")
            if goes_on is not None and goes_on.get(W + "val") != "restart":
                runs = Runs(above.get(len(found), ""))
            else:
                runs = self._cell(cell)
                above[len(found)] = runs.text if len(runs.text) <= LONGEST_REPEATED else ""
            found.append(runs)
            found += [Runs() for _ in range(_span(cell) - 1)]
        return found

    def _cell(self, cell: Element) -> Runs:
        runs = Runs()
        for number, paragraph in enumerate(_paragraphs(cell)):
            runs.add(" " if number else "")
            label = self._numbers.label(paragraph)
            runs.add(f"{label}. " if label else "")
            runs.extend(words_of(paragraph, self._styles))
        return runs


def _leaves(container: Element) -> Iterator[Element]:
    """Paragraphs, tables and embedded documents in document order, also those inside wrappers."""
    for element in container:
        name = local(element)
        if name in ("p", "tbl", "altChunk"):
            yield element
        elif name and name not in NOT_SHOWN:
            yield from _leaves(element)


def _has_next(paragraph: Element) -> bool:
    """Whether another paragraph follows directly, and no text box is anchored in this one."""
    following = paragraph.getnext()
    return following is not None and local(following) == "p" and next(boxes(paragraph), None) is None


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in _WRAPPED:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in _WRAPPED:
            yield from _cells(element)


def _span(cell: Element) -> int:
    """How many columns a cell spans."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    stated_here = (span.get(W + "val") or "") if span is not None else ""
    return min(_MOST_COLUMNS, max(1, int(stated_here))) if stated_here.isdecimal() and len(stated_here) < 4 else 1


def _paragraphs(cell: Element) -> Iterator[Element]:
    """Every paragraph of a cell, including those in nested tables and text boxes."""
    return (paragraph for paragraph in cell.iter(W + "p") if _is_shown(paragraph, cell))


def _is_shown(element: Element, within: Element) -> bool:
    for above in element.iterancestors():
        if above is within:
            return True
        if local(above) in NOT_SHOWN:
            return False
    return True
