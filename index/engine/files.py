"""The open files of one snapshot folder."""

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
    """Everything an engine reads. Rows number the passages from 0.

    The sentences of passage p are rows `bounds[p]` to `bounds[p + 1]` of the sentence vectors; likewise its words in
    `words`, by `word_bounds`. `owners` are the numbers of the passages' articles in `article_ids`.
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
        """The files in `folder`, held by `hold`. Raises `IndexDamagedError`, also where positions cannot be true."""
        vectors, lexical = Vectors.open(folder), LexicalIndex.open(folder / "bm25")
        texts = TextStore(folder / "texts.sqlite")
        vocabulary, word_vectors = Vocabulary.open(folder / "vocabulary.json"), WordVectors.open(folder)
        # Positions are copied into memory: files may change while they are read.
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
        # The files' sums may not have been checked yet, and a false position may ask for more memory than there is.
        if not opened._fits():
            raise IndexDamagedError(
                f"The positions in the snapshot {folder.name} have changed: expected the published ones. "
                "Run: verbatim build"
            )
        return opened

    def _fits(self) -> bool:
        """Whether every position is of a row that there is, and ends where the next begins."""
        count, owners = self.vectors.passages.count, self.owners
        return (
            len(owners) == count
            and self.tokens.count == self.sentence_terms.count == self.vectors.sentences.count
            and (not count or bool(0 <= owners.min() <= owners.max() < len(self.article_ids)))
            and all(
                len(bounds) == count + 1 and bool((np.diff(bounds, prepend=0, append=total) >= 0).all())
                for bounds, total in ((self.bounds, self.vectors.sentences.count), (self.word_bounds, len(self.words)))
            )
        )

    @cached_property
    def sentence_owners(self) -> Ints:
        """The row of the passage that each sentence is in."""
        return np.repeat(np.arange(self.vectors.passages.count), np.diff(self.bounds))

    @cached_property
    def labels(self) -> Catalogue:
        """What each article is filed under, by the numbers that `owners` has; read when a filter first needs it."""
        return self.texts.catalogue()

    @cached_property
    def article_numbers(self) -> dict[str, int]:
        """The position of each article in `article_ids`."""
        return {article_id: number for number, article_id in enumerate(self.article_ids)}

    def close(self) -> None:
        """Close what is not memory: the text store and the lock."""
        self.texts.close()
        if self.hold is not None:
            self.hold.close()
