"""The service itself: its health, and what it says when it cannot."""

from __future__ import annotations

from typing import Literal

from index.contract.base import Contract


class BuildJson(Contract):
    """A build beside the service that is not done. `since` is a UTC time in ISO 8601."""

    state: Literal["running", "stalled", "failed"]
    since: str
    said: str


class HealthJson(Contract):
    """Whether questions can be answered, and from which snapshot; and the build beside, null where it is done."""

    status: Literal["ready"]
    snapshot: str
    passages: int
    build: BuildJson | None


class LiveJson(Contract):
    """The process answers."""

    status: Literal["live"]


class ProblemJson(Contract):
    """What is wrong, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
