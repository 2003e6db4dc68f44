"""BM25 over passages. The only importer of bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import IndexDamagedError
from index.evidence import Floats, Ints

# Robertson's parameters as Anserini sets them for passages (measured in docs/retrieval.md).
K1 = 0.9
B = 0.4


class LexicalIndex:
    """BM25 (Lucene's variant) of passages by row."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, terms_of_passages: Sequence[Sequence[str]]) -> LexicalIndex:
        """An index of passages given as their terms, in their order."""
        import bm25s

        index = bm25s.BM25(k1=K1, b=B, method="lucene")
        # bm25s cannot index a corpus without a single term; the empty one stands in, which no query has.
        index.index([list(terms) or [""] for terms in terms_of_passages], show_progress=False)
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """The index in `folder`, mapped into memory. Raises `IndexDamagedError`."""
        import bm25s

        try:
            return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False))
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(
                f"{folder} is not a BM25 index ({error}): expected the published files. Run: verbatim build"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the index into `folder`."""
        self._index.save(str(folder), show_progress=False)

    @property
    def count(self) -> int:
        """How many passages it has."""
        return int(self._index.scores["num_docs"])

    def scores(self, terms: Sequence[str]) -> Floats:
        """The BM25 [passages] of every passage for distinct `terms`; 0 where a passage has none of them."""
        known = [term for term in terms if term in self._index.vocab_dict]
        if not known:
            return np.zeros(self.count, dtype=np.float32)
        try:
            return np.asarray(self._index.get_scores(known), dtype=np.float32)
        except (IndexError, ValueError) as error:
            raise IndexDamagedError(
                f"The BM25 index has changed since it was opened ({error}): expected the published files. "
                "Run: verbatim build"
            ) from error

    @staticmethod
    def best(scores: Floats, depth: int) -> Ints:
        """Rows of the `depth` highest scores above 0, in no order."""
        depth = min(depth, len(scores))
        rows = np.argpartition(scores, len(scores) - depth)[len(scores) - depth :] if depth else np.zeros(0, np.int64)
        return rows[scores[rows] > 0].astype(np.int64)
