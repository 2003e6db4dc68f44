"""A model as an Encoder: adds prompts before texts, and leaves their tokens out of the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np

from index.arrays import Floats
from index.encoding.protocol import Asked, Encoded, Piece, Progress, no_progress
from index.models.identity import ModelIdentity

# A tokenizer's data on the tokens of a text: their ids, their character ranges, and 1 for special tokens.
Told = tuple[Sequence[int], Sequence[tuple[int, int]], Sequence[int]]

# A text is padded to at most this many times its length, plus some tokens.
_FILLED, _FILLED_ANYWAY = 4, 32


class Model(Protocol):
    """Turns texts into vectors. Safe for several threads."""

    def encode(self, texts: Sequence[str], progress: Progress, *, tokens: bool = True) -> list[Piece]:
        """A piece for each text, in order; without `tokens`, the pieces have no tokens."""
        ...


class ModelEncoder:
    """An Encoder that encodes questions with one model, and passages with the same or with the one from `store`."""

    def __init__(self, identity: ModelIdentity, asked: Model, store: Callable[[], Model] | None = None) -> None:
        self._identity, self._asked, self._store = identity, asked, store
        self._empty = _behind(asked.encode(["a"], no_progress)[0], 1)
        self.dimension = len(self._empty.vector)

    @cached_property
    def _stored(self) -> Model:
        """The model for passages, loaded on first use: a process that only asks questions does not need it."""
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
        """The vectors of 1 + n texts in one batch: a question, and n `words`, which are encoded like passages."""
        return self.encode_queries([(text, words)])[0]

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        """The result of `encode_query` for each of several questions, encoded in one batch."""
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
    """Group texts of these `lengths` into batches, longest first, of at most `most` including padding or of one text.

    Yields the positions of the texts in each batch. A word is not padded to the length of a long question, because that
    would cost as much as a second question.
    """
    batch: list[int] = []
    # Longest first, so that a lack of memory shows in the first batch.
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        longest = lengths[batch[0]] if batch else 0
        if batch and ((len(batch) + 1) * longest > most or _FILLED * lengths[row] < longest - _FILLED_ANYWAY):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def piece_of(vector: Floats, tokens: Floats, told: Told) -> Piece:
    """The text's vector and token vectors as a `Piece`, without the special tokens."""
    ids, places, special = (np.array(values, dtype=np.int64) for values in told)
    return Piece(vector, tokens, places.reshape(len(ids), 2), ids).only(special == 0)


def _behind(piece: Piece, prompt: int) -> Piece:
    """The piece without a prompt of that many characters; offsets count from the end of the prompt."""
    own = piece.only(piece.spans[:, 1] > prompt)
    return own._replace(spans=np.maximum(own.spans - prompt, 0))
