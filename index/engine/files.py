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
from index.engine.texts import TextStore
from index.engine.vector_files import Vectors
from index.engine.word_vectors import WordVectors
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
    bounds: Ints
    owners: Ints
    word_bounds: Ints
    words: NDArray[Any]
    article_ids: tuple[str, ...]
    hold: Hold | None

    @classmethod
    def open(cls, folder: Path, hold: Hold | None) -> SnapshotFiles:
        """The files in `folder`, held by `hold`. Raises `IndexDamagedError`."""
        vectors, lexical = Vectors.open(folder), LexicalIndex.open(folder / "bm25")
        texts = TextStore(folder / "texts.sqlite")
        vocabulary, word_vectors = Vocabulary.open(folder / "vocabulary.json"), WordVectors.open(folder)
        # Positions are copied into memory: files may change while they are read.
        bounds, owners, word_bounds = (
            np.array(open_array(folder / f"{name}.npy")) for name in ("bounds", "owners", "passage-word-bounds")
        )
        return cls(
            vectors=vectors,
            lexical=lexical,
            texts=texts,
            vocabulary=vocabulary,
            word_vectors=word_vectors,
            bounds=bounds,
            owners=owners,
            word_bounds=word_bounds,
            words=open_array(folder / "passage-words.npy"),
            article_ids=tuple(texts.article_ids()),
            hold=hold,
        )

    @cached_property
    def sentence_owners(self) -> Ints:
        """The row of the passage that each sentence is in."""
        return np.repeat(np.arange(self.vectors.passages.count), np.diff(self.bounds))

    @cached_property
    def article_numbers(self) -> dict[str, int]:
        """The position of each article in `article_ids`."""
        return {article_id: number for number, article_id in enumerate(self.article_ids)}

    def close(self) -> None:
        """Close what is not memory: the text store and the lock."""
        self.texts.close()
        if self.hold is not None:
            self.hold.close()
