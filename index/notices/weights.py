"""The fitted classifier: from a question's vector and letters to the notices it calls for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import Floats
from index.errors import IndexDamagedError
from index.notices.letters import BUCKETS, letters

# The name of the file in a snapshot.
FILE = "notices.npz"
# A further notice is shown too if its odds are at least this share of the likeliest one's.
_ALSO = 0.25


@dataclass(frozen=True, slots=True)
class NoticeWeights:
    """Weights for the m notices `ids`, and the `bound` of log-odds above which a question calls for one.

    `meaning` [d, h] weighs a question's vector and `spelling` [BUCKETS, h] its letters. Their sum plus `bias` [h] gives
    the logits of no notice and of each notice (h = 1 + m). With an `output` [1 + h, 1 + m], whose last row is a bias,
    it is a hidden layer before the logits instead.
    """

    ids: tuple[str, ...]
    meaning: Floats
    spelling: Floats
    bias: Floats
    output: Floats | None
    bound: float

    @property
    def dimension(self) -> int:
        """The length of the question's vector."""
        return len(self.meaning)

    @classmethod
    def open(cls, path: Path) -> NoticeWeights:
        """The weights in `path`. Raises `IndexDamagedError`."""
        try:
            with np.load(path) as kept:
                parts = {name: kept[name].astype(np.float32) for name in ("meaning", "bias")}
                spelling = kept["spelling"] * kept["steps"].astype(np.float32)
                output = kept["output"].astype(np.float32) if "output" in kept else None
                ids, bound = tuple(kept["ids"].tolist()), float(kept["bound"])
            weights = cls(ids, spelling=spelling, output=output, bound=bound, **parts)
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise IndexDamagedError(
                f"{path} cannot be read ({error}): expected the published notice weights. Run: verbatim build"
            ) from error
        if not weights.fits_itself():
            raise IndexDamagedError(
                f"{path} has arrays whose shapes do not match: expected the published weights. Run: verbatim build"
            )
        return weights

    def save(self, path: Path) -> None:
        """Write the weights to `path` in half precision, and those of the letters in int8. Raises `OSError`."""
        steps = np.maximum(np.abs(self.spelling).max(axis=0) / 127, np.float32(1e-6))
        parts = {"meaning": self.meaning, "bias": self.bias, "steps": steps}
        parts |= {} if self.output is None else {"output": self.output}
        halves = {name: part.astype(np.float16) for name, part in parts.items()}
        # Quantized with the steps as they are stored.
        spelling = np.rint(self.spelling / halves["steps"].astype(np.float32)).clip(-127, 127).astype(np.int8)
        ids, bound = np.array(self.ids, dtype=np.str_), np.array(self.bound)
        np.savez_compressed(path, ids=ids, bound=bound, spelling=spelling, **halves)

    def logits(self, question: str, vector: Floats) -> Floats:
        """The logits [1 + m] of no notice and of each."""
        groups, counts = letters(question)
        sums = self.bias + vector @ self.meaning + counts @ self.spelling[groups]
        if self.output is None:
            return np.asarray(sums, dtype=np.float32)
        return np.asarray(np.maximum(sums, 0) @ self.output[:-1] + self.output[-1], dtype=np.float32)

    def find(self, question: str, vector: Floats) -> frozenset[str]:
        """The ids of the notices that `question` calls for: the likeliest and those almost as likely, or none."""
        logits = self.logits(question, vector)
        if called(logits) < self.bound:
            return frozenset()
        odds = np.exp(logits[1:] - logits[1:].max())
        likely = odds / odds.sum() >= _ALSO
        likely[odds.argmax()] = True
        return frozenset(identity for identity, is_likely in zip(self.ids, likely, strict=True) if is_likely)

    def fits_itself(self) -> bool:
        """Whether the shapes of all arrays match."""
        hidden, notices = self.bias.size, 1 + len(self.ids)
        shapes = self.meaning.shape[1:] == (hidden,) and self.spelling.shape == (BUCKETS, hidden)
        last = hidden == notices if self.output is None else self.output.shape == (1 + hidden, notices)
        return bool(shapes and last and np.isfinite(self.bound))


def called(logits: Floats) -> float:
    """The log-odds that a question calls for any notice."""
    return float(np.logaddexp.reduce(logits[1:]) - logits[0])
