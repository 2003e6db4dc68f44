"""Vectors of texts that are given to a BERT as tokens, without padding, in batches of about one length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from index.encoding.bert import Bert
from index.encoding.precision import CPU
from index.evidence import Floats
from index.model import Progress, no_progress

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from transformers import BertModel

# Tokens in one batch: on a processor more of them leave its caches, a GPU needs them to be busy.
_TOKENS = {CPU: 2048}
_TOKENS_GPU = 65_536


class PackedVectors:
    """A BERT that is given tokens without padding, one on each of `devices`."""

    def __init__(self, model: BertModel, tokenizer: Tokenizer, dtype: torch.dtype, devices: Sequence[str]) -> None:
        self._tokenizer = tokenizer
        self._berts = [Bert(model, dtype, device) for device in devices]
        self._tokens = _TOKENS.get(devices[0], _TOKENS_GPU)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._berts[0].dimension

    def of(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        parts = list(batches([len(some) for some in tokens], self._tokens))
        given = [[tokens[row] for row in rows] for rows in parts]
        with ThreadPoolExecutor(len(self._berts)) as pool:
            # One device's work stays in the thread that asks, which has said how many processors it may use.
            each = map if len(self._berts) == 1 else pool.map
            for rows, found in zip(parts, each(Bert.encode, cycle(self._berts), given), strict=False):
                vectors[rows] = found.numpy()
                progress(len(rows))
        return vectors


def batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """The rows of texts with these `lengths`, longest first, in batches of at most `most` tokens or one text."""
    batch: list[int] = []
    tokens = 0
    # What would not fit into memory shows at the first batch.
    for row in sorted(range(len(lengths)), key=lambda row: -lengths[row]):
        if batch and tokens + lengths[row] > most:
            yield batch
            batch, tokens = [], 0
        batch.append(row)
        tokens += lengths[row]
    if batch:
        yield batch
