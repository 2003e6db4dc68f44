"""Word vectors: passage words similar in meaning to a question word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.arrays import Floats, Ints, load_memmap
from index.errors import IndexDamagedError
from index.execution.deadline import check_deadline

# A cosine of LEAST or less counts 0, and one of LEAST + SPAN or more counts CLOSEST, where an exact match counts 1
# (docs/retrieval.md).
LEAST, SPAN, CLOSEST = 0.35, 0.4, 0.8
_MOST_SEEN = 10_000
_LONGEST_WORD = 64
# In a corpus with this few words, a question word is compared with all of them, and the result is cached for this many
# question words: 8 MB.
_FEW, _MOST_COMPARED = 4096, 512


class WordVectors:
    """The vectors of a corpus' words, each encoded on its own."""

    def __init__(self, words: Sequence[str], vectors: Floats) -> None:
        self.words = list(words)
        self._vectors = vectors
        self._rows = {word: row for row, word in enumerate(self.words)}
        self._seen: dict[str, Floats] = {}
        self._compared: dict[bytes, Floats] = {}

    @classmethod
    def open(cls, folder: Path) -> WordVectors:
        """The words and vectors in `folder`. Raises `IndexDamagedError`."""
        try:
            words = (folder / "words.txt").read_text(encoding="utf-8").splitlines()
            return cls(words, load_memmap(folder / "words.npy"))
        except (OSError, ValueError) as error:
            raise IndexDamagedError(
                f"The word vectors in {folder} cannot be read ({error}): expected the published files. "
                "Run: verbatim build"
            ) from error

    def save(self, folder: Path) -> None:
        """Write words and vectors into `folder`. Raises `OSError`."""
        (folder / "words.txt").write_text("".join(f"{word}\n" for word in self.words), encoding="utf-8")
        np.save(folder / "words.npy", self._vectors)

    def get(self, word: str) -> Floats | None:
        """The unit vector [dimension] of a word of the corpus or a remembered one; `None` for any other word."""
        row = self._rows.get(word)
        return self._seen.get(word) if row is None else self._vectors[row]

    def remember(self, words: Sequence[str], vectors: Floats) -> None:
        """Cache the `vectors` [n, dimension] of question words that are not in the corpus."""
        if len(self._seen) >= _MOST_SEEN:
            self._seen = {}
        # Each vector is copied: a view would keep its whole batch alive. What is longer than a word is not cached.
        self._seen.update(
            (word, vector.copy()) for word, vector in zip(words, vectors, strict=True) if len(word) <= _LONGEST_WORD
        )

    def likeness(self, vectors: Floats, rows: Ints) -> Floats:
        """How similar each word in `rows` is to each of `vectors` [q, dimension]: [n, q], from 0 to CLOSEST."""
        if len(self.words) <= _FEW:
            return np.stack([self._to_all(vector) for vector in vectors], axis=1)[rows]
        own, places = np.unique(rows, return_inverse=True)
        return _counted(self._vectors[own] @ vectors.T)[places]

    def _to_all(self, vector: Floats) -> Floats:
        """How similar each word of a small corpus is to one question word: [words]. Cached by vector."""
        check_deadline()
        key = vector.tobytes()
        if (known := self._compared.get(key)) is None:
            if len(self._compared) >= _MOST_COMPARED:
                self._compared = {}
            known = self._compared[key] = _counted(self._vectors @ vector)
        return known


def _counted(cosines: Floats) -> Floats:
    return np.asarray(CLOSEST * np.clip((cosines - LEAST) / SPAN, 0, 1), dtype=np.float32)
