"""Query → EncodedQuestion: the vectors of the question, its tokens and its words, from one run of the model.

If the model does not know the language, words get vectors made from their letters instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from index.encoding.letters import letters
from index.encoding.protocol import EncodedQuestion, Encoder
from index.engine.protocol import Engine
from index.query import Query
from index.text.analyzer import analyzer

# At most this many unknown words, of this many characters in all, are encoded: people's questions have fewer.
MOST_UNSEEN, MOST_UNSEEN_CHARACTERS = 16, 160


def encode(query: Query, engine: Engine, encoder: Encoder) -> EncodedQuestion:
    """The question's vectors. Words that have no vector yet are encoded in the same run."""
    if not query.understood:
        return _by_letters(query, encoder)
    known = {word: vector for word in query.words if (vector := engine.word_vectors.get(word)) is not None}
    unseen = _few([word for word in query.words if word not in known])
    encoded = encoder.encode_query(query.searched, unseen)
    vectors = encoded.vectors
    known |= dict(zip(unseen, vectors[1:], strict=True))
    engine.word_vectors.remember(unseen, vectors[1:])
    # Words beyond that limit get a zero vector: similar to no other word, but an exact match still counts.
    none = np.zeros(vectors.shape[1], dtype=np.float32)
    words = np.array([known.get(word, none) for word in query.words], dtype=np.float32)
    own = slice(encoded.bounds[0], encoded.bounds[1])
    return EncodedQuestion(
        vectors[0], encoded.tokens[own], encoded.ids[own], encoded.spans[own], words.reshape(-1, vectors.shape[1])
    )


def _few(words: Sequence[str]) -> list[str]:
    """The first of `words`, within the limits."""
    ends = accumulate(map(len, words))
    return [word for word, end in zip(words[:MOST_UNSEEN], ends, strict=False) if end <= MOST_UNSEEN_CHARACTERS]


def _by_letters(query: Query, encoder: Encoder) -> EncodedQuestion:
    encoded = encoder.encode_query(query.searched)
    own, dimension = slice(encoded.bounds[0], encoded.bounds[1]), encoded.vectors.shape[1]
    stem = analyzer(query.language).stem
    words = np.array([letters(stem(word), dimension) for word in query.words], dtype=np.float32).reshape(-1, dimension)
    return EncodedQuestion(encoded.vectors[0], encoded.tokens[own], encoded.ids[own], encoded.spans[own], words)
