"""Finds runs of links in running text: titles of other pages in succession, separated only by commas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.reasons import LINK_SPAM, Reason

# A run has at least `_TITLES` titles of at least `_WORDS_EACH` words on average. Lists of names have shorter items.
_TITLES = 6
_WORDS_EACH = 3
# In mid-sentence a run must be longer, because sentences list institutions and prizes too.
_TITLES_IN_MIDDLE = 9
_TITLE_CASE = 0.66
_LONGEST_TITLE = 14
_OPENINGS = 0.6

_PIECE = re.compile(r"[^,\n]+,?")
_SENTENCE_END = re.compile(r"[.!?…][\"”)]*\s+")
_IDENTIFIER = re.compile(r"_|--|[a-z][A-Z]|\d\d\d")
# Words in lower case even in title case.
_SMALL = frozenset("a an and as at but by for from if in into is of on or per the to via vs with your you".split())


def link_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, Reason]]:
    """The runs of links in `text[start:end]`, in order: start, end and reason."""
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
            # Counts the words of the sentence before a run that may begin next.
            before = 0 if closed else before + text.count(" ", first, last) + 1
            run = []
    yield from _links(text, run, before)


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Offsets of the segments between commas and sentence ends, and whether the segment ends a sentence."""
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
    # Not links: a list after "Funding:", items that begin alike (versions of one thing), identifiers in code.
    announced = any(word.endswith(":") and (at < 2 or word.isupper()) for at, word in enumerate(titles[0][:4]))
    alike = len({title[0] for title in titles}) < _OPENINGS * len(titles)
    if not announced and not alike and len(_IDENTIFIER.findall(text, start, end)) * 5 < words:
        yield (
            start + len(text[start:end]) - len(text[start:end].lstrip()),
            start + len(text[start:end].rstrip()),
            LINK_SPAM,
        )
