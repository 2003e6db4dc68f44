"""A model as an Encoder: prompts go before its texts and are left out of what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np

from index.arrays import Floats
from index.encoding.protocol import Asked, Encoded, Piece, Progress, no_progress
from index.models.identity import ModelIdentity

# What a tokenizer tells of a text's tokens: their numbers, places, and 1 for those that are put around every text.
Told = tuple[Sequence[int], Sequence[tuple[int, int]], Sequence[int]]

# A text is filled up to so many times its length, and a few tokens more.
_FILLED, _FILLED_ANYWAY = 4, 32


class Model(Protocol):
    """Texts to vectors. Several threads may ask at once."""

    def encode(self, texts: Sequence[str], progress: Progress, *, tokens: bool = True) -> list[Piece]:
        """A piece of each text, in their order; without `tokens`, none of its tokens."""
        ...


class ModelEncoder:
    """An Encoder that answers questions with one model, and stores passages with the same or with that of `store`."""

    def __init__(self, identity: ModelIdentity, asked: Model, store: Callable[[], Model] | None = None) -> None:
        self._identity, self._asked, self._store = identity, asked, store
        self._empty = _behind(asked.encode(["a"], no_progress)[0], 1)
        self.dimension = len(self._empty.vector)

    @cached_property
    def _stored(self) -> Model:
        """Loaded when the first passage comes: a GPU's is of no use to who only asks."""
        return self._asked if self._store is None else self._store()

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`, encoded in order of length."""
        pieces = self._stored.encode(self._passages(texts), progress, tokens=False)
        return np.stack([self._empty.vector, *(piece.vector for piece in pieces)])[1:]

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        """The vectors of `texts` and of their tokens."""
        pieces = self._stored.encode(self._passages(texts), progress)
        return Encoded.of([_behind(piece, len(self._identity.passage_prompt)) for piece in pieces], self._empty)

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        """1 + n texts: a question, and `words` as passages are encoded, in one batch."""
        return self.encode_queries([(text, words)])[0]

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        """For each of several questions what `encode_query` gives, all encoded in one batch."""
        prompt, other = self._identity.query_prompt, len(self._identity.passage_prompt)
        groups = [[prompt + text, *self._passages(words)] for text, words in asked]
        pieces = self._asked.encode([text for group in groups for text in group], no_progress)
        encoded = []
        for first, last in pairwise(np.cumsum([0, *map(len, groups)])):
            own = [_behind(pieces[first], len(prompt)), *(_behind(piece, other) for piece in pieces[first + 1 : last])]
            encoded.append(Encoded.of(own, self._empty))
        return encoded

    def _passages(self, texts: Sequence[str]) -> list[str]:
        return [self._identity.passage_prompt + text for text in texts]


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Rows of texts of these `lengths`, longest first, in batches of at most `most` with padding, or of one text.

    A word beside a long question is not filled up to the question's length: that would cost as much as a second one.
    """
    batch: list[int] = []
    # What would not fit into memory shows at the first batch.
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        longest = lengths[batch[0]] if batch else 0
        if batch and ((len(batch) + 1) * longest > most or _FILLED * lengths[row] < longest - _FILLED_ANYWAY):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def piece_of(vector: Floats, tokens: Floats, told: Told) -> Piece:
    """A text's piece, of the vectors of all its tokens: it has those that are not put around every text."""
    ids, places, special = (np.array(values, dtype=np.int64) for values in told)
    return Piece(vector, tokens, places.reshape(len(ids), 2), ids).only(special == 0)


def _behind(piece: Piece, prompt: int) -> Piece:
    """The piece of what follows a prompt of so many characters."""
    own = piece.only(piece.spans[:, 1] > prompt)
    return own._replace(spans=np.maximum(own.spans - prompt, 0))
