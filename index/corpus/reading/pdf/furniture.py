"""Page furniture of a PDF: headers, footers and page numbers, recognized because they repeat or count at page edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.corpus.reading.pdf.lines import Line

_FEWEST_PAGES = 3
# Page furniture has at most `_EDGE_LINES` lines, separated from the text by a gap above `_EDGE_GAP` font sizes.
_EDGE_LINES = 3
_EDGE_GAP = 1.5
# A title repeated in page headers is larger than the headers by more than this factor, and is kept.
_LARGER = 1.14
_PAGE_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")
_NUMBER = re.compile(r"\d+")
# "3. Turn the lever" or "(3) Turn the lever"; then lines that end like sentences.
_STEP = re.compile(r"\(?\d{1,3}[.)]\s+\S")
_SENTENCE = re.compile(r"\w{2}[.!?…][\"'”’)\]]*$")
_FIRST = re.compile(r"\d{1,3}\s")
# Words for "page", and abbreviations.
_PAGE_WORDS = frozenset(
    "page pages p pg pag page no seite s strana str página pagina pag side sida sivu oldal lk".split()
)
# "Page 1 of 2".
_OF = frozenset("of von de sur di da van av af".split())
_WORD = re.compile(r"\d{1,4}|[^\W\d_]+|[^\s\w.,|/·•–—-]")


def furniture(lines: Sequence[Line]) -> frozenset[Line]:
    """Lines at the edges of at least half of the pages that differ only in numbers, or contain the page number.

    In documents of one or two pages, only lines that cannot be article text.
    """
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if not line.table:
            pages.setdefault(line.page, []).append(line)
    if len(pages) < _FEWEST_PAGES:
        return _of_few(list(pages.values()))
    alike: dict[tuple[str, str], list[Line]] = {}
    counting: dict[int, list[Line]] = {}
    for edge, line in _edge_lines(pages.values()):
        alike.setdefault((edge, re.sub(r"\d+", "#", line.words.casefold())), []).append(line)
        for number in _PAGE_NUMBER.findall(line.words) if not _is_step(line) else ():
            counting.setdefault(int(number) - line.page, []).append(line)
    found = set[Line]()
    for same in (*alike.values(), *counting.values()):
        if 2 * len({line.page for line in same}) >= len(pages) and not _are_steps(same):
            smallest = min(line.size for line in same)
            found |= {line for line in same if line.size <= _LARGER * smallest}
    return frozenset(found | set(_running_heads(lines, list(_edge_lines(pages.values())), len(pages))))


def _running_heads(lines: Iterable[Line], edges: Sequence[tuple[str, Line]], pages: int) -> Iterator[Line]:
    """The lines at page edges that repeat a larger heading, where most pages have a line."""
    sizes: dict[str, float] = {}
    for line in lines:
        words = _name(line)
        sizes[words] = max(sizes.get(words, 0), line.size)
    places: dict[tuple[str, int], set[int]] = {}
    for edge, line in edges:
        places.setdefault((edge, round(line.base)), set()).add(line.page)
    for edge, line in edges:
        usual = 2 * len(places[edge, round(line.base)]) >= pages
        if usual and any(map(str.isalpha, line.words)) and sizes[_name(line)] > _LARGER * line.size:
            yield line


def _name(line: Line) -> str:
    """The words of a line without numbers, such as that of the page."""
    return " ".join(re.sub(r"[^\w\s]|[\d_]", " ", line.words.casefold()).split())


def _of_few(pages: Sequence[Sequence[Line]]) -> frozenset[Line]:
    """For one or two pages: lone page numbers, and small print that is the same at the same edge of both pages."""
    edges = list(_edge_lines(pages))
    found = {line for _, line in edges if _is_page_number(line, len(pages))}
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len(line.words)
    alike: dict[tuple[str, str], list[Line]] = {}
    for edge, line in edges:
        if line.size < sizes.most_common(1)[0][0]:
            alike.setdefault((edge, line.words.casefold()), []).append(line)
    found |= {line for same in alike.values() if len({line.page for line in same}) > 1 for line in same}
    return frozenset(found)


def _is_page_number(line: Line, pages: int) -> bool:
    """Whether a line is only a page number: "1", "– 1 –", "Page 1 of 2"."""
    words = _WORD.findall(line.words.casefold())
    numbers = [int(word) for word in words if word.isdecimal()]
    rest = {word for word in words if not word.isdecimal()}
    return numbers in ([line.page], [line.page, pages]) and rest <= _PAGE_WORDS | _OF


def _is_step(line: Line) -> bool:
    """Whether a line reads as a step of instructions, a numbered heading or a sentence."""
    return bool(_STEP.match(line.words) or _SENTENCE.search(line.words))


def _are_steps(lines: Sequence[Line]) -> bool:
    """Whether lines at page edges number something other than pages: "Step 1", "Step 2", or "1 Lift the drum"."""
    words = [" ".join(_NUMBER.sub(" ", line.words.casefold()).split()) for line in lines]
    if len({line.words for line in lines}) < len(lines):
        # Steps do not repeat; a header with a chapter's name does.
        return False
    numbered = all(_FIRST.match(line.words) for line in lines) and all(words) and len(set(words)) == len(words)
    label = len(set(words)) == 1 and words[0].isalpha() and words[0] not in _PAGE_WORDS
    return numbered or label


def _edge_lines(pages: Iterable[Sequence[Line]]) -> Iterator[tuple[str, Line]]:
    for page in pages:
        down = sorted(page, key=lambda line: -line.base)
        for edge, inwards in (("top", down), ("bottom", down[::-1])):
            yield from ((edge, line) for line in _set_apart(inwards))


def _set_apart(inwards: Sequence[Line]) -> Sequence[Line]:
    """The lines at an edge that a gap separates from the rest of the page."""
    apart = 0
    for at, (line, inner) in enumerate(pairwise(inwards[: _EDGE_LINES + 1]), 1):
        if abs(line.base - inner.base) > _EDGE_GAP * max(line.size, inner.size):
            apart = at
    return inwards[:apart]
