"""PDF: lines become paragraphs, headings, list items and rows by how they look; each block stands on one page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.article import Card
from index.corpus.reading.blocks import BlockText, stated
from index.corpus.reading.pdf.furniture import furniture
from index.corpus.reading.pdf.lines import Line, read_pdf
from index.corpus.reading.pdf.looks import Looks
from index.corpus.reading.reading import Limits, Reading
from index.errors import UnreadableFileError
from index.reasons import FURNITURE

_LIST_ITEM = re.compile(r"(?:[•◦▪‣●○■□◆❖➢✓\uf0b7\uf0a7*–—-]|\(?(?:\d{1,2}|[a-z])[.)])(?:\s|$)")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*$")
# A gap between lines that parts paragraphs, in usual gaps; an indent that does, and one that is a column; in sizes.
_GAP = 1.25
_INDENT = 0.8
_MOST_INDENT = 6
# A line that ends this far before the margin, in widths of its column, ends its paragraph.
_SHORT = 0.15
# Letters of one paragraph differ by no more of their size.
_LIKE = 0.2


def read(data: bytes, limits: Limits) -> Reading:
    """The document's text page by page. Pictures, forms and annotations are no text.

    What stands again and again at the edge of its pages stays in the text and is set aside as page furniture.
    """
    if not data:
        raise UnreadableFileError("it is empty")
    information, lines = read_pdf(data, limits)
    if not lines:
        raise UnreadableFileError("it has no text: its pages are images; run text recognition (OCR) on it first")
    text = BlockText()
    known = Counter(word for line in lines for word in line.words.casefold().split())
    looks = Looks.of(lines, furniture(lines))
    for block in _blocks(lines, looks):
        _add(text, block, looks, known)
    return text.reading(_card(information))


def _card(information: dict[str, str]) -> Card:
    # When the file was made is not when the text was published.
    return stated("PDF information", title=information.get("Title"), author=information.get("Author"))


def _add(text: BlockText, block: list[Line], looks: Looks, known: Counter[str]) -> None:
    first = block[0]
    words = _joined(block, known)
    if looks.is_furniture(first):
        text.add(words, page=first.page, reason=FURNITURE)
    elif looks.is_row(first):
        text.add_row([cell for _, cell in first.cells], page=first.page)
    elif looks.level(first):
        text.add(" ".join(words.split()), "heading", level=looks.level(first), page=first.page)
    else:
        text.add(words, "list-item" if _LIST_ITEM.match(first.words) else "paragraph", page=first.page)


def _blocks(lines: Sequence[Line], looks: Looks) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and _begins(block, line, looks):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _begins(block: Sequence[Line], line: Line, looks: Looks) -> bool:
    """Whether `line` begins a block of its own after the lines of `block`."""
    last = block[-1]
    alone = looks.stands_alone(line) or looks.stands_alone(last)
    unlike = looks.level(line) != looks.level(last) or abs(line.size - last.size) > _LIKE * last.size
    if alone or unlike or line.page != last.page:
        return True
    if last.broken:
        return False
    if not looks.level(line) and _LIST_ITEM.match(line.words):
        return True
    ended = bool(_SENTENCE_END.search(last.words))
    down = last.base - line.base
    if down <= 0:
        # The next column, or a box elsewhere: the sentence may go on there.
        return ended or not line.words[0].islower()
    new = ended and not looks.level(line) and _is_new(block, line, looks)
    return new or down > _GAP * looks.gap(line)


def _is_new(block: Sequence[Line], line: Line, looks: Looks) -> bool:
    """Whether, after the end of a sentence, an indent or a short last line says that a paragraph begins."""
    last = block[-1]
    hangs = len(block) == 1 and bool(_LIST_ITEM.match(last.words))
    indented = _INDENT * line.size < line.left - last.left < _MOST_INDENT * line.size
    margin = looks.margin(line.page)
    short = last.right < margin - _SHORT * (margin - last.left)
    return (indented and not hangs) or (short and not (hangs and indented))


def _joined(block: Sequence[Line], known: Counter[str]) -> str:
    """The lines' words; a word broken at a line's end is whole again, with its hyphen where it is written with one."""
    parts = [block[0].words]
    for last, line in pairwise(block):
        if not last.broken:
            parts.append("\n" + line.words)
            continue
        halves = (last.words.split()[-1], line.words.split()[0])
        bare = [half.casefold().strip(".,;:!?()\"'“”‘’") for half in halves]
        hyphenated = known["-".join(bare)] > known["".join(bare)]
        parts.append(("-" if hyphenated else "") + line.words)
    return "".join(parts) + ("-" if block[-1].broken else "")
