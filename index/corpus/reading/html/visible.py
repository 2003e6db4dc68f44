"""A page's visible text: one piece for each block element, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from lxml import etree, html

from index.article import BlockKind
from index.corpus.reading.blocks import clean_code
from index.corpus.reading.formulas import put_in_line
from index.corpus.reading.html.lists import Numbering
from index.corpus.reading.html.styles import Look, Styles
from index.corpus.reading.html.tables import fill_spans
from index.corpus.reading.markup import make_sound
from index.corpus.reading.runs import Runs
from index.errors import UnreadableFileError
from index.reasons import Reason

# What a browser does not show, or shows as something else than text.
_UNSEEN = frozenset(
    """head script style noscript template svg math iframe object embed audio video canvas select datalist map
    textarea input img""".split()
)
_BLOCK = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section
    summary table tbody td tfoot th thead tr ul""".split()
)
_CONTROLS = frozenset({"a", "button", "label"})
# Where a word may be parted, and marks of no width: nothing that a reader sees.
_UNSEEN_CHARACTERS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# A browser nests 512 deep.
_DEEPEST = 1_000
_LONGEST_ROW = 1_000

# lxml ships no types.
Element: TypeAlias = Any


@dataclass(eq=False)
class Piece:
    """A run of visible text in one block element.

    `linked` counts the characters of it that are links; `first` is the element whose text (or, with `tail`, the text
    after it) the piece begins with; `folded` text is shown by a click. `label` is the number of its list item.
    """

    element: Element
    kind: BlockKind
    level: int
    first: Element
    tail: bool
    folded: bool = False
    label: str = ""
    runs: Runs = field(default_factory=Runs)
    linked: int = 0

    @cached_property
    def text(self) -> str:
        """The piece, once it is gathered, as a browser shows it: single spaces, line ends where the page has them.

        What is struck out or hidden is not in it.
        """
        return self._folded(self.runs.text)

    @cached_property
    def aside(self) -> list[tuple[Reason, str]]:
        """What is struck out or hidden in the piece: reason and words of each run."""
        folded = ((reason, self._folded(words)) for reason, words in self.runs.aside)
        return [(reason, words) for reason, words in folded if words]

    def _folded(self, words: str) -> str:
        words = words.translate(_UNSEEN_CHARACTERS)
        if self.kind == "code":
            return clean_code(words)
        # A row may begin or end with empty cells.
        edges = " |" if self.kind == "table-row" else " "
        lines = (" ".join(part.split()).strip(edges) for part in words.split("\n"))
        return "\n".join(line for line in lines if line)


def parse_page(text: str) -> Element:
    """The tree of the page `text`. Raises `UnreadableFileError` where it is none, or is nested without end."""
    # The parser is given bytes: it refuses text that names an encoding of its own.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(f"it is not HTML ({error})") from error
    if root is None:
        raise UnreadableFileError("it contains no text")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise UnreadableFileError(f"its elements are nested more than {_DEEPEST} deep")
    make_sound(root)
    return root


def visible_pieces(root: Element) -> list[Piece]:
    """The pieces of the page with text in them."""
    fill_spans(root)
    put_in_line(root)
    gathering = _Gathering(Styles(root))
    body = root.find("body")
    walk = etree.iterwalk(root if body is None else body, events=("start", "end"))
    # Not recursive: pages nest deeper than Python's calls may.
    for event, element in walk:
        seen = element.tag not in _UNSEEN
        if event == "start" and seen:
            gathering.start(element)
        elif event == "start":
            walk.skip_subtree()
        else:
            gathering.end(element, seen=seen)
    return [piece for piece in gathering.pieces if piece.text or piece.aside]


class _Gathering:
    """Takes the elements as they start and end; `_open` is the piece that is being gathered."""

    def __init__(self, styles: Styles) -> None:
        self.pieces: list[Piece] = []
        self._styles = styles
        self._blocks: list[Element] = []
        self._looks: list[Look] = [Look()]
        self._numbers = Numbering()
        self._links = 0
        self._row: Element | None = None
        self._open: Piece | None = None

    def start(self, element: Element) -> None:
        """The element's own text begins."""
        tag = str(element.tag)
        self._links += tag == "a"
        self._looks.append(_inside(self._looks[-1], self._styles.look(element)))
        if tag == "li":
            self._numbers.start(element)
        if tag == "br":
            self._line_end()
        elif self._row is not None:
            self._gap(" | " if tag in ("td", "th") else " " if tag in _BLOCK else "")
        elif tag in _BLOCK:
            self._open = None
            self._blocks.append(element)
            self._row = element if tag == "tr" and _is_row(element) else None
        elif tag in _CONTROLS and (before := element.getprevious()) is not None and before.tag == tag:
            # Menu entries without a space between them are set apart by the page's style.
            self._gap("" if before.tail else " ")
        self._text(element.text, element, tail=False)

    def end(self, element: Element, *, seen: bool) -> None:
        """The text that follows the element begins."""
        if seen:
            tag = str(element.tag)
            self._links -= tag == "a"
            self._looks.pop()
            if tag == "li":
                self._numbers.end()
            if element is self._row:
                self._row = None
            if self._row is None and tag in _BLOCK:
                self._open = None
                self._blocks.pop()
        self._text(element.tail, element, tail=True)

    def _text(self, text: str | None, at: Element, *, tail: bool) -> None:
        if not text or (self._open is None and not text.strip()):
            return
        if self._open is None:
            block = self._blocks[-1] if self._blocks else at
            kind = _kind(self._blocks)
            self._open = Piece(block, *kind, at, tail, self._looks[-1].folded, self._numbers.label)
            self.pieces.append(self._open)
        preformatted = self._open.element.tag == "pre"
        look = self._looks[-1]
        words = text if preformatted else text.replace("\n", " ").replace("\r", " ")
        self._open.runs.add(words, look.place or "line", look.reason)
        self._open.linked += len(text.strip()) if self._links else 0

    def _gap(self, between: str) -> None:
        if self._open is not None and between:
            self._open.runs.add(between)

    def _line_end(self) -> None:
        """A line end; the end of a paragraph where two follow each other; a space in a row of a table."""
        if self._row is not None:
            self._gap(" ")
        elif self._open is not None and self._open.runs.ends_line:
            self._open = None
        else:
            self._gap("\n")


def _inside(around: Look, own: Look) -> Look:
    return Look(around.reason or own.reason, own.place or around.place, around.folded or own.folded)


def _kind(blocks: list[Element]) -> tuple[BlockKind, int]:
    """What the innermost of the open block elements make of a text."""
    for element in reversed(blocks):
        tag = str(element.tag)
        if re.fullmatch("h[1-6]", tag):
            return "heading", int(tag[1])
        if tag == "tr":
            return "table-row", 0
        if tag == "pre":
            return ("code", 0) if element.find("code") is not None else ("paragraph", 0)
        if tag in ("li", "dd", "dt"):
            return "list-item", 0
        if tag in ("div", "section", "article", "td", "th", "ul", "ol", "nav", "table"):
            break
    return "paragraph", 0


def _is_row(row: Element) -> bool:
    """Whether a table row holds data: several short cells, and no blocks inside as in tables that lay out a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    inner = (element for cell in cells for element in cell.iterdescendants() if element.tag in _BLOCK)
    blocks = sum(element.tag not in ("p", "div", "button") for element in inner)
    return len(cells) > 1 and not blocks and sum(len(text) for text in _texts(row)) <= _LONGEST_ROW


def _texts(element: Element) -> Iterator[str]:
    return (str(text).strip() for text in element.itertext())
