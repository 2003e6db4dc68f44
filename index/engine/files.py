"""The open files of one snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import Ints
from index.engine.bm25 import LexicalIndex
from index.engine.int8_vectors import open_array
from index.engine.late_interaction import TokenVectors
from index.engine.sentence_terms import SentenceTerms
from index.engine.texts import TextStore
from index.engine.vector_files import Vectors
from index.engine.word_vectors import WordVectors
from index.errors import IndexDamagedError
from index.filtering.catalogue import Catalogue
from index.storage.locks import Hold
from index.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class SnapshotFiles:
    """Every file an engine reads. Passages are numbered from 0; that number is their row.

    The sentences of passage p are rows `bounds[p]` to `bounds[p + 1]` of the sentence vectors; its words are those rows
    of `words` by `word_bounds`. `owners` holds, for each passage, the position of its article in `article_ids`.
    """

    vectors: Vectors
    lexical: LexicalIndex
    texts: TextStore
    vocabulary: Vocabulary
    word_vectors: WordVectors
    tokens: TokenVectors
    sentence_terms: SentenceTerms
    bounds: Ints
    owners: Ints
    word_bounds: Ints
    words: NDArray[Any]
    article_ids: tuple[str, ...]
    hold: Hold | None

    @classmethod
    def open(cls, folder: Path, hold: Hold | None) -> SnapshotFiles:
        """Open the files in `folder`. `hold` keeps the folder from being removed, and is released with the files.

        Raises `IndexDamagedError`, also for row numbers that are out of range.
        """
        vectors, lexical = Vectors.open(folder), LexicalIndex.open(folder / "bm25")
        texts = TextStore(folder / "texts.sqlite")
        vocabulary, word_vectors = Vocabulary.open(folder / "vocabulary.json"), WordVectors.open(folder)
        # Row numbers are copied into memory, because the files may change while they are read.
        bounds, owners, word_bounds = (
            np.array(open_array(folder / f"{name}.npy")) for name in ("bounds", "owners", "passage-word-bounds")
        )
        opened = cls(
            vectors=vectors,
            lexical=lexical,
            texts=texts,
            vocabulary=vocabulary,
            word_vectors=word_vectors,
            tokens=TokenVectors.open(folder),
            sentence_terms=SentenceTerms.open(folder),
            bounds=bounds,
            owners=owners,
            word_bounds=word_bounds,
            words=open_array(folder / "passage-words.npy"),
            article_ids=tuple(texts.article_ids()),
            hold=hold,
        )
        # The files' checksums may not have been verified yet, and a wrong row number could request far too much memory.
        if not opened._fits():
            raise IndexDamagedError(
                f"The row numbers in the snapshot {folder.name} have changed: expected the published ones. "
                "Run: verbatim build"
            )
        return opened

    def _fits(self) -> bool:
        """Whether every row number is in range, and each run ends where the next one begins."""
        count, owners = self.vectors.passages.count, self.owners
        return (
            len(owners) == self.lexical.count == count
            and self.tokens.count == self.sentence_terms.count == self.vectors.sentences.count
            and (not count or bool(0 <= owners.min() <= owners.max() < len(self.article_ids)))
            and all(
                len(bounds) == count + 1 and bool((np.diff(bounds, prepend=0, append=total) >= 0).all())
                for bounds, total in ((self.bounds, self.vectors.sentences.count), (self.word_bounds, len(self.words)))
            )
        )

    @cached_property
    def sentence_owners(self) -> Ints:
        """For each sentence, the row of its passage."""
        return np.repeat(np.arange(self.vectors.passages.count), np.diff(self.bounds))

    @cached_property
    def labels(self) -> Catalogue:
        """The filter values of each article, in the order of `article_ids`; read when a filter first needs them."""
        return self.texts.catalogue()

    @cached_property
    def article_numbers(self) -> dict[str, int]:
        """The position of each article in `article_ids`."""
        return {article_id: number for number, article_id in enumerate(self.article_ids)}

    def close(self) -> None:
        """Close the text store and release the lock; the arrays stay valid while something refers to them."""
        self.texts.close()
        if self.hold is not None:
            self.hold.close()
