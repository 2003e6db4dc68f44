"""A page's visible text: one piece per block element, in document order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from lxml import etree, html

from index.article import BlockKind
from index.corpus.reading.blocks import clean_code
from index.corpus.reading.formatting.formulas import put_in_line
from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.html.kinds import BLOCK, is_row, kind_of
from index.corpus.reading.html.lists import Numbering
from index.corpus.reading.html.named import NOWHERE, Standing, standing
from index.corpus.reading.html.permalinks import is_permalink
from index.corpus.reading.html.styles import Look, Styles
from index.corpus.reading.html.tables import fill_spans
from index.corpus.reading.leads.wording import begins_with_lead
from index.corpus.reading.markup import make_sound
from index.errors import UnreadableFileError
from index.reasons import HIDDEN, Reason

# Elements that browsers do not show, or do not show as text.
_UNSEEN = frozenset(
    """head script style noscript template svg math iframe object embed audio video canvas select datalist map
    textarea input img""".split()
)
_CONTROLS = frozenset({"a", "button", "label"})
# Soft hyphens and zero-width characters are invisible.
_UNSEEN_CHARACTERS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# Browsers stop at a depth of 512.
_DEEPEST = 1_000

# lxml ships no types.
Element: TypeAlias = Any


@dataclass(eq=False)
class Piece:
    """A run of visible text in one block element.

    `linked` counts its characters inside links. It begins with the text of the element `first` or, if `tail` is true,
    with the text after that element. `folded` text appears at a click. `label` is the number of its list item.
    `standing` is where it is on the page.
    """

    element: Element
    kind: BlockKind
    level: int
    first: Element
    tail: bool
    folded: bool = False
    label: str = ""
    standing: Standing = NOWHERE
    runs: Runs = field(default_factory=Runs)
    linked: int = 0

    @cached_property
    def text(self) -> str:
        """The text as a browser shows it, with white space collapsed, without struck and hidden runs.

        Cached: read it only when the piece is complete.
        """
        return self._folded(self.runs.text)

    @cached_property
    def aside(self) -> list[tuple[Reason, str]]:
        """The struck and hidden runs of the piece, as (reason, words) pairs."""
        folded = ((reason, self._folded(words)) for reason, words in self.runs.aside)
        return [(reason, words) for reason, words in folded if words]

    def _folded(self, words: str) -> str:
        words = words.translate(_UNSEEN_CHARACTERS)
        if self.kind == "code":
            return clean_code(words)
        lines = (" ".join(part.split()) for part in words.split("\n"))
        if self.kind == "table-row":
            # Empty cells at the end are left out; those at the beginning keep the columns in line.
            lines = (line.rstrip(" |") for line in lines)
        return "\n".join(line for line in lines if line)


def parse_page(text: str) -> Element:
    """The tree of the page `text`. Raises `UnreadableFileError` if it is not HTML, is empty or is nested too deeply."""
    # As bytes, because the parser refuses a str that declares an encoding.
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
    """The pieces of the page that have text. Changes the tree: expands table cells and linearizes formulas."""
    fill_spans(root)
    put_in_line(root)
    gathering = _Gathering(Styles(root))
    body = root.find("body")
    walk = etree.iterwalk(root if body is None else body, events=("start", "end"))
    # Iterative, because pages may nest more deeply than Python's recursion limit.
    for event, element in walk:
        seen = element.tag not in _UNSEEN and not is_permalink(element)
        if event == "start" and seen:
            gathering.start(element)
        elif event == "start":
            walk.skip_subtree()
        else:
            gathering.end(element, seen=seen)
    return [piece for piece in gathering.pieces if piece.text or piece.aside]


class _Gathering:
    """Collects pieces from the start and end of each element; `_open` is the current piece."""

    def __init__(self, styles: Styles) -> None:
        self.pieces: list[Piece] = []
        self._styles = styles
        self._blocks: list[Element] = []
        self._looks: list[Look] = [Look()]
        self._numbers = Numbering()
        self._links = 0
        self._row: Element | None = None
        # How many cells of the row have begun; those before the first word are empty.
        self._cells = 0
        self._open: Piece | None = None

    def start(self, element: Element) -> None:
        """Enter an element and add the text before its first child."""
        tag = str(element.tag)
        self._links += tag == "a"
        self._looks.append(_inside(self._looks[-1], self._styles.look(element)))
        if tag == "li":
            self._numbers.start(element)
        if tag == "br":
            self._line_end()
        elif self._row is not None:
            is_cell = tag in ("td", "th") and self._looks[-1].reason != HIDDEN
            self._cells += is_cell
            self._gap(" | " if is_cell and self._cells > 1 else " " if tag in BLOCK else "")
        elif tag in BLOCK:
            self._open = None
            self._blocks.append(element)
            self._row = element if tag == "tr" and is_row(element) else None
            self._cells = 0
        elif tag in _CONTROLS and (before := element.getprevious()) is not None and before.tag == tag:
            # Adjacent controls, such as menu entries, are separated by styles, not by spaces.
            self._gap("" if before.tail else " ")
        self._text(element.text, element, tail=False)

    def end(self, element: Element, *, seen: bool) -> None:
        """Leave an element and add the text after it."""
        if seen:
            tag = str(element.tag)
            self._links -= tag == "a"
            self._looks.pop()
            if tag == "li":
                self._numbers.end()
            if element is self._row:
                self._row = None
            if self._row is None and tag in BLOCK:
                self._open = None
                self._blocks.pop()
        self._text(element.tail, element, tail=True)

    def _text(self, text: str | None, at: Element, *, tail: bool) -> None:
        if not text or (self._open is None and not text.strip()):
            return
        look = self._looks[-1]
        # Only text that is kept: after it, the piece is not bold any more, so each piece is looked at once.
        kept = not look.bold and not look.reason
        if self._open is not None and self._row is None and kept and _ends_lead(self._open, text):
            self._open = None
        if self._open is None:
            block = self._blocks[-1] if self._blocks else at
            kind = kind_of(self._blocks)
            self._open = Piece(block, *kind, at, tail, self._looks[-1].folded, self._numbers.label)
            self._open.standing = standing(self._blocks, None if tail else at)
            self.pieces.append(self._open)
            self._gap("| " * (self._cells - 1) if self._row is not None else "")
        preformatted = self._open.element.tag == "pre"
        words = text if preformatted else text.replace("\n", " ").replace("\r", " ")
        self._open.runs.add(words, look.place or "line", look.reason, bold=bool(look.bold))
        self._open.linked += len(text.strip()) if self._links else 0

    def _gap(self, between: str) -> None:
        if self._open is not None and between:
            self._open.runs.add(between)

    def _line_end(self) -> None:
        """Add a line end: a second one in succession ends the paragraph; in a table row it is a space."""
        if self._row is not None:
            self._gap(" ")
        elif self._open is not None and self._open.runs.ends_line:
            self._open = None
        else:
            self._gap("\n")


def _inside(around: Look, own: Look) -> Look:
    bold = around.bold if own.bold is None else own.bold
    return Look(around.reason or own.reason, own.place or around.place, around.folded or own.folded, bold)


def _ends_lead(piece: Piece, following: str) -> bool:
    """Whether a piece is a bold lead-in, and not bold text follows: on a new line, or after a question."""
    if not piece.runs.bold or piece.kind not in ("paragraph", "list-item") or not any(map(str.isalnum, following)):
        return False
    return begins_with_lead(piece.runs.text, following)
