"""Completes the last sentence of a block of a PDF with the words of another one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from index.corpus.reading.leads.wording import SENTENCE_END
from index.corpus.reading.pdf.blocks import begins_item
from index.corpus.reading.pdf.lines import Cell, Line
from index.text.sentences import LONGEST, sentence_spans

# Gives the words of lines as they are in the text.
Words = Callable[[Sequence[Line]], str]
# The last lines of a block, among which its last sentence begins.
TAIL = 60
_SPACE = re.compile(r"\s+")


def complete(above: list[Line], below: list[Line], words: Words, *, whole: bool) -> list[Line] | None:
    """Extend `above` by the words of `below` that complete its last sentence, or by all if `whole`; returns the rest.

    `None` if nothing is joined: the sentence ends between the two, or it is not clear where it ends.
    """
    tail = above[-TAIL:]
    end = _sentence_end(words(tail), words([*tail, *below]))
    found = _cut(tail, below, end, words) if end is not None else None
    if found is None:
        return None
    taken, rest = found
    # A line without an end of its own may be a header or a label; a list item may have no full stop.
    if not (rest or SENTENCE_END.search(below[-1].words) or begins_item(above[0])):
        return None
    above += below if whole else taken
    return [] if whole else rest


def _sentence_end(above: str, both: str) -> int | None:
    """Where the sentence ends that goes on after the words `above`, or `None` if none does."""
    end = None
    for start, stop in sentence_spans(both, 0, len(both)):
        # A hyphen at the end of `above` is not in `both`.
        if end is not None or (start < len(above) - 1 and stop > len(above)):
            end = stop
        # A very long sentence is cut after so many words, and goes on.
        if end is not None and len(both[start:stop].split()) < LONGEST:
            return end
    return end


def _cut(above: list[Line], below: list[Line], end: int, words: Words) -> tuple[list[Line], list[Line]] | None:
    """The lines of `below` up to where the words of both have `end` characters, and the others."""

    def length(lines: Sequence[Line]) -> int:
        return len(words([*above, *lines]).rstrip())

    at = bisect_left(range(len(below)), end, key=lambda number: length(below[: number + 1]))
    if at == len(below):
        return None
    if length(below[: at + 1]) == end:
        return below[: at + 1], below[at + 1 :]
    parts = list(_parts(below[at]))
    place = bisect_left(range(len(parts)), end, key=lambda number: length([*below[:at], parts[number][0]]))
    if place == len(parts):
        return None
    head, tail = parts[place]
    taken = [*below[:at], head]
    return (taken, [tail, *below[at + 1 :]]) if length(taken) == end else None


def _parts(line: Line) -> Iterator[tuple[Line, Line]]:
    """The line cut in two at each of its spaces."""
    for number, cell in enumerate(line.cells):
        if number:
            # A justified line may have gaps as wide as those of a table.
            yield replace(line, cells=line.cells[:number], broken=False), replace(line, cells=line.cells[number:])
        for at, (words, place, reason) in enumerate(cell.runs):
            for space in _SPACE.finditer(words):
                first = Cell.of(cell.left, cell.right, (*cell.runs[:at], (words[: space.start()], place, reason)))
                second = Cell.of(cell.left, cell.right, ((words[space.end() :], place, reason), *cell.runs[at + 1 :]))
                head = replace(line, cells=(*line.cells[:number], first), broken=False)
                yield head, replace(line, cells=(second, *line.cells[number + 1 :]))
