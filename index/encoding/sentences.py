"""A sentence-transformers model as an Encoder: BERTs by their matrix products alone, every other by the library."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertModel, PreTrainedTokenizerFast

from index.arrays import Floats
from index.encoding.packed import PackedVectors
from index.encoding.pair import Pair, in_one_thread
from index.encoding.precision import CPU, EIGHT, SINGLE, device, devices, precisions
from index.encoding.protocol import Asked, ModelIdentity, Progress, no_progress
from index.errors import ModelError

_BATCH = {CPU: 32}
_BATCH_GPU = 256
_PROCESSORS = torch.get_num_threads()
# Dimensions of a small model's vectors.
_SMALL = 512


class Vectors(Protocol):
    """Texts → unit vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def of(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of many `texts`, on all processors or devices."""
        ...

    def here(self, texts: Sequence[str]) -> Floats:
        """Unit vectors [n, dimension] of a few `texts`, in the thread that asks."""
        ...


class SentenceEncoder:
    """The model in `folder`. Passages are computed in the identity's dtype, questions in single precision.

    One short question is not computed faster in bfloat16, and its vector is not kept. With a small model it takes a
    `Pair` of threads, or one: more have hardly woken when the work is done.
    """

    def __init__(self, folder: Path, identity: ModelIdentity, *, offline: bool) -> None:
        self._identity = identity
        self._open = partial(_open_alone, folder, offline=offline)
        self._pair = Pair()
        self._asked = self._open(SINGLE)
        self._stored = self._asked if identity.dtype == SINGLE else None
        self._opening = threading.Lock()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._asked.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`, encoded in order of length."""
        with self._opening:
            self._stored = self._stored or self._open(self._identity.dtype)
        torch.set_num_threads(_PROCESSORS)
        return self._stored.of([self._identity.passage_prompt + text for text in texts], progress)

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Floats:
        """Unit vectors [1 + n, dimension]: of a question, and of `words` as passages are encoded, in one batch."""
        return self._encoded([(text, words)], alone=True)[0]

    def encode_queries(self, asked: Sequence[Asked]) -> list[Floats]:
        """For each of several questions what `encode_query` gives, all encoded in one batch."""
        return self._encoded(asked, alone=False)

    def _encoded(self, asked: Sequence[Asked], *, alone: bool) -> list[Floats]:
        texts, ends = [], []
        for text, words in asked:
            texts += [self._identity.query_prompt + text, *(self._identity.passage_prompt + word for word in words)]
            ends.append(len(texts))
        if self.dimension <= _SMALL and device() == CPU:
            vectors = self._pair.run(partial(self._asked.here, texts), alone=alone)
        else:
            torch.set_num_threads(_PROCESSORS)
            vectors = self._asked.here(texts)
        # Copies: who keeps a word's vector is not to keep the whole batch with it.
        return [own.copy() for own in np.split(vectors, ends[:-1])]


def _open_alone(folder: Path, dtype: str, *, offline: bool) -> Vectors:
    """What is shared while a model is loaded would leave a thread behind, and a pair's would not wait awake."""
    return in_one_thread(partial(open_vectors, folder, dtype, offline=offline))


def open_vectors(folder: Path, dtype: str, *, offline: bool) -> Vectors:
    """The model in `folder`, computing in `dtype`, on a GPU where there is one. Raises `ModelError`."""
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=offline)
    except Exception as error:  # a broken folder fails in as many ways as there are files in it
        raise ModelError(
            f"The model in {str(folder)!r} cannot be loaded ({error}): expected a sentence-transformers model. "
            "Correct the setting `model.name`, or reinstall: make setup"
        ) from error
    plain = is_plain_bert(model)
    if dtype == EIGHT and not (plain and EIGHT in precisions()):
        raise ModelError(
            f"The model in {str(folder)!r} cannot be computed in {EIGHT} here: expected a BERT and the mean of its "
            "tokens, no GPU, and a processor with VNNI. Set precision to 'auto'"
        )
    kind: torch.dtype = getattr(torch, dtype)
    return packed_vectors(model, kind, devices()) if plain else LibraryVectors(model, kind)


def packed_vectors(model: SentenceTransformer, dtype: torch.dtype, places: Sequence[str]) -> PackedVectors:
    """The vectors of a `model` that is a plain BERT, computed on the devices at these `places`."""
    # A copy: the library's own is set anew for each batch, which threads that encode at once would notice.
    tokenizer = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(int(model.max_seq_length or 0))
    return PackedVectors(cast("BertModel", model[0].model), tokenizer, dtype, places)


def is_plain_bert(model: SentenceTransformer) -> bool:
    """Whether the model is a BERT, then the mean over its tokens, and nothing that `Bert` does not compute."""
    transformer, pooling, *rest = [*model, None, None][: max(len(model), 2)]
    return (
        type(transformer) is Transformer
        and type(pooling) is Pooling
        and [type(module) for module in rest] in ([], [Normalize])
        and pooling.pooling_mode == "mean"
        and model.truncate_dim is None
        and type(transformer.model) is BertModel
        and _is_common(transformer)
    )


def _is_common(transformer: Transformer) -> bool:
    """Whether the BERT and its tokenizer are used as nearly all are."""
    config = transformer.model.config
    longest = transformer.max_seq_length
    return (
        config.hidden_act == "gelu"
        and getattr(config, "position_embedding_type", "absolute") == "absolute"
        and not config.is_decoder
        and not transformer.processing_kwargs
        and isinstance(transformer.tokenizer, PreTrainedTokenizerFast)
        # Of an empty text the marks at both ends are left, so that there always is a mean.
        and len(transformer.tokenizer("")["input_ids"]) > 0
        and longest is not None
        and longest <= config.max_position_embeddings
    )


class LibraryVectors:
    """Any sentence-transformers model, encoded by the library; in `dtype` are its products alone."""

    def __init__(self, model: SentenceTransformer, dtype: torch.dtype) -> None:
        self._model = model.to(device=device(), dtype=torch.float32)
        self._dtype = dtype
        self._batch = _BATCH.get(device(), _BATCH_GPU)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def of(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`, in order of length so that little is padded."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
        for first in range(0, len(order), self._batch):
            rows = order[first : first + self._batch]
            vectors[rows] = self._encoded([texts[row] for row in rows])
            progress(len(rows))
        return vectors

    def here(self, texts: Sequence[str]) -> Floats:
        """Unit vectors [n, dimension] of a few `texts`, in the thread that asks."""
        return self.of(texts)

    def _encoded(self, texts: list[str]) -> Floats:
        """Unit vectors [n, dimension] of a batch."""
        with torch.autocast(device(), self._dtype, enabled=self._dtype != torch.float32):
            encoded = self._model.encode(
                texts,
                prompt="",
                batch_size=self._batch,
                normalize_embeddings=True,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
        return cast("Floats", encoded.float().cpu().numpy())
