"""The matrix products of a BERT and little else: texts lie token behind token, so nothing is padded or masked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from index.encoding.precision import CPU
from index.encoding.products import GELU_LEAST, EightBits, Full, Product

if TYPE_CHECKING:
    from transformers import BertModel

Weights = tuple[Tensor, Tensor]


class Layer(NamedTuple):
    """Products and norms in their order; query, key and value are one product."""

    attending: Product
    attended: Product
    attention_norm: Weights
    widening: Product
    narrowing: Product
    norm: Weights


class Bert:
    """A BERT and the mean over its tokens. Products are computed in `dtype`; sums and norms in single precision.

    On a processor only the feed-forward products are, two thirds of all; the others are in single precision there.

    A text's neighbours in a batch have no part in its vector. Safe to be used by several threads.
    """

    def __init__(self, model: BertModel, dtype: torch.dtype, device: str) -> None:
        tensors = {name: tensor.detach().to(device, torch.float32) for name, tensor in model.state_dict().items()}
        self._device = device
        self._heads = int(model.config.num_attention_heads)
        self._epsilon = float(model.config.layer_norm_eps)
        self._tokens = tensors["embeddings.word_embeddings.weight"]
        # Every text is of the first of the two types that a BERT knows.
        kind = tensors["embeddings.token_type_embeddings.weight"][0]
        self._places = tensors["embeddings.position_embeddings.weight"] + kind
        self._norm = _weights(tensors, "embeddings.LayerNorm")
        layers = range(int(model.config.num_hidden_layers))
        # In fewer bits they too change the order, and a processor is fast enough without; for a GPU they would be slow.
        others = torch.float32 if device == CPU else dtype
        self._layers = [_layer(tensors, f"encoder.layer.{number}.", dtype, others) for number in layers]

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._tokens.shape[1])

    @torch.inference_mode()
    def encode(self, texts: Sequence[Sequence[int]]) -> Tensor:
        """Unit vectors [n, hidden] of texts given as tokens; those of one length that stand together are fastest."""
        runs = [(length, len(list(run))) for length, run in groupby(len(text) for text in texts)]
        tokens = torch.tensor([token for text in texts for token in text], device=self._device)
        places = torch.cat([self._places[:length].repeat(texts_of_it, 1) for length, texts_of_it in runs])
        states = self._normed(functional.embedding(tokens, self._tokens) + places, self._norm)
        for layer in self._layers:
            attended = self._attend(layer.attending.of(states), runs)
            states = self._normed(layer.attended.added(states, attended), layer.attention_norm)
            wide = torch.ops.aten.gelu_(layer.widening.of(states))
            states = self._normed(layer.narrowing.added(states, wide), layer.norm)
        sizes = [length * texts_of_it for length, texts_of_it in runs]
        means = [
            part.view(texts_of_it, length, -1).mean(1)
            for part, (length, texts_of_it) in zip(states.split_with_sizes(sizes), runs, strict=True)
        ]
        return functional.normalize(torch.cat(means), dim=1).cpu()

    def _attend(self, mixed: Tensor, runs: list[tuple[int, int]]) -> Tensor:
        """Each text's tokens with one another: [tokens, 3 × hidden] → [tokens, hidden]."""
        parts = []
        for part, (length, texts_of_it) in zip(mixed.split_with_sizes([a * b for a, b in runs]), runs, strict=True):
            query, key, value = part.view(texts_of_it, length, 3, self._heads, -1).permute(2, 0, 3, 1, 4)
            attended = functional.scaled_dot_product_attention(query, key, value)
            parts.append(attended.transpose(1, 2).reshape(texts_of_it * length, -1))
        return parts[0] if len(parts) == 1 else torch.cat(parts)

    def _normed(self, states: Tensor, weights: Weights) -> Tensor:
        return torch.layer_norm(states, states.shape[-1:], *weights, self._epsilon)


def _layer(tensors: dict[str, Tensor], name: str, dtype: torch.dtype, others: torch.dtype) -> Layer:
    """The feed-forward products in `dtype`, the `others` in theirs."""
    parts = [_weights(tensors, f"{name}attention.self.{part}") for part in ("query", "key", "value")]
    weight, bias = (torch.cat(both) for both in zip(*parts, strict=True))
    widening, narrowing = (_weights(tensors, f"{name}{part}.dense") for part in ("intermediate", "output"))
    eight = dtype == torch.int8
    return Layer(
        attending=_full(weight, bias, others),
        attended=_full(*_weights(tensors, f"{name}attention.output.dense"), others),
        attention_norm=_weights(tensors, f"{name}attention.output.LayerNorm"),
        widening=EightBits(*widening) if eight else _full(*widening, dtype),
        narrowing=EightBits(*narrowing, GELU_LEAST) if eight else _full(*narrowing, dtype),
        norm=_weights(tensors, f"{name}output.LayerNorm"),
    )


def _full(weight: Tensor, bias: Tensor, dtype: torch.dtype) -> Full:
    return Full(weight.to(dtype), bias.to(dtype))


def _weights(tensors: dict[str, Tensor], name: str) -> Weights:
    return tensors[f"{name}.weight"], tensors[f"{name}.bias"]
