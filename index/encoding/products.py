"""A weight and a bias as what they do to a BERT's states: in the precision that they are given in, or in eight bits."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

# The highest of the numbers that eight bits and a sign give both of.
_HIGHEST = 127
# Half of a range that is none.
_LEAST_SPAN = 1e-12
# The least that GELU gives of any number.
GELU_LEAST = -0.17


class Product(Protocol):
    """States times a weight, and its bias."""

    def of(self, states: Tensor) -> Tensor:
        """[tokens, inputs] → a new [tokens, outputs]."""
        ...

    def added(self, states: Tensor, given: Tensor) -> Tensor:
        """`states` in single precision with the product of `given` added, in place."""
        ...


class Full:
    """In the weight's own precision. In place, as what follows is: new memory for a copy costs more than the sum."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        # As [inputs, outputs]: of a question's few tokens most of the time went into turning it.
        self._weight, self._bias = weight.t().contiguous(), bias

    def of(self, states: Tensor) -> Tensor:
        """[tokens, inputs] → a new [tokens, outputs]."""
        return torch.mm(states.to(self._weight.dtype), self._weight).add_(self._bias)

    def added(self, states: Tensor, given: Tensor) -> Tensor:
        """`states` in single precision with the product of `given` added, in place."""
        if self._weight.dtype == states.dtype:
            return states.add_(self._bias).addmm_(given, self._weight)
        return states.add_(self.of(given))


class EightBits:
    """In eight bits: each output's weights, and each token's states, which are rounded anew, with a scale of their own.

    The sums of such products are exact, so what is lost is lost in rounding. `least` is what no state is below; without
    it, they are taken to lie as far below 0 as above.
    """

    def __init__(self, weight: Tensor, bias: Tensor, least: float | None = None) -> None:
        scales = weight.abs().amax(1).clamp_min_(_LEAST_SPAN) / _HIGHEST
        rounded = (weight / scales[:, None]).round_()
        self._weight, self._scales, self._bias, self._least = rounded.to(torch.int8).t(), scales, bias, least
        self._sums = rounded.sum(1) * scales

    def of(self, states: Tensor) -> Tensor:
        """[tokens, inputs] → a new [tokens, outputs]."""
        if self._least is None:
            return self._scaled(states.abs().amax(1, keepdim=True), states)
        most = states.amax(1, keepdim=True)
        middle = (most + self._least) / 2
        return self._scaled(most - middle, states - middle).addr_(middle[:, 0], self._sums)

    def added(self, states: Tensor, given: Tensor) -> Tensor:
        """`states` in single precision with the product of `given` added, in place."""
        return states.add_(self.of(given))

    def _scaled(self, span: Tensor, states: Tensor) -> Tensor:
        """The product of `states` that lie within `span` [tokens, 1] of 0."""
        scale = span.clamp_min(_LEAST_SPAN).div_(_HIGHEST)
        rounded = (states / scale).round_().to(torch.int8)
        return torch._int_mm(rounded, self._weight).float().mul_(self._scales).mul_(scale).add_(self._bias)
