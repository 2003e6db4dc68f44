"""Raw scores of candidates, from their rows: those of the whole snapshot, or of passages fetched from Milvus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.answer import Scores, SentenceScores
from index.arrays import Floats, Ints, Mask, runs
from index.encoding.protocol import EncodedQuestion
from index.engine.late_interaction import TokenVectors
from index.engine.sentence_terms import SentenceTerms
from index.engine.vector_files import Vectors
from index.engine.word_vectors import WordVectors
from index.text.vocabulary import Vocabulary


class LexicalRows(Protocol):
    """BM25 of passages by row."""

    def scores_of(self, terms: Sequence[str], rows: Ints) -> Floats:
        """BM25 scores [n] of the passages in `rows` for distinct `terms`."""
        ...

    def has(self, terms: Sequence[str], rows: Ints) -> Mask:
        """Which passages of `rows` contain which of `terms`: bool [n, terms]."""
        ...


class PassageRows(Protocol):
    """The data for scoring passages, which are numbered from 0 (their row).

    The sentences of passage p are rows `bounds[p]` to `bounds[p + 1]` of the sentences' vectors, tokens and terms; its
    words are those rows of `words` by `word_bounds`.
    """

    @property
    def vectors(self) -> Vectors:
        """The vectors of passages and sentences."""
        ...

    @property
    def lexical(self) -> LexicalRows:
        """BM25 of the passages."""
        ...

    @property
    def tokens(self) -> TokenVectors:
        """The sentences' tokens."""
        ...

    @property
    def sentence_terms(self) -> SentenceTerms:
        """The sentences' terms."""
        ...

    @property
    def bounds(self) -> Ints:
        """Where each passage's sentences begin."""
        ...

    @property
    def words(self) -> NDArray[Any]:
        """The passages' content words, by their rows among the word vectors."""
        ...

    @property
    def word_bounds(self) -> Ints:
        """Where each passage's words begin."""
        ...


# Cosines are at most 1, but for rounding; vectors from damaged files may be of any length.
_HIGHEST_COSINE = 1.5
# Each of a question's terms, of which there are at most 64, adds at most its idf.
_HIGHEST_BM25 = 1e4


def passage_scores(of: PassageRows, vector: Floats, query_terms: Sequence[str], rows: Ints) -> Scores:
    """Every raw score of every passage in `rows`. Raises `ValueError` if the files are damaged."""
    sentence_rows, first = runs(of.bounds, rows)
    cosines = _sound(of.vectors.sentences.cosines(vector, sentence_rows))
    highest = np.maximum.reduceat(cosines, first) if len(rows) else cosines
    # The first of the nearest sentences of each passage.
    owners = np.repeat(np.arange(len(rows)), np.diff(np.append(first, len(cosines))))
    nearest = np.flatnonzero(cosines == highest[owners])
    at = np.flatnonzero(np.diff(owners[nearest], prepend=-1))
    return Scores(
        passages=rows,
        dense=_sound(of.vectors.passages.cosines(vector, rows)),
        sentence=highest,
        best=nearest[at] - first,
        lexical=_sound(of.lexical.scores_of(query_terms, rows), _HIGHEST_BM25),
    )


def sentence_scores(
    of: PassageRows, vocabulary: Vocabulary, question: EncodedQuestion, terms: Sequence[str], rows: Ints
) -> SentenceScores:
    """Every score of every sentence of the passages in `rows`. Raises `ValueError` if the files are damaged."""
    sentences, first = runs(of.bounds, rows)
    cosines = _sound(of.vectors.sentences.cosines(question.vector, sentences))
    maxsim, paired, added = of.tokens.maxsim(question, sentences, first)
    shared = of.sentence_terms.shares(terms, [vocabulary.weight(term) for term in terms], sentences)
    return SentenceScores(
        first=np.append(first, len(sentences)),
        cosine=cosines,
        maxsim=_sound(maxsim),
        paired=_sound(paired),
        added=_sound(added),
        shared=shared,
        centred=_sound(_centred(of, question.vector, cosines, sentences, rows)),
        negated=of.sentence_terms.negated(sentences),
        doubtful=of.sentence_terms.doubtful(sentences),
        fragment=of.sentence_terms.fragments(sentences),
    )


def centre(of: PassageRows, rows: Ints, weights: Floats) -> Floats:
    """The weighted mean of the vectors of the passages in `rows`, as a unit vector.

    Raises `ValueError` if the files are damaged.
    """
    mean = weights @ of.vectors.passages.vectors(rows)
    return _sound(np.asarray(mean / np.linalg.norm(mean), dtype=np.float32))


def support(
    of: PassageRows, known: WordVectors, query_terms: Sequence[str], word_vectors: Floats, rows: Ints
) -> Floats:
    """How well each passage in `rows` supports each word of the question: [n, words], 1 for an exact match.

    Raises `ValueError` if the files are damaged.
    """
    nearest = np.zeros((len(rows), len(query_terms)), dtype=np.float32)
    if not nearest.size:
        return nearest
    word_rows, first = runs(of.word_bounds, rows)
    likeness = known.likeness(word_vectors, of.words[word_rows])
    # A passage without words supports nothing.
    some = np.flatnonzero(np.diff(np.append(first, len(word_rows))))
    nearest[some] = np.maximum.reduceat(likeness, first[some], axis=0)
    return np.where(of.lexical.has(query_terms, rows), np.float32(1), _sound(nearest))


def _centred(of: PassageRows, vector: Floats, cosines: Floats, sentences: Ints, rows: Ints) -> Floats:
    """The cosines [s] of question and sentences after subtracting the mean vector of the passages in `rows`."""
    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    mean = of.vectors.passages.vectors(rows).mean(axis=0)
    along = of.vectors.sentences.cosines(mean, sentences)
    square, own = float(mean @ mean), float(vector @ mean)
    lengths = np.sqrt(np.maximum((1 - 2 * along + square) * (1 - 2 * own + square), 1e-9))
    # If question and mean are nearly the same, the rounding of quantized vectors would decide.
    return np.asarray(np.clip((cosines - own - along + square) / lengths, -1, 1), dtype=np.float32)


def _sound(scores: Floats, most: float = _HIGHEST_COSINE) -> Floats:
    """`scores`, after checking that each is a number between `-most` and `most`. Raises `ValueError`."""
    # This also refuses NaN.
    if not (np.abs(scores) <= most).all():
        raise ValueError(f"a score is not a number between {-most:g} and {most:g}: expected those of unit vectors")
    return scores
