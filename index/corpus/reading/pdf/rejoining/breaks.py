"""Completes sentences that run over a page or column break: their words go to the block in which they begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.corpus.reading.leads.wording import SENTENCE_END
from index.corpus.reading.pdf.blocks import begins_item
from index.corpus.reading.pdf.lines import Line
from index.corpus.reading.pdf.looks import Looks
from index.corpus.reading.pdf.rejoining.completing import TAIL, Words, complete

# Running text has the usual size of the document; smaller text is notes and captions.
_SMALLER = 0.95
# The two halves of a paragraph have the same size, within this share.
_ALIKE = 0.03
# Lines of one list item begin at the same position, within this tolerance in points.
_ALIGNED = 2.0
# A line that begins this many font sizes to the right of the next one is indented; as do lines of a list item.
_INDENT = 0.8
_MOST_INDENT = 6
# How far from its column's edge, in font sizes, a line may end although the next word would have fitted.
_SPARE = 0.5
# In a paragraph that goes on with a capital, the first line after the break is this share as wide as the lines before,
# and the last one before it is at most so many line gaps above the lowest of the document.
_WIDE = 0.75
_FROM_BOTTOM = 3
# "Figure 2", but not in text: "Figure 2 shows".
_CAPTION = re.compile(
    r"(?=[A-Z])(?i:fig(?:ure|\.)?|tab(?:le|leau|elle|la|\.)?|abb(?:ildung|\.)?|figura|cuadro|chart|box|bild|foto|photo"
    r"|plate)\s*(?:\d[\d.]*|[A-Z]+\b)(?![\d.]*\s+[a-zß-ÿ])"
)
_OPENS = "\"'“„‘«(["


def with_whole_sentences(blocks: Sequence[list[Line]], looks: Looks, words: Words) -> list[list[Line]]:
    """The blocks, where sentences that run over a break are whole in the block in which they begin.

    After a page break, the rest of the paragraph stays a block of its page; after a column break, it goes along too.
    In doubt nothing is joined.
    """
    return _Breaks(blocks, looks, words).mended()


class _Breaks:
    """The running text of a document: without furniture, tables, notes and captions, but with headings."""

    def __init__(self, blocks: Sequence[list[Line]], looks: Looks, words: Words) -> None:
        self._blocks = list(blocks)
        self._looks = looks
        self._words = words
        sizes = Counter[float]()
        for line in (line for block in blocks for line in block if not self._is_apart(line)):
            sizes[line.size] += len(line.words)
        self._body = sizes.most_common(1)[0][0] if sizes else 0.0
        self._running = [at for at, block in enumerate(blocks) if self._is_running(block)]
        self._pages: dict[int, list[Line]] = {}
        for line in (line for at in self._running for line in blocks[at]):
            self._pages.setdefault(line.page, []).append(line)
        self._tops = {page: max(line.base for line in lines) for page, lines in self._pages.items()}
        self._lowest = min((line.base for page in self._pages.values() for line in page), default=0.0)

    def _is_apart(self, line: Line) -> bool:
        return bool(line.reason) or self._looks.stands_alone(line)

    def _is_running(self, block: Sequence[Line]) -> bool:
        first = block[0]
        small = first.size < _SMALLER * self._body
        return not self._is_apart(first) and not small and not _CAPTION.match(first.words)

    def mended(self) -> list[list[Line]]:
        """The blocks with whole sentences."""
        above: int | None = None
        for below in self._running:
            if above is not None and self._goes_on(above, below):
                first, second = self._blocks[above], self._blocks[below]
                rest = complete(first, second, self._words, whole=first[-1].page == second[0].page)
                self._blocks[below] = second if rest is None else rest
            above = below if self._blocks[below] else above
        return [block for block in self._blocks if block]

    def _goes_on(self, above: int, below: int) -> bool:
        """Whether the block `below` goes on with the last sentence of the block `above` after a break."""
        first, second = self._blocks[above], self._blocks[below]
        last, line = first[-1], second[0]
        if line.page == last.page and line.base < last.base:
            return False
        alike = abs(line.size - last.size) <= _ALIKE * last.size and line.bold == last.bold
        fonts = {one.font for one in first[-TAIL:]} & {one.font for one in second[:TAIL]}
        headed = any(map(self._looks.level, (last, line)))
        if not alike or not fonts or headed or begins_item(line) or self._in_table(above, below):
            return False
        if last.broken:
            return line.words[:1].isalnum()
        begin = line.words.lstrip(_OPENS)[:1]
        if SENTENCE_END.search(last.words) or _is_indented(second):
            return False
        set_alike = begin.islower() or (_has_cases(last.words + line.words) and self._is_set_alike(above, below))
        return set_alike and self._is_full(last, line)

    def _in_table(self, above: int, below: int) -> bool:
        """Whether the block `below` may be a part of a table that begins after the block `above`."""
        tabular = any(self._looks.is_row(block[0]) for block in self._blocks[above + 1 : below] if block)
        after = self._blocks[below + 1 : below + 2]
        return tabular and (len(self._blocks[below]) == 1 or any(self._looks.is_row(block[0]) for block in after))

    def _is_full(self, last: Line, line: Line) -> bool:
        """Whether the first word of `line` had no place at the end of the line `last`."""
        column = (other for other in self._pages[last.page] if -_MOST_INDENT * last.size < other.left - last.left)
        edge = max((other.right for other in column if other.left < last.right), default=last.right)
        letter = (line.right - line.left) / max(1, len(line.words))
        word = len(line.words.split(maxsplit=1)[0]) * letter if line.words.strip() else 0.0
        return edge - last.right <= word + _SPARE * last.size

    def _is_set_alike(self, above: int, below: int) -> bool:
        """Whether two blocks look like one paragraph around a break, whatever letter the second begins with."""
        first, second = self._blocks[above], self._blocks[below]
        last, line = first[-1], second[0]
        at_top = self._tops[line.page] - line.base < self._looks.gap(line)
        if min(len(first), len(second)) < 2 or line.page - last.page > 1 or not at_top:
            return False
        if begins_item(first[0]) and not (first[0].left < last.left - 1 and abs(line.left - last.left) <= _ALIGNED):
            # A paragraph may follow the list; the lines of an item have the place of its words.
            return False
        width = max(one.right - one.left for one in first[-TAIL:])
        wide = _WIDE * width <= line.right - line.left <= width / _WIDE and self._is_full(line, second[1])
        between = [block[0] for block in self._blocks[above + 1 : below] if block and not self._is_apart(block[0])]
        noted = all(one.page == last.page and one.base < last.base for one in between)
        low = bool(between) or last.base - self._lowest <= _FROM_BOTTOM * self._looks.gap(last)
        return wide and noted and low


def _is_indented(block: Sequence[Line]) -> bool:
    return len(block) > 1 and _INDENT * block[0].size < block[0].left - block[1].left < _MOST_INDENT * block[0].size


def _has_cases(words: str) -> bool:
    """Whether all letters are of scripts with small letters and capitals."""
    letters = [char for char in words if char.isalpha()]
    return bool(letters) and all(char.lower() != char.upper() for char in letters if char not in "ªº")
