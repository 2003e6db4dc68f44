"""Vectors of texts that are given to a BERT as tokens, without padding, in batches of about one length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import torch

from index.arrays import Floats
from index.encoding.bert import Bert
from index.encoding.precision import CPU
from index.encoding.protocol import Progress, no_progress

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

# Tokens in one batch: on a processor more of them leave its caches, a GPU needs them to be busy.
_TOKENS = {CPU: 512}
_TOKENS_GPU = 65_536

Tokens = Sequence[int]
Mapped = Callable[..., Iterator[torch.Tensor]]


class PackedVectors:
    """A BERT that is given tokens without padding, one on each of `devices`."""

    def __init__(self, model: BertModel, tokenizer: Tokenizer, dtype: torch.dtype, devices: Sequence[str]) -> None:
        self._tokenizer = tokenizer
        self._berts = [Bert(model, dtype, device) for device in devices]
        self._on_processors = devices[0] == CPU
        self._tokens = _TOKENS.get(devices[0], _TOKENS_GPU)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._berts[0].dimension

    def of(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of many `texts`, on all processors or devices."""
        return self._encoded(texts, self._pool.map, progress)

    def here(self, texts: Sequence[str]) -> Floats:
        """Unit vectors [n, dimension] of a few `texts`, in the thread that asks."""
        return self._encoded(texts, map, no_progress)

    def _encoded(self, texts: Sequence[str], mapped: Mapped, progress: Progress) -> Floats:
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        parts = list(batches([len(some) for some in tokens], self._tokens))
        given = [[tokens[row] for row in rows] for rows in parts]
        for rows, found in zip(parts, mapped(Bert.encode, cycle(self._berts), given), strict=True):
            vectors[rows] = found.numpy()
            progress(len(rows))
        return vectors

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """A thread for each GPU, or for each processor.

        A processor computes a batch alone: two that share one wait for each other at the end of every product.
        """
        if self._on_processors:
            return ThreadPoolExecutor(torch.get_num_threads(), "encode", partial(torch.set_num_threads, 1))
        return ThreadPoolExecutor(len(self._berts), "encode")


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
