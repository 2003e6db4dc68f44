"""Words → vectors by their letters alone, for languages that the model does not know: words of one root are near."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from zlib import crc32

import numpy as np

from index.arrays import Floats
from index.text.words import unaccented

# Runs of so many letters, the word's ends among them.
_RUNS = (3, 4)


# A question's words come again.
@lru_cache(maxsize=4096)
def letters(stem: str, dimension: int) -> Floats:
    """The unit vector [dimension] of a word's stem: feature hashing of its runs of letters, accents left out."""
    plain = unaccented(stem) or stem
    marked = f"<{plain}>"
    pieces = [marked[at : at + run] for run in _RUNS for at in range(len(marked) - run + 1)]
    vector = np.zeros(dimension, dtype=np.float32)
    for piece, times in Counter(pieces).items():
        number = crc32(piece.encode("utf-8", "surrogatepass"))
        vector[(number >> 1) % dimension] += times if number & 1 else -times
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector
