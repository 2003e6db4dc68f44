"""Runs of links in running text: titles of other pages, one after the other, with nothing but commas between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.reasons import LINK_SPAM, Reason

# A run of titles: so many of them, so many words each on average. Names, places and films have two words, or are few.
_TITLES = 6
_WORDS_EACH = 3
# In mid-sentence a run must be longer: institutions and prizes are listed there too.
_TITLES_IN_MIDDLE = 9
_TITLE_CASE = 0.66
_LONGEST_TITLE = 14
_OPENINGS = 0.6

_PIECE = re.compile(r"[^,\n]+,?")
_SENTENCE_END = re.compile(r"[.!?…][\"”)]*\s+")
_IDENTIFIER = re.compile(r"_|--|[a-z][A-Z]|\d\d\d")
# Words that title case leaves small.
_SMALL = frozenset("a an and as at but by for from if in into is of on or per the to via vs with your you".split())


def link_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, Reason]]:
    """Offsets of the runs of links in `text[start:end]`, in order, each with its reason."""
    if text.count(",", start, end) < _TITLES - 1:
        return
    run: list[tuple[int, int]] = []
    before = 0
    for first, last, closed in _segments(text, start, end):
        titled = _titled(text[first:last])
        if titled:
            run.append((first, last))
        if closed or not titled:
            yield from _links(text, run, before)
            # Words of the sentence that stand before a run that may begin next.
            before = 0 if closed else before + text.count(" ", first, last) + 1
            run = []
    yield from _links(text, run, before)


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Offsets of what stands between commas and sentence ends, and whether a sentence ends there."""
    for piece in _PIECE.finditer(text, start, end):
        at = piece.start()
        for stop in _SENTENCE_END.finditer(text, at, piece.end()):
            yield at, stop.end(), True
            at = stop.end()
        if at < piece.end():
            yield at, piece.end(), text[piece.end() - 1] != ","


def _titled(segment: str) -> bool:
    words = segment.split()
    if not words or len(words) > _LONGEST_TITLE or words[0][0].islower():
        return False
    large = [word for word in words if word[0].isalpha() and word.lower() not in _SMALL]
    return bool(large) and sum(word[0].isupper() for word in large) >= _TITLE_CASE * len(large)


def _links(text: str, run: list[tuple[int, int]], before: int) -> Iterator[tuple[int, int, Reason]]:
    titles = [text[first:last].split() for first, last in run]
    enough = _TITLES if before <= 3 else _TITLES_IN_MIDDLE
    words = sum(map(len, titles))
    if len(run) < enough or words < _WORDS_EACH * len(run):
        return
    start, end = run[0][0], run[-1][1]
    # "Funding: ..." announces a list of the article's; versions of one thing begin alike; names of code are no titles.
    announced = any(word.endswith(":") and (at < 2 or word.isupper()) for at, word in enumerate(titles[0][:4]))
    alike = len({title[0] for title in titles}) < _OPENINGS * len(titles)
    if not announced and not alike and len(_IDENTIFIER.findall(text, start, end)) * 5 < words:
        yield (
            start + len(text[start:end]) - len(text[start:end].lstrip()),
            start + len(text[start:end].rstrip()),
            LINK_SPAM,
        )
