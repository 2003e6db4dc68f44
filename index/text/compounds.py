"""Compounds: splits a long word into words from the language's word list."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from math import sqrt

from index.text.language import language
from index.text.word_lists import LISTED, frequency

# Shorter parts are usually endings.
_SHORTEST = 4


# Cached, because a word occurs in many passages.
@lru_cache(maxsize=65536)
def parts(word: str, code: str) -> tuple[str, ...]:
    """The words of a lower-case compound, in order ("fahrradkette": fahrrad, kette); empty for other words.

    If there are several ways to split it, the one with the more frequent words wins (Koehn and Knight 2003).
    """
    of = language(code)
    if code not in LISTED or not of.links or len(word) < 2 * _SHORTEST or not word.isalpha():
        return ()
    ways = [
        (sqrt(frequency(head, code) * frequency(word[cut:], code)), head, word[cut:])
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1)
        if frequency(word[cut:], code) and word[cut:] not in of.stop
        for head in _heads(word[:cut], of.links)
        if frequency(head, code) and head not in of.stop
    ]
    if not ways:
        return ()
    usual, head, tail = max(ways)
    if usual < frequency(word, code):
        return ()
    return (*(parts(head, code) or (head,)), *(parts(tail, code) or (tail,)))


def _heads(head: str, links: Collection[str]) -> list[str]:
    """`head` as it is, and without a linking element at its end."""
    bare = [head.removesuffix(link) for link in links if head.endswith(link)]
    return [head, *(one for one in bare if len(one) >= _SHORTEST)]
