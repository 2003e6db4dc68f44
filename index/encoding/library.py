"""Uses sentence-transformers to export a model to a graph, and to run it on a GPU or if it cannot be exported."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from torch.nn.functional import normalize
from transformers import PreTrainedModel

from index.arrays import Floats
from index.encoding.model import Model, Told, batches, piece_of
from index.encoding.protocol import Piece, Progress, no_progress
from index.encoding.runtime import (
    GRAPH,
    TOKENIZER,
    TOKENS,
    VECTORS,
    RuntimeModel,
    find_graph,
    keep,
    open_session,
    source_sum,
    write_tokenizer,
)
from index.errors import ModelError

CPU = "cpu"
# Characters per batch, including padding, on a CPU and on a GPU, which needs more to be busy.
_CHARACTERS, _CHARACTERS_GPU = 8_000, 200_000
# The largest permitted difference from the library in a component of a text's vector, and of a token's vector.
_OFF, _TOKEN_OFF = 1e-5, 1e-4
_TRIED = ("ice", "Wrap the ice pack in a towel.", "heat and cold " * 400, "Łódź – “straße” 漢字 🙂", "?", "a b c " * 20)
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OPSET = 17
_TOLD = ("input_ids", "offset_mapping", "special_tokens_mask")
_log = logging.getLogger(__name__)


def open_library(folder: Path, *, offline: bool) -> SentenceTransformer:
    """The model in `folder`, in single precision on the CPU. Raises `ModelError`."""
    try:
        return SentenceTransformer(str(folder), device=CPU, local_files_only=offline).to(torch.float32).eval()
    except Exception as error:  # a broken folder can raise almost anything
        raise ModelError(
            f"The model in {str(folder)!r} cannot be loaded ({error}): expected a sentence-transformers model. "
            "Correct the setting `model.name`, or reinstall with: make setup"
        ) from error


def open_model(folder: Path, kept: Path, *, offline: bool) -> Model:
    """The model in `folder`: exported to a graph in `kept` if possible, else run by the library, which is logged.

    Raises `ModelError`.
    """
    model, source = open_library(folder, offline=offline), source_sum(folder)
    try:
        refused = find_graph(kept, source)
        if refused is None:
            keep(kept, source, lambda into: _exported(model, into))
            found = find_graph(kept, source)
            if isinstance(found, RuntimeModel):
                return found
            _log.warning("sentence-transformers runs the model: %s. To try again, remove %s.", found, kept)
    except OSError as error:
        _log.warning("sentence-transformers runs the model: its graph cannot be kept in %s (%s).", kept, error)
    return LibraryModel(model)


class LibraryModel:
    """A sentence-transformers model; on a `device` other than the CPU it computes in half precision."""

    def __init__(self, model: SentenceTransformer, device: str = CPU) -> None:
        self._model, self._device = model.to(device), device
        self._most = _CHARACTERS if device == CPU else _CHARACTERS_GPU

    @torch.inference_mode()
    def encode(self, texts: Sequence[str], progress: Progress, *, tokens: bool = True) -> list[Piece]:
        """A piece for each text; without tokens also if the model gives no token vectors or no offsets."""
        pieces: dict[int, Piece] = {}
        for rows in batches([1 + len(text) for text in texts], self._most):
            own = [texts[row] for row in rows]
            features = self._model.preprocess(own)
            features = {name: one.to(self._device) if torch.is_tensor(one) else one for name, one in features.items()}
            with torch.autocast(self._device, torch.bfloat16, enabled=self._device != CPU):
                features = self._model(features)
            found = features["sentence_embedding"].float()[:, : self._model.truncate_dim]
            told = self._told(own, features) if tokens else _nothing(len(own))
            for row, vector, some in zip(rows, _numbers(normalize(found, dim=1)), told, strict=True):
                pieces[row] = piece_of(vector, *some)
            progress(len(rows))
        return [pieces[row] for row in range(len(texts))]

    def _told(self, texts: list[str], features: dict[str, Any]) -> Iterator[tuple[Floats, Told]]:
        """For each text, the unit vectors of its tokens and the tokenizer's data on them."""
        if "token_embeddings" not in features or not getattr(self._model.tokenizer, "is_fast", False):
            return _nothing(len(texts))
        told = self._model.tokenizer(
            texts,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        states = normalize(features["token_embeddings"].float(), dim=2)
        found = (_numbers(own[mask == 1]) for own, mask in zip(states, features["attention_mask"], strict=True))
        return zip(found, zip(*(told[name] for name in _TOLD), strict=True), strict=True)


def _nothing(count: int) -> Iterator[tuple[Floats, Told]]:
    return iter([(np.zeros((0, 0), np.float32), ((), (), ()))] * count)


def _numbers(tensor: torch.Tensor) -> Floats:
    return cast("Floats", tensor.cpu().numpy())


class _Whole(torch.nn.Module):
    """All modules of a model as one, with tensors as input and output."""

    def __init__(self, model: SentenceTransformer, inputs: Sequence[str]) -> None:
        super().__init__()
        self.model, self.inputs = model, inputs

    def forward(self, *given: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The unit vectors of texts [n, d] and of tokens [n, t, e]."""
        found = self.model(dict(zip(self.inputs, given, strict=True)))
        vectors = found["sentence_embedding"][:, : self.model.truncate_dim]
        return normalize(vectors, dim=1), normalize(found["token_embeddings"], dim=2)


def _exported(model: SentenceTransformer, into: Path) -> str:
    """Export the model into `into` and compare it with the library; returns why that is not possible, or ''."""
    try:
        _write(model, into)
        off, token_off = _distances(model, RuntimeModel(into))
    except Exception as error:  # noqa: BLE001 - the export of a model can fail in any way
        return f"it cannot be exported ({' '.join(str(error).split())[:200]})"
    # Written this way round so that NaN is refused as well.
    return (
        "" if off <= _OFF and token_off <= _TOKEN_OFF else f"its graph is off by {off:.1e}, tokens by {token_off:.1e}"
    )


def _write(model: SentenceTransformer, into: Path) -> None:
    tokenizer = model.tokenizer
    longest = min(int(model.max_seq_length or tokenizer.model_max_length), 1 << 30)
    write_tokenizer(into / TOKENIZER, tokenizer.backend_tokenizer.to_str(), longest, tokenizer.pad_token_id or 0)
    # Texts of different lengths, so that the graph handles the mask.
    features = model.preprocess(["ice", "a longer text about heat"])
    inputs = [name for name in _INPUTS if name in features]
    plain = into / "plain.onnx"
    with torch.inference_mode(), warnings.catch_warnings(), _plain_attention(model):
        # The exporter's warnings do not matter, because its result is compared.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Whole(model, inputs),
            tuple(features[name] for name in inputs),
            str(plain),
            input_names=inputs,
            output_names=[VECTORS, TOKENS],
            dynamic_axes={name: {0: "n", 1: "t"} for name in (*inputs, TOKENS)} | {VECTORS: {0: "n"}},
            opset_version=_OPSET,
            dynamo=False,
        )
    open_session(plain, simpler=into / GRAPH)
    plain.unlink()


@contextmanager
def _plain_attention(model: SentenceTransformer) -> Iterator[None]:
    """Within the block, attention is computed as its definition says, for which a graph needs a quarter fewer nodes."""
    before = {one: one.config._attn_implementation for one in model.modules() if isinstance(one, PreTrainedModel)}
    try:
        for one in before:
            one.set_attn_implementation("eager")
        yield
    finally:
        for one, name in before.items():
            one.set_attn_implementation(name)


def _distances(model: SentenceTransformer, exported: RuntimeModel) -> tuple[float, float]:
    """The largest differences between the graph and the library, for texts and for tokens, with and without padding."""
    # The library encodes each text alone; the graph does that too, and also all texts in one padded batch.
    expected = model.encode(list(_TRIED), prompt="", batch_size=1, normalize_embeddings=True, show_progress_bar=False)
    library = LibraryModel(model).encode(_TRIED, no_progress)
    found = exported.encode(_TRIED, no_progress) + [exported.encode([one], no_progress)[0] for one in _TRIED]
    off = np.abs(np.stack([one.vector for one in found]) - np.concatenate([expected, expected])).max()
    tokens = [np.abs(one.tokens - own.tokens).max(initial=0) for one, own in zip(found, library * 2, strict=True)]
    return float(off), float(np.max(tokens))
