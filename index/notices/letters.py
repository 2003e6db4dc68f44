"""Letter n-grams of a question as features (two to four letters), which recognize misspelt words."""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

import numpy as np

from index.arrays import Floats, Ints
from index.text.words import words

# The lengths of the n-grams, taken inside words and at their edges, and the number of hash buckets.
_SIZES = (2, 3, 4)
BUCKETS = 4096
# Only this many words of a question are used: a longer question says no more about a sign.
_MOST_WORDS = 500


def letters(text: str) -> tuple[Ints, Floats]:
    """The hash buckets (below `BUCKETS`) of the letter n-grams of `text`, and the weight of each.

    The weights form a unit vector; both arrays are empty for a text without words.
    """
    found = [group for word in words(text)[:_MOST_WORDS] for group in _in_word(word)]
    groups, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
    weights = 1 + np.log(counts, dtype=np.float32)
    return groups, np.asarray(weights / max(float(np.linalg.norm(weights)), 1.0), dtype=np.float32)


# The cache is limited in entries and, because words are, in bytes: questions come from strangers.
@lru_cache(maxsize=16384)
def _in_word(word: str) -> tuple[int, ...]:
    text = f" {word[:64]} ".encode("utf-8", "surrogatepass")
    parts = (text[at : at + size] for size in _SIZES for at in range(len(text) - size + 1))
    return tuple(crc32(part) % BUCKETS for part in parts)
