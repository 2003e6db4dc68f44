"""What an embedding model is to the rest: an identity, and an Encoder of texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from index.arrays import Floats

Progress = Callable[[int], None]
# A question and words that are encoded beside it, as passages are.
Asked = tuple[str, Sequence[str]]


def no_progress(done: int) -> None:
    """Tell nobody that `done` more texts are finished."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What makes two vectors comparable: equal identities, equal spaces. `sha256` is the weights'."""

    name: str
    sha256: str
    dtype: str
    query_prompt: str
    passage_prompt: str

    @property
    def key(self) -> str:
        """Short digest of everything that shapes a passage's vector (a question's prompt does not)."""
        shaping = {name: value for name, value in asdict(self).items() if name != "query_prompt"}
        return hashlib.sha256(json.dumps(shaping, sort_keys=True).encode()).hexdigest()[:16]


class Encoder(Protocol):
    """Texts in, unit vectors out; every text alone decides its vector, but for rounding."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`; `progress` is told how many are done."""
        ...

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Floats:
        """Unit vectors [1 + n, dimension]: of a question, and of `words` as passages are encoded, in one batch."""
        ...

    def encode_queries(self, asked: Sequence[Asked]) -> list[Floats]:
        """For each of several questions what `encode_query` gives, all encoded in one batch.

        Of one alone: it was asked while another was encoded, and others are likely to come.
        """
        ...
