"""The Encoder interface: texts → vectors of the texts and of their tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints

Progress = Callable[[int], None]
# A question, and words that are encoded with it like passages.
Asked = tuple[str, Sequence[str]]


def no_progress(done: int) -> None:
    """Ignore progress."""


class Piece(NamedTuple):
    """One text: its vector [d], and its tokens' vectors [t, e], character ranges [t, 2] and ids [t]."""

    vector: Floats
    tokens: Floats
    spans: Ints
    ids: Ints

    def only(self, own: NDArray[np.bool_]) -> Piece:
        """The piece with only the tokens that the mask `own` [t] selects."""
        return Piece(self.vector, self.tokens[own], self.spans[own], self.ids[own])


@dataclass(frozen=True, slots=True)
class Encoded:
    """n texts: unit `vectors` [n, d], and the unit vectors of all their t tokens, text after text.

    The tokens of text i are the rows `bounds[i]` to `bounds[i + 1]` of `tokens` [t, e], `spans` [t, 2] (the token's
    character range in the text, end exclusive) and `ids` [t] (in the model's vocabulary). Tokens of a prompt, and
    special tokens that the model adds to every text, are left out.
    """

    vectors: Floats
    tokens: Floats
    bounds: Ints
    spans: Ints
    ids: Ints

    @classmethod
    def of(cls, pieces: Sequence[Piece], empty: Piece) -> Encoded:
        """The texts of `pieces`; `empty` is a piece without tokens, which gives the shapes if there are no pieces."""
        vectors, tokens, spans, ids = zip(empty, *pieces, strict=True)
        bounds = np.cumsum([len(own) for own in tokens], dtype=np.int64)
        return cls(np.stack(vectors)[1:], np.concatenate(tokens), bounds, np.concatenate(spans), np.concatenate(ids))


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """An encoded question: its unit `vector` [d], and the vectors `words` [n, d] of the query's words.

    Its t tokens have unit vectors `tokens` [t, e], `ids` [t], and character ranges `spans` [t, 2] in the encoded text.
    """

    vector: Floats
    tokens: Floats
    ids: Ints
    spans: Ints
    words: Floats


class Encoder(Protocol):
    """Encodes texts as unit vectors. Except for rounding, the vectors of a text do not depend on its batch."""

    @property
    def dimension(self) -> int:
        """Length of a text's vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`; `progress` is called with the number done."""
        ...

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        """The vectors of `texts` as in `encode_passages`, and of their tokens; all are held in memory."""
        ...

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        """The vectors of 1 + n texts in one batch: a question, and n `words`, which are encoded like passages."""
        ...

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        """The result of `encode_query` for each of several questions, encoded in one batch."""
        ...
