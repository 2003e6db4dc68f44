"""The service itself: its health, and what it says when it cannot."""

from __future__ import annotations

from typing import Literal

from index.contract.base import Contract


class HealthJson(Contract):
    """Whether questions can be answered, and from which snapshot."""

    status: Literal["ready"]
    snapshot: str
    passages: int


class LiveJson(Contract):
    """The process answers."""

    status: Literal["live"]


class ProblemJson(Contract):
    """What is wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
