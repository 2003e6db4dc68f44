"""Groups the lines of a PDF into blocks: where paragraphs begin, and which lines are separate blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.corpus.reading.formatting.runs import Runs
from index.corpus.reading.leads.wording import SENTENCE_END
from index.corpus.reading.pdf.lines import Line
from index.corpus.reading.pdf.looks import Looks
from index.corpus.reading.pdf.rejoining.markers import MARK
from index.corpus.reading.pdf.rows import is_item
from index.corpus.reading.pdf.segments import HYPHEN

_LIST_ITEM = re.compile(rf"{MARK}(?:\s|$)")
_IN_ADDRESS = re.compile(r"[/@_]|\w\.\w")
# A new paragraph begins after a line gap above `_GAP` usual gaps, or at an indent above `_INDENT` font sizes. An indent
# of more than `_MOST_INDENT` font sizes is another column instead.
_GAP = 1.25
_INDENT = 0.8
_MOST_INDENT = 6
# A line that ends this share of its column's width before the margin ends its paragraph.
_SHORT = 0.15
# Lines of one paragraph differ in font size by at most this share.
_LIKE = 0.2


def begins_item(line: Line) -> bool:
    """Whether a line begins a list item or a clause: with a bullet or a number."""
    return bool(_LIST_ITEM.match(line.words)) or is_item(line)


def blocks(lines: Sequence[Line], looks: Looks) -> Iterator[list[Line]]:
    """The lines of each block. Lines with a reason form separate blocks after the block that contains them."""
    block: list[Line] = []
    aside: list[Line] = []
    for line in lines:
        if line.reason:
            aside.append(line)
            continue
        if block and _begins(block, line, looks):
            yield block
            yield from _of_one_reason(aside)
            block, aside = [], []
        block.append(line)
    if block:
        yield block
    yield from _of_one_reason(aside)


def _of_one_reason(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and (line.reason, line.page) != (block[-1].reason, block[-1].page):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _begins(block: Sequence[Line], line: Line, looks: Looks) -> bool:
    """Whether `line` begins a new block after the lines of `block`."""
    last = block[-1]
    alone = looks.stands_alone(line) or looks.stands_alone(last)
    unlike = looks.level(line) != looks.level(last) or abs(line.size - last.size) > _LIKE * last.size
    if alone or unlike or line.page != last.page:
        return True
    if last.broken:
        return False
    if not looks.level(line) and begins_item(line):
        return True
    ended = bool(SENTENCE_END.search(last.words))
    down = last.base - line.base
    if down <= 0:
        # The line is higher up: in the next column or a box, where the sentence may continue.
        return ended or not line.words[:1].islower()
    new = ended and not looks.level(line) and _is_new(block, line, looks)
    return new or down > _GAP * looks.gap(line)


def _is_new(block: Sequence[Line], line: Line, looks: Looks) -> bool:
    """Whether an indent, or a short line before, shows that a paragraph begins; the last sentence has ended."""
    last = block[-1]
    hangs = len(block) == 1 and begins_item(last)
    indented = _INDENT * line.size < line.left - last.left < _MOST_INDENT * line.size
    # Back at the bullet's place below the words of a list item.
    back = len(block) > 1 and begins_item(block[0]) and line.left < last.left - _INDENT * line.size
    margin = looks.margin(line.page)
    short = last.right < margin - _SHORT * (margin - last.left)
    return back or (indented and not hangs) or (short and not (hangs and indented))


def joined(block: Sequence[Line], known: Counter[str], between: str = "\n") -> Runs:
    """The words of the lines. A word broken at a line end is joined, and keeps its hyphen if `known` prefers it."""
    found = Runs()
    _add(found, block[0])
    for last, line in pairwise(block):
        found.add((_hyphen(last, line, known) if last.broken else between), reason=last.reason)
        _add(found, line)
    found.add("-" if block[-1].broken else "", reason=block[-1].reason)
    return found


def known_words(lines: Iterable[Line]) -> Counter[str]:
    """How often each word occurs in the lines."""
    return Counter(word for line in lines for word in line.words.casefold().replace(HYPHEN, "-").split())


def _hyphen(last: Line, line: Line, known: Counter[str]) -> str:
    ends = ["".join(end).strip(".,;:!?()\"'“”‘’") for end in (last.words.split()[-1:], line.words.split()[:1])]
    before, after = (end.casefold() for end in ends)
    kept, closed = known[f"{before}-{after}"], known[before + after]
    return "-" if kept > closed or (kept == closed and _is_compound(*ends)) else ""


def _is_compound(before: str, after: str) -> bool:
    """Whether a hyphen in a word is its own: beside a digit, after one letter, in an address, or as in USB-stick."""
    outer = not before[-2:-1].isalnum() or bool(_IN_ADDRESS.search(before))
    letters = before[-1:].isalpha() and after[:1].isalpha()
    return outer or not letters or before[-1:].isupper() != after[:1].isupper()


def _add(found: Runs, line: Line) -> None:
    for at, cell in enumerate(line.cells):
        found.add(" " if at else "", reason=line.reason)
        for words, place, reason in cell.runs:
            found.add(words, place, reason)
