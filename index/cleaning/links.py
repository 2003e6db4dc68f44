"""Runs of links in running text: titles of other pages, one after the other, with nothing but commas between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.cleaning.reasons import LINK_SPAM

# A run of titles: so many of them, so many words each on average. Names, places and films have two words, or are few.
_TITLES = 6
_WORDS_EACH = 3
# In mid-sentence a run must be longer: institutions and prizes are listed there too.
_TITLES_IN_MIDDLE = 9
_TITLE_CASE = 0.66
_LONGEST_TITLE = 14
_OPENINGS = 0.6

_SEGMENT = re.compile(r"[^,\n]+?(?:,(?=\s|$)|(?<=\w[^\W\d]|\w\)|\d\d)[.!?…]+(?=\s|$)|$|\n)")
# Words that title case leaves small.
_SMALL = frozenset("a an and as at but by for from if in into is of on or per the to via vs with your you".split())


def link_runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Offsets of the runs of links in `text[start:end]`, in order, each with its reason."""
    if text.count(",", start, end) < _TITLES - 1:
        return
    run: list[re.Match[str]] = []
    before = 0
    for segment in _SEGMENT.finditer(text, start, end):
        titled = _titled(segment.group())
        if titled:
            run.append(segment)
        if run and (not titled or not segment.group().endswith(",")):
            yield from _links(run, before)
            run = []
        if not run:
            # Words of the sentence that stand before a run that may begin next.
            before = before + len(segment.group().split()) if segment.group().endswith(",") else 0
    yield from _links(run, before)


def _titled(segment: str) -> bool:
    words = segment.split()
    if not words or len(words) > _LONGEST_TITLE or words[0][0].islower():
        return False
    large = [word for word in words if word[0].isalpha() and word.lower() not in _SMALL]
    return bool(large) and sum(word[0].isupper() for word in large) >= _TITLE_CASE * len(large)


def _links(run: list[re.Match[str]], before: int) -> Iterator[tuple[int, int, str]]:
    titles = [segment.group().split() for segment in run]
    enough = _TITLES if before <= 3 else _TITLES_IN_MIDDLE
    if len(run) < enough or sum(map(len, titles)) < _WORDS_EACH * len(run):
        return
    # "Funding: ..." announces a list of the article's; versions of one thing begin alike.
    announced = any(word.endswith(":") for word in titles[0][:2])
    if not announced and len({title[0] for title in titles}) >= _OPENINGS * len(titles):
        start = run[0].end() - len(run[0].group().lstrip())
        yield start, run[-1].start() + len(run[-1].group().rstrip()), LINK_SPAM
