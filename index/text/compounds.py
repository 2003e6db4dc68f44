"""Compounds: the words that a long word is put together of, as a language's list of words has them."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from math import sqrt

from index.text.language import language
from index.text.word_lists import LISTED, frequency

# Shorter parts are mostly endings.
_SHORTEST = 4


# A word of a collection is met in every passage that has it.
@lru_cache(maxsize=65536)
def parts(word: str, code: str) -> tuple[str, ...]:
    """The two or more words of a lower-case compound ("fahrradkette" is fahrrad and kette), in order; of others none.

    Of several ways to part it the one whose words are more usual is taken (Koehn and Knight 2003).
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
    """`head` as it is, and without what links it to the next word."""
    bare = [head.removesuffix(link) for link in links if head.endswith(link)]
    return [head, *(one for one in bare if len(one) >= _SHORTEST)]
