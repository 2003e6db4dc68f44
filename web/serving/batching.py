"""Micro-batching: questions that arrive while others are being encoded are encoded together in the next run."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future

from index.arrays import Floats
from index.encoding.protocol import Asked, Encoded, Encoder, Progress, no_progress
from index.execution.deadline import check_deadline, seconds_left

# In a larger batch, the first question would lose more time waiting than batching saves.
MOST = 16


class _Call:
    """One caller's question. `turn` receives its vectors, or `None`, which tells the caller to encode for all."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.waited = False
        self.turn: Future[Encoded | None] = Future()


class BatchingEncoder:
    """An Encoder for many threads. A lone question is encoded at once, without waiting for others."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()
        self._waiting: deque[_Call] = deque()
        self._encoding = False

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str], progress: Progress = no_progress) -> Floats:
        """Unit vectors [n, dimension] of `texts`, which are already a batch."""
        return self._encoder.encode_passages(texts, progress)

    def encode_tokens(self, texts: Sequence[str], progress: Progress = no_progress) -> Encoded:
        """The vectors of `texts` and of their tokens; the texts are already a batch."""
        return self._encoder.encode_tokens(texts, progress)

    def encode_queries(self, asked: Sequence[Asked]) -> list[Encoded]:
        """The result of `encode_query` for each of several questions, encoded in one batch."""
        return self._encoder.encode_queries(asked)

    def encode_query(self, text: str, words: Sequence[str] = ()) -> Encoded:
        """The vectors of 1 + n texts: a question, and n `words`, which are encoded like passages.

        An error of the encoder is raised to the caller whose question caused it. Raises `OutOfTimeError` if the
        caller's deadline passes while it waits.
        """
        call = _Call((text, tuple(words)))
        with self._lock:
            self._waiting.append(call)
            call.waited = self._encoding
            if not self._encoding:
                self._encoding = True
                call.turn.set_result(None)
        try:
            encoded = call.turn.result(seconds_left())
        except TimeoutError:
            self._leave(call)
            check_deadline()
            raise
        return self._lead() if encoded is None else encoded

    def _leave(self, call: _Call) -> None:
        """Withdraw a caller that has run out of time; if it was its turn to encode, pass the turn on."""
        with self._lock:
            if call not in self._waiting:
                return
            self._waiting.remove(call)
        if call.turn.done():
            # The turn arrived just after the timeout.
            self._hand_on([])

    def _lead(self) -> Encoded:
        """Encode the waiting questions, the caller's own first, and pass the turn on."""
        with self._lock:
            mine, *others = (self._waiting.popleft() for _ in range(min(MOST, len(self._waiting))))
        try:
            return self._encode(mine, others)
        finally:
            self._hand_on(others)

    def _encode(self, mine: _Call, others: list[_Call]) -> Encoded:
        if not (mine.waited or others):
            return self._encoder.encode_query(*mine.asked)
        try:
            own, *rest = self._encoder.encode_queries([call.asked for call in (mine, *others)])
        except Exception:
            if not others:
                raise
            # One question may have failed the batch, so each is encoded alone and gets its own vectors or error.
            for call in others:
                self._encode_alone(call)
            return self._encoder.encode_query(*mine.asked)
        for call, encoded in zip(others, rest, strict=True):
            call.turn.set_result(encoded)
        return own

    def _encode_alone(self, call: _Call) -> None:
        try:
            call.turn.set_result(self._encoder.encode_query(*call.asked))
        except Exception as error:  # noqa: BLE001 - any error is raised to the caller of that question
            call.turn.set_exception(error)

    def _hand_on(self, others: list[_Call]) -> None:
        """Pass the turn to the first waiting caller, and fail the calls that were not served."""
        for call in others:
            if not call.turn.done():
                call.turn.set_exception(RuntimeError("the batch ended before this question was encoded"))
        with self._lock:
            if self._waiting:
                self._waiting[0].turn.set_result(None)
            else:
                self._encoding = False
