"""Where a question's time goes, measured from outside: the product's own functions are wrapped while a block runs.

A stage's time is its own: what a stage inside it takes is not counted twice. "rest" is what no stage covers.
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
    """Seconds by stage of the question that this thread is answering."""

    def __init__(self) -> None:
        self._local = threading.local()

    def start(self) -> None:
        """A new question begins."""
        self._local.seconds = dict.fromkeys(STAGES, 0.0)
        self._local.inside = [0.0]

    @property
    def seconds(self) -> dict[str, float]:
        """What each stage took of the question that was started last."""
        return dict(self._local.seconds)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """The block's own time is of the stage `name`."""
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
    """Time the stages of every question that `answerer` is asked while the block runs.

    A function that was renamed fails here, loudly: no stage goes missing in silence.
    """
    watch = Stopwatch()
    seams: tuple[tuple[Any, str, str], ...] = (
        (index.ask, "understand", "correct"),
        (answerer.encoder, "encode_query", "encode"),
        (answerer.engine, "candidates", "candidates"),
        (index.ask, "score", "score"),
        (index.ask, "verify_quotes", "verify"),
        # A collection without notices has no such stage.
        *([(answerer.notices, "find", "notices")] if answerer.notices else []),
    )
    with ExitStack() as stack:
        for owner, name, stage in seams:
            stack.enter_context(patch.object(owner, name, watch.wrapped(getattr(owner, name), stage)))
        yield watch
