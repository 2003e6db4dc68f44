"""What an embedding model is to the rest: an identity, and an Encoder of texts into vectors of texts and of tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, Ints

Progress = Callable[[int], None]
# A question and words that are encoded beside it, as passages are.
Asked = tuple[str, Sequence[str]]


def no_progress(done: int) -> None:
    """Tell nobody that `done` more texts are finished."""


class Piece(NamedTuple):
    """One text: its vector [d], and its tokens' vectors [t, e], places in the text [t, 2] and numbers [t]."""

    vector: Floats
    tokens: Floats
    spans: Ints
    ids: Ints

    def only(self, own: NDArray[np.bool_]) -> Piece:
        """The piece with those of its tokens alone for which `own` [t] holds."""
        return Piece(self.vector, self.tokens[own], self.spans[own], self.ids[own])


@dataclass(frozen=True, slots=True)
class Encoded:
    """n texts: unit `vectors` [n, d], and the unit vectors of their t tokens, one text's behind the other's.

    The tokens of text i are the rows `bounds[i]` to `bounds[i + 1]` of `tokens` [t, e], of `spans` [t, 2] (the
    characters of the text that the token stands for, the end exclusive) and of `ids` [t] (its number in the model's
    vocabulary). Tokens of a prompt, and those that a model puts around every text, are left out.
    """

    vectors: Floats
    tokens: Floats
    bounds: Ints
    spans: Ints
    ids: Ints

    @classmethod
    def of(cls, pieces: Sequence[Piece], empty: Piece) -> Encoded:
        """The texts of `pieces`; `empty` is one without tokens, for the shapes of nothing."""
        vectors, tokens, spans, ids = zip(empty, *pieces, strict=True)
        bounds = np.cumsum([len(own) for own in tokens], dtype=np.int64)
        return cls(np.stack(vectors)[1:], np.concatenate(tokens), bounds, np.concatenate(spans), np.concatenate(ids))


@dataclass(frozen=True, slots=True)
class EncodedQuestion:
    """A question as the model sees it: its unit `vector` [d], and `words` [n, d] the vectors of the query's words.

    Of its t tokens there are the unit vectors `tokens` [t, e], the numbers `ids` [t], and their places `spans` [t, 2]
    in the text that was encoded.
    """

    vector: Floats
    tokens: Floats
    ids: Ints
    spans: Ints
    words: Floats


class Encoder(Protocol):
    """Texts in, unit vectors out; every text alone decides its vectors, but for rounding."""

    @property
    def dimension(self) -> int:
        """Length of a text's vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`; `progress` is told how many are done."""
        ...

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        """What `encode_passages` gives and the tokens' vectors, of the same run; ask for as many as memory holds."""
        ...

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        """1 + n texts: a question, and `words` as passages are encoded, all in one batch."""
        ...

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        """For each of several questions what `encode_query` gives, all encoded in one batch."""
        ...
