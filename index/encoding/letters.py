"""Word vectors from letters alone, for languages that the model does not know: words with a common root are similar."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from zlib import crc32

import numpy as np

from index.arrays import Floats
from index.text.words import unaccented

# The lengths of the letter n-grams; the ends of the word count as letters.
_RUNS = (3, 4)


# Cached, because the words of questions recur.
@lru_cache(maxsize=4096)
def letters(stem: str, dimension: int) -> Floats:
    """The unit vector [dimension] of a stem: feature hashing of its letter n-grams, without accents."""
    plain = unaccented(stem) or stem
    marked = f"<{plain}>"
    pieces = [marked[at : at + run] for run in _RUNS for at in range(len(marked) - run + 1)]
    vector = np.zeros(dimension, dtype=np.float32)
    for piece, times in Counter(pieces).items():
        number = crc32(piece.encode("utf-8", "surrogatepass"))
        vector[(number >> 1) % dimension] += times if number & 1 else -times
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
