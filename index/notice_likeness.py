"""How much a question is like those that call for a notice, and not like ordinary ones, whatever its words.

What the maintainer wrote down, questions as people ask them and ordinary ones, is compared with the question in two
ways: by its vector, which tells what it means, and by its letters, which tell it through misspellings. Kernel ridge
regression weighs the examples once, at a build; there each is also judged by the weights that it would have without
itself, and the bound is set where hardly an ordinary one reaches it. So it fits whatever model made the vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.evidence import Floats
from index.notice_rules import NoticeRules
from index.terms import words

FILE = "notices.npz"
# Directions of the vectors that are compared: those in which the examples differ most.
_AXES = 64
# Groups of letters, inside words and at their edges, and the numbers that they are counted under.
_LETTERS = (2, 3, 4)
_BUCKETS = 2048
# How fast likeness falls with the distance of two vectors.
_SHARPNESS = 1.0
# How little the weights follow a single example.
_RIDGE = 0.1
# The share of ordinary examples that may reach the bound, each judged without itself.
_ALARMS = 0.02


@dataclass(frozen=True, slots=True)
class NoticeLikeness:
    """The weighted examples of one file. Column 0 of the weights tells any sign, each other one notice.

    `middle` [d] and `axes` [d, a] turn a vector into `points` [n, a], the examples'; `near` [n, 1 + m] are their
    weights, `letters` [buckets, 1 + m] those of letters, `bound` what calls for a notice.
    """

    ids: tuple[str, ...]
    middle: Floats
    axes: Floats
    points: Floats
    near: Floats
    letters: Floats
    bound: float

    @classmethod
    def of(cls, rules: NoticeRules, vectors: Floats) -> NoticeLikeness:
        """Weigh the examples of `rules`, whose `vectors` [n, d] stand in the order of `rules.questions`."""
        middle = vectors.mean(axis=0)
        axes = np.linalg.svd(vectors - middle, full_matrices=False)[2][:_AXES].T
        points = (vectors - middle) @ axes
        spelt = np.stack([_spelt(question) for question in rules.questions])
        lengths = np.exp(-_SHARPNESS * (points**2).sum(axis=1))
        alike = lengths[:, None] * lengths * np.exp(2 * _SHARPNESS * points @ points.T) + spelt @ spelt.T
        weights, bound = _weighed(alike, _meant(rules))
        return cls(
            ids=tuple(rules.asked),
            middle=middle,
            axes=np.ascontiguousarray(axes),
            points=points,
            near=lengths[:, None] * weights,
            letters=spelt.T @ weights,
            bound=bound,
        )

    @classmethod
    def open(cls, folder: Path) -> NoticeLikeness | None:
        """What a build kept in `folder`; `None` where its notices have no examples. Raises `IndexDamagedError`."""
        path = folder / FILE
        if not path.exists():
            return None
        try:
            with np.load(path) as kept:
                arrays = {name: kept[name] for name in ("middle", "axes", "points", "near", "letters")}
                return cls(ids=tuple(kept["ids"].tolist()), bound=float(kept["bound"]), **arrays)
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise IndexDamagedError(
                f"{path} cannot be read ({error}): expected weights. Run: verbatim build"
            ) from error

    def save(self, folder: Path) -> None:
        """Write it into `folder`. Raises `OSError`."""
        np.savez(
            folder / FILE,
            ids=np.array(self.ids),
            middle=self.middle,
            axes=self.axes,
            points=self.points,
            near=self.near,
            letters=self.letters,
            bound=np.array(self.bound),
        )

    def find(self, question: str, vector: Floats) -> str | None:
        """The id of the notice that `question` is most like to call for, `None` where it is like an ordinary one."""
        point = (vector - self.middle) @ self.axes
        near = np.exp(2 * _SHARPNESS * (self.points @ point) - _SHARPNESS * (point @ point))
        groups, counts = _groups(question)
        if near @ self.near[:, 0] + counts @ self.letters[groups, 0] < self.bound:
            return None
        return self.ids[int((near @ self.near + counts @ self.letters[groups])[1:].argmax())]


def _meant(rules: NoticeRules) -> Floats:
    """For each example 1 in the columns that it calls for, else -1."""
    notices = np.repeat(np.arange(len(rules.asked)), [len(asked) for asked in rules.asked.values()])
    meant = np.full((len(rules.questions), 1 + len(rules.asked)), -1, dtype=np.float32)
    meant[: len(notices), 0] = 1
    meant[np.arange(len(notices)), 1 + notices] = 1
    return meant


def _weighed(alike: Floats, meant: Floats) -> tuple[Floats, float]:
    """The examples' weights, and the bound that hardly an ordinary one reaches by the weights of all others."""
    inverse = np.linalg.inv(alike + _RIDGE * np.eye(len(alike), dtype=np.float32))
    weights = np.asarray(inverse @ meant, dtype=np.float32)
    without_itself = meant[:, 0] - weights[:, 0] / np.diag(inverse)
    return weights, float(np.quantile(without_itself[meant[:, 0] < 0], 1 - _ALARMS))


def _spelt(text: str) -> Floats:
    """The letters of `text` as a vector [buckets] of length 1, or 0 where there are none."""
    spelt = np.zeros(_BUCKETS, dtype=np.float32)
    groups, counts = _groups(text)
    spelt[groups] = counts
    return spelt


def _groups(text: str) -> tuple[NDArray[np.int64], Floats]:
    """Under which numbers the groups of letters of `text` stand, and how much each counts."""
    found = [group for word in words(text) for group in _in_word(word)]
    groups, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
    weights = 1 + np.log(counts, dtype=np.float32)
    return groups, np.asarray(weights / max(float(np.linalg.norm(weights)), 1.0), dtype=np.float32)


@lru_cache(maxsize=65536)
def _in_word(word: str) -> tuple[int, ...]:
    text = f" {word} ".encode("utf-8", "surrogatepass")
    parts = (text[at : at + size] for size in _LETTERS for at in range(len(text) - size + 1))
    return tuple(crc32(part) % _BUCKETS for part in parts)
