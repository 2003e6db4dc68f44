"""Measures the time of a question's stages by wrapping the product's functions while a block runs.

The time of a nested stage does not count for the stage around it. "rest" is the time outside all stages.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import index.ask
from index.ask import Answerer

STAGES = ("correct", "encode", "candidates", "score", "verify", "notices", "render", "rest")


class Stopwatch:
    """The seconds by stage of the question that this thread is answering."""

    def __init__(self) -> None:
        self._local = threading.local()

    def start(self) -> None:
        """Start timing a new question."""
        self._local.seconds = dict.fromkeys(STAGES, 0.0)
        self._local.inside = [0.0]

    @property
    def seconds(self) -> dict[str, float]:
        """The seconds of each stage of the current question."""
        return dict(self._local.seconds)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the block's own time for the stage `name`."""
        inside: list[float] = self._local.inside
        inside.append(0.0)
        started = time.perf_counter()
        try:
            yield
        finally:
            whole = time.perf_counter() - started
            self._local.seconds[name] += whole - inside.pop()
            inside[-1] += whole

    def wrapped(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """`function`, timed as the stage `name`."""

        def timed(*given: Any, **options: Any) -> Any:
            with self.stage(name):
                return function(*given, **options)

        return timed


@contextmanager
def watching(answerer: Answerer) -> Iterator[Stopwatch]:
    """Time the stages of every question to `answerer` while the block runs.

    Raises `AttributeError` if a wrapped function has been renamed, so that no stage is missed silently.
    """
    watch = Stopwatch()
    seams: tuple[tuple[Any, str, str], ...] = (
        (index.ask, "understand", "correct"),
        (answerer.encoder, "encode_query", "encode"),
        (answerer.engine, "candidates", "candidates"),
        (index.ask, "score", "score"),
        (index.ask, "verify_quotes", "verify"),
        # A collection without notices does not have this stage.
        *([(answerer.notices, "find", "notices")] if answerer.notices else []),
    )
    with ExitStack() as stack:
        for owner, name, stage in seams:
            stack.enter_context(patch.object(owner, name, watch.wrapped(getattr(owner, name), stage)))
        yield watch
