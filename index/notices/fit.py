"""Weights from the file's own examples alone: for any model, and for any notices, where none are shipped."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats
from index.notices.letters import BUCKETS, letters
from index.notices.rules import NoticeRules
from index.notices.weights import NoticeWeights, called

# How much letters count beside the vector, how little the weights follow a single text, what an output is multiplied
# by to be a logit.
_SPELLING, _RIDGE, _SCALE = 0.25, 1.0, 4.0
# How many of the corpus' own sentences the examples are told from.
_MOST_SENTENCES = 1500
# The bound is halfway from what this share of these sentences reaches to what half of the examples do, each judged by
# the weights that it would have without itself: ordinary questions are more like examples than sentences are.
_REACHED = 0.005


@dataclass(slots=True)
class OrdinarySentences:
    """A sample of the corpus' sentences with their vectors, the same for the same sentences in any order."""

    _kept: list[tuple[int, str, Floats]] = field(default_factory=list)

    def add(self, texts: Sequence[str], vectors: Floats) -> None:
        """Have `texts`, with their `vectors` [n, d], among those that are drawn from."""
        more = ((crc32(text.encode()), text, vector) for text, vector in zip(texts, vectors, strict=True))
        self._kept = heapq.nsmallest(_MOST_SENTENCES, _once([*self._kept, *more]), key=lambda one: one[:2])

    @property
    def texts(self) -> list[str]:
        """The sentences drawn."""
        return [text for _, text, _ in self._kept]

    @property
    def vectors(self) -> Floats:
        """Their vectors [n, d]."""
        return np.stack([vector for _, _, vector in self._kept])


def fit_examples(rules: NoticeRules, vectors: Floats, ordinary: OrdinarySentences) -> NoticeWeights:
    """Ridge regression of the examples, whose `vectors` [n, d] stand in the file's order, against `ordinary`."""
    points = np.concatenate([vectors, ordinary.vectors])
    spelt = np.sqrt(np.float32(_SPELLING)) * np.stack([_spelt(text) for text in [*rules.examples, *ordinary.texts]])
    meant = _meant(rules, len(points))
    few = np.where(np.arange(len(points)) < len(vectors), len(vectors) / len(points), 1.0)
    alike = points.astype(np.float64) @ points.T + spelt @ spelt.T + 1
    inverse = np.linalg.inv(alike + np.diag(_RIDGE * few))
    counts = inverse @ meant
    without_itself = meant - counts / np.diag(inverse)[:, None]
    odds = np.array([called(_single(_SCALE * row)) for row in without_itself])
    of_examples, of_sentences = np.split(odds, [len(vectors)])
    return NoticeWeights(
        ids=tuple(rule.id for rule in rules.notice),
        meaning=_single(_SCALE * points.T @ counts),
        spelling=_single(_SCALE * np.sqrt(_SPELLING) * spelt.T @ counts),
        bias=_single(_SCALE * counts.sum(axis=0)),
        output=None,
        bound=float((np.quantile(of_sentences, 1 - _REACHED) + np.median(of_examples)) / 2),
    )


def _once(sentences: Iterable[tuple[int, str, Floats]]) -> Iterable[tuple[int, str, Floats]]:
    return {text: (key, text, vector) for key, text, vector in sentences}.values()


def _meant(rules: NoticeRules, count: int) -> Floats:
    """For each of `count` texts, the examples first, 1 in the column that it calls for, else -1; column 0 is none."""
    meant = np.full((count, 1 + len(rules.notice)), -1, dtype=np.float32)
    owners = np.repeat(np.arange(len(rules.notice)), [len(rule.examples) for rule in rules.notice])
    meant[np.arange(len(owners)), 1 + owners] = 1
    meant[len(owners) :, 0] = 1
    return meant


def _spelt(text: str) -> Floats:
    spelt = np.zeros(BUCKETS, dtype=np.float32)
    groups, counts = letters(text)
    spelt[groups] = counts
    return spelt


def _single(values: NDArray[np.float64]) -> Floats:
    return np.asarray(values, dtype=np.float32)
