"""A snapshot's rows, counted anew from its texts."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index.engine import passage_context
from index.evidence import Ints
from index.texts import TextStore
from index.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Recount:
    """How many articles and sentences a text store has, whose each passage is, and where its sentences begin."""

    articles: int
    sentences: int
    owners: Ints
    bounds: Ints
    vocabulary: Vocabulary

    @classmethod
    def of(cls, store: TextStore) -> Recount:
        """What `store` has. Raises `IndexDamagedError`, and `KeyError` where a passage is of no article."""
        numbers = {article_id: number for number, article_id in enumerate(store.article_ids())}
        owners, sizes = array("q"), array("q")

        def contexts() -> Iterator[str]:
            for passage in store.all_passages():
                owners.append(numbers[passage.article_id])
                sizes.append(len(passage.sentences))
                yield passage_context(passage, store.article(passage.article_id)[0].card.title)

        vocabulary = Vocabulary.of(contexts())
        bounds = np.concatenate([[0], np.cumsum(np.array(sizes, np.int64))]).astype(np.int64)
        return cls(len(numbers), store.counts()[1], np.array(owners, np.int64), bounds, vocabulary)
