"""The service's health, and its problem details."""

from __future__ import annotations

from typing import Literal

from index.contract.base import Contract


class BuildJson(Contract):
    """A background build that has not finished; `said` is a message about it, `since` a UTC time in ISO 8601."""

    state: Literal["running", "stalled", "failed"]
    since: str
    said: str


class HealthJson(Contract):
    """The snapshot that answers questions, and the background build, or null if there is none."""

    status: Literal["ready"]
    snapshot: str
    passages: int
    build: BuildJson | None


class LiveJson(Contract):
    """The process is alive."""

    status: Literal["live"]


class ProblemJson(Contract):
    """Problem details as in RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
