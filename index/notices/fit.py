"""Fits weights to a file's own examples, for models and notices without shipped weights."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.notices.letters import BUCKETS, letters
from index.notices.rules import NoticeRules
from index.notices.weights import NoticeWeights, called

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# The weight of the letters relative to the vector, the ridge regularization, and the factor that turns outputs into
# logits.
_SPELLING, _RIDGE, _SCALE = 0.25, 1.0, 4.0
# At most this many sentences of the corpus serve as ordinary text.
_MOST_SENTENCES = 1500
# The letters of this many texts are compared at once, because their matrix takes the most memory.
_AT_ONCE = 200
# The bound is halfway between the value that this share of the ordinary sentences reaches and the examples' median,
# each with leave-one-out weights: ordinary questions resemble the examples more than sentences do.
_REACHED = 0.005


@dataclass(slots=True)
class OrdinarySentences:
    """A sample of the corpus' sentences with their vectors; it does not depend on their order."""

    _kept: list[tuple[int, str, Floats]] = field(default_factory=list)

    def add(self, texts: Sequence[str], vectors: Floats) -> None:
        """Add `texts` with their `vectors` [n, d] to those that the sample is drawn from."""
        more = ((crc32(text.encode()), text, vector) for text, vector in zip(texts, vectors, strict=True))
        kept = heapq.nsmallest(_MOST_SENTENCES, _once([*self._kept, *more]), key=lambda one: one[:2])
        # A copy: a view of one row would keep all `vectors` in memory, and the sample has rows of almost every part.
        self._kept = [(key, text, vector if vector.base is None else vector.copy()) for key, text, vector in kept]

    @property
    def texts(self) -> list[str]:
        """The sampled sentences."""
        return [text for _, text, _ in self._kept]

    @property
    def vectors(self) -> Floats:
        """Their vectors [n, d]."""
        return np.stack([vector for _, _, vector in self._kept])


def fit_examples(rules: NoticeRules, vectors: Floats, ordinary: OrdinarySentences) -> NoticeWeights:
    """Ridge regression of the examples, whose `vectors` [n, d] are in the file's order, against `ordinary`."""
    points = np.concatenate([vectors, ordinary.vectors])
    spelt = _spelt([*rules.examples, *ordinary.texts])
    meant = _meant(rules, len(points))
    few = np.where(np.arange(len(points)) < len(vectors), len(vectors) / len(points), 1.0)
    alike = points.astype(np.float64) @ points.T + 1
    for first in range(0, len(points), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        alike[:, some] += spelt @ spelt[some].T.toarray()
    alike[np.diag_indices_from(alike)] += _RIDGE * few
    inverse = np.linalg.inv(alike)
    counts = inverse @ meant
    without_itself = meant - counts / np.diag(inverse)[:, None]
    odds = np.array([called(_single(_SCALE * row)) for row in without_itself])
    of_examples, of_sentences = np.split(odds, [len(vectors)])
    return NoticeWeights(
        ids=tuple(rule.id for rule in rules.notice),
        meaning=_single(_SCALE * points.T @ counts),
        spelling=_single(_SCALE * np.sqrt(_SPELLING) * (spelt.T @ counts)),
        bias=_single(_SCALE * counts.sum(axis=0)),
        output=None,
        bound=float((np.quantile(of_sentences, 1 - _REACHED) + np.median(of_examples)) / 2),
    )


def _once(sentences: Iterable[tuple[int, str, Floats]]) -> Iterable[tuple[int, str, Floats]]:
    return {text: (key, text, vector) for key, text, vector in sentences}.values()


def _meant(rules: NoticeRules, count: int) -> Floats:
    """The targets of `count` texts, examples first: 1 in the column of its notice (column 0: none), else -1."""
    meant = np.full((count, 1 + len(rules.notice)), -1, dtype=np.float32)
    owners = np.repeat(np.arange(len(rules.notice)), [len(rule.examples) for rule in rules.notice])
    meant[np.arange(len(owners)), 1 + owners] = 1
    meant[len(owners) :, 0] = 1
    return meant


def _spelt(texts: Sequence[str]) -> csr_array[np.float64]:
    """The weighted letters [n, BUCKETS] of the texts."""
    from scipy.sparse import csr_array

    rows = [letters(text) for text in texts]
    starts = np.cumsum([0, *(len(groups) for groups, _ in rows)])
    groups, counts = (np.concatenate(column) for column in zip(*rows, strict=True))
    return csr_array((np.sqrt(_SPELLING) * counts.astype(np.float64), groups, starts), (len(rows), BUCKETS))


def _single(values: NDArray[np.float64]) -> Floats:
    return np.asarray(values, dtype=np.float32)
