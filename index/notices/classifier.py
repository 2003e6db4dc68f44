"""How much a question is like those that call for a notice, and not like ordinary ones, whatever its words.

What the maintainer wrote down, questions as people ask them and ordinary ones, is compared with the question in two
ways: by its vector, which tells what it means, and by its letters, which tell it through misspellings. Kernel ridge
regression weighs the examples once, at a build; there each is also judged by the weights that it would have without
itself, and the bounds are set where hardly an ordinary one calls for a notice, and hardly another is taken for an
ordinary one. So they fit whatever model made the vectors.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.arrays import Floats, load_memmap
from index.errors import IndexDamagedError
from index.notices.rules import NoticeRules
from index.storage.work_cache import WorkCache
from index.text.terms import words

# The weights, and the examples' vectors, which are mapped: as a copy they would be the largest thing a snapshot holds.
FILE, POINTS = "notices.npz", "notices.npy"
# As what kind of work the weights are kept.
NOTICE_WEIGHTS = "notices"
# Groups of letters, inside words and at their edges, and the numbers that they are counted under.
_LETTERS = (2, 3, 4)
_BUCKETS = 2048
# How much letters count beside the vector.
_SPELLING = 0.5
# How fast likeness falls with the distance of two vectors.
_SHARPNESS = 2.0
# How little the weights follow a single example.
_RIDGE = 0.1
# The share of ordinary examples that may reach the bound, and that of the others that may be taken for ordinary ones;
# each is judged without itself.
_ALARMS, _MISSED = 0.015, 0.004


class Likeness(NamedTuple):
    """The id of the notice that a question is most like to call for, and whether it may call for one at all."""

    notice: str | None
    possible: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """What each example counts [n, 1 + m], and the bounds of what calls for a notice and of what may.

    Column 0 tells any sign, each other one notice.
    """

    counts: Floats
    calls: float
    possible: float


@dataclass(frozen=True, slots=True)
class NoticeLikeness:
    """The weighed examples of one file.

    `points` [n, d] are their vectors, `near` [n, 1 + m] their weights, `letters` [buckets, 1 + m] those of letters;
    `calls` and `possible` are the bounds.
    """

    ids: tuple[str, ...]
    points: Floats
    near: Floats
    letters: Floats
    calls: float
    possible: float

    @classmethod
    def of(cls, rules: NoticeRules, vectors: Floats, work: WorkCache | None = None) -> NoticeLikeness:
        """Weigh the examples of `rules`, whose `vectors` [n, d] stand in the order of `rules.questions`.

        What `work` has kept is not weighed again.
        """
        spelt = np.sqrt(np.float32(_SPELLING)) * np.stack([_spelt(question) for question in rules.questions])
        weights = _kept(rules, vectors, spelt, work or WorkCache())
        return cls(
            ids=tuple(rules.asked),
            points=vectors,
            near=weights.counts,
            letters=np.sqrt(np.float32(_SPELLING)) * (spelt.T @ weights.counts),
            calls=weights.calls,
            possible=weights.possible,
        )

    @classmethod
    def open(cls, folder: Path) -> NoticeLikeness | None:
        """What a build kept in `folder`; `None` where its notices have no examples. Raises `IndexDamagedError`."""
        path = folder / FILE
        if not path.exists():
            return None
        try:
            with np.load(path) as kept:
                near, letters = kept["near"], kept["letters"]
                calls, possible = (float(kept[name]) for name in ("calls", "possible"))
                ids = tuple(kept["ids"].tolist())
            return cls(ids, load_memmap(folder / POINTS), near, letters, calls, possible)
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise IndexDamagedError(
                f"{path} or {POINTS} cannot be read ({error}): expected weights. Run: verbatim build"
            ) from error

    def save(self, folder: Path) -> None:
        """Write it into `folder`. Raises `OSError`."""
        np.save(folder / POINTS, self.points)
        np.savez(
            folder / FILE,
            ids=np.array(self.ids),
            near=self.near,
            letters=self.letters,
            calls=np.array(self.calls),
            possible=np.array(self.possible),
        )

    def find(self, question: str, vector: Floats) -> Likeness:
        """What `question` calls for, as far as the examples tell."""
        near = _near(self.points @ vector)
        groups, counts = _groups(question)
        called = near @ self.near[:, 0] + counts @ self.letters[groups, 0]
        if called < self.calls:
            return Likeness(None, bool(called >= self.possible))
        return Likeness(self.ids[int((near @ self.near + counts @ self.letters[groups])[1:].argmax())], possible=True)


def _kept(rules: NoticeRules, vectors: Floats, spelt: Floats, work: WorkCache) -> Weights:
    parts = (NOTICE_WEIGHTS, hashlib.sha256(vectors.tobytes()).hexdigest(), json.dumps([rules.asked, rules.ordinary]))
    if (kept := work.get(*parts)) is not None:
        *bounds, counts = kept.split(" ")
        shape = (len(rules.questions), -1)
        return Weights(np.frombuffer(b64decode(counts), np.float32).reshape(shape), *map(float, bounds))
    weights = _weighed(_near(vectors @ vectors.T) + spelt @ spelt.T, _meant(rules))
    counts = b64encode(weights.counts.tobytes()).decode("ascii")
    work.put(f"{weights.calls!r} {weights.possible!r} {counts}", *parts)
    return weights


def _near(cosines: Floats) -> Floats:
    return np.asarray(np.exp(2 * _SHARPNESS * (cosines - 1)), dtype=np.float32)


def _meant(rules: NoticeRules) -> Floats:
    """For each example 1 in the columns that it calls for, else -1."""
    notices = np.repeat(np.arange(len(rules.asked)), [len(asked) for asked in rules.asked.values()])
    meant = np.full((len(rules.questions), 1 + len(rules.asked)), -1, dtype=np.float32)
    meant[: len(notices), 0] = 1
    meant[np.arange(len(notices)), 1 + notices] = 1
    return meant


def _weighed(alike: Floats, meant: Floats) -> Weights:
    """The examples' weights and bounds, by what each would be taken for by the weights of all others."""
    inverse = _inverse(alike + _RIDGE * np.eye(len(alike), dtype=np.float32))
    counts = np.asarray(inverse @ meant, dtype=np.float32)
    without_itself = meant[:, 0] - counts[:, 0] / np.diag(inverse)
    calls = float(np.quantile(without_itself[meant[:, 0] < 0], 1 - _ALARMS))
    return Weights(counts, calls, min(calls, float(np.quantile(without_itself[meant[:, 0] > 0], _MISSED))))


def _inverse(positive: Floats) -> Floats:
    """The inverse of a symmetric matrix without a direction that it turns round: a fifth of the time of any other's."""
    from scipy.linalg import lapack

    lower = lapack.spotri(lapack.spotrf(positive, lower=True)[0], lower=True)[0]
    return np.asarray(np.tril(lower) + np.tril(lower, -1).T, dtype=np.float32)


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
