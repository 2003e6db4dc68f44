"""Sentence boundaries. The only importer of sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import sentencex

_WORD = re.compile(r"\S+")
_ODD_SPACE = re.compile(r"[^\S\n ]")
# Text without sentence ends (lists, scraped menus) is cut where a passage would end anyway.
LONGEST = 60
_LONGEST_KEPT = 20_000


def sentence_spans(text: str, start: int, end: int, language: str = "en") -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of `text[start:end]`, outer white space left out, in order and without overlap.

    A sentence of more than `LONGEST` words is cut into pieces of at most that many.
    """
    # What is longer than a block ever is would only fill the memory.
    spans = _spans_of if end - start <= _LONGEST_KEPT else _spans_of.__wrapped__
    return ((start + left, start + right) for left, right in spans(text[start:end], language))


# A block is asked for again and again while its article is cleaned, looked through for damage, and split.
@lru_cache(maxsize=2048)
def _spans_of(block: str, language: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    # Of equal length, so that offsets are the same; wide and odd spaces make the splitter panic.
    plain = _ODD_SPACE.sub(" ", block)
    for piece in _pieces(plain, language):
        # The splitter gives the text back piece by piece; the offset is where its words stand from here on.
        words = piece.strip()
        if not words:
            continue
        at = plain.index(words, at)
        if spans and not any(map(str.isalnum, words)):
            # A lone bracket or dash ends the sentence before it; it is none itself.
            spans[-1] = spans[-1][0], at + len(words)
        else:
            spans.append((at, at + len(words)))
        at += len(words)
    return tuple(cut for first, last in spans for cut in _cut(plain, first, last))


def _pieces(text: str, language: str) -> list[str]:
    """The splitter's pieces; the whole text where it panics."""
    try:
        return list(sentencex.segment(language, text))
    except BaseException as error:
        # Rust's panic is no Exception, and its class is nowhere to import from.
        if type(error).__name__ != "PanicException":
            raise
        return [text]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if len(text[start:end].split()) <= LONGEST:
        yield start, end
        return
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, start, end)]
    for first in range(0, len(words), LONGEST):
        last = min(first + LONGEST, len(words)) - 1
        yield words[first][0], words[last][1]
