"""A question's letters as features: groups of two to four of them, which tell a word through its misspelling."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np

from index.arrays import Floats, Ints
from index.text.words import words

# Groups of letters, inside words and at their edges, and the numbers that they are counted under.
_SIZES = (2, 3, 4)
BUCKETS = 4096
# What is longer than any question's first words tells no more of a sign.
_MOST_WORDS = 500


def letters(text: str) -> tuple[Ints, Floats]:
    """Under which numbers, below `BUCKETS`, the groups of letters of `text` stand, and how much each counts.

    The counts are a vector of length 1; both arrays are empty for a text without words.
    """
    found = [group for word in words(text)[:_MOST_WORDS] for group in _in_word(word)]
    groups, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
    weights = 1 + np.log(counts, dtype=np.float32)
    return groups, np.asarray(weights / max(float(np.linalg.norm(weights)), 1.0), dtype=np.float32)


# Bounded in entries and, by the length of a word, in bytes: questions come from strangers.
@lru_cache(maxsize=16384)
def _in_word(word: str) -> tuple[int, ...]:
    text = f" {word[:64]} ".encode("utf-8", "surrogatepass")
    parts = (text[at : at + size] for size in _SIZES for at in range(len(text) - size + 1))
    return tuple(crc32(part) % BUCKETS for part in parts)
