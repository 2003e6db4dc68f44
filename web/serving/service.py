"""One answerer for the whole process: loaded once, and anew when a build publishes another snapshot.

A replaced answerer lets its files go by itself when the last who asks it is done: nobody may keep one beyond that.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from typing import TypeVar

from index.answer import Answer
from index.article import Article
from index.ask import Answerer, open_answerer
from index.corpus.collection import NEUTRAL, Collection, published_collection
from index.encoding.load import load_encoder
from index.encoding.protocol import Encoder
from index.engine.snapshots import snapshots
from index.errors import IndexDamagedError, IndexUnavailableError, VerbatimError
from index.models.identity import ModelIdentity
from index.search.verify_quotes import is_intact
from index.settings import Settings, load_settings
from index.work.deadline import Deadline, seconds_left, wait_for
from web.serving.batching import BatchingEncoder
from web.serving.limiting import RateLimit
from web.serving.metrics import Metrics
from web.serving.turns import Face

# A new snapshot is waited for so long.
_SWAP_SECONDS = 1.0

T = TypeVar("T")
_log = logging.getLogger(__name__)
_questions = logging.getLogger("verbatim.questions")


class Service:
    """Hands out the answerer of the published snapshot. Safe to be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        shared = settings.service.shared_store
        self.rate = RateLimit(settings.service.rate_limit, shared.get_secret_value() if shared else None)
        self._source = snapshots(settings)
        self._opening = threading.Lock()
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="opening")
        self._opened: Future[Answerer] | None = None
        self._answerer: Answerer | None = None
        self._encoder: tuple[ModelIdentity, BatchingEncoder] | None = None
        # The page's is also that of the plain pages, the API's also that of the tools for assistants.
        self.page, self.api = (Face(settings.service.max_in_flight, self.metrics) for _ in range(2))
        if settings.service.log_questions:
            _write_questions()

    @property
    def ready(self) -> bool:
        """Whether an answerer is held, so that asking does not wait for the model."""
        return self._answerer is not None

    @property
    def collection(self) -> Collection:
        """What the published collection says of itself; nothing where no snapshot can be opened."""
        if (held := self._answerer) is not None:
            return held.collection
        try:
            return published_collection(self._source.manifest().inputs.collection)
        except IndexUnavailableError:
            return NEUTRAL

    @contextmanager
    def asking(self, question: str | None = None, patience: float = 0) -> Iterator[Answerer]:
        """The answerer to ask now, as one of the page's turns; `patience` is how many seconds to wait for it.

        What is asked has a request's time, and is then broken off. Raises `BusyError`, `IndexUnavailableError` and
        `ModelError`.
        """
        with self.page.turn(patience), Deadline.after(self.settings.service.request_seconds).holding():
            yield self._working(question)

    async def work(self, work: Callable[[Answerer], T], question: str | None = None, face: Face | None = None) -> T:
        """What `work` finds, for an event loop: done in a thread, as one of a face's requests, within its time.

        The face is the API where none is given. Raises `BusyError`, also when it takes too long: the thread looks at
        the time as it works, and gives its turn back.
        """
        deadline = Deadline.after(self.settings.service.request_seconds)
        begun = (face or self.api).submit(lambda: work(self._working(question)), deadline)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(begun)), deadline.left)
        except TimeoutError:
            # The thread may be where it cannot look: in one run of the model.
            raise deadline.passed() from None

    def counted(self, answer: Answer) -> Answer:
        """The answer, counted by its verdict and by what was withheld from it."""
        self.metrics.answer(answer.verdict, answer.withheld)
        return answer

    def article(self, answerer: Answerer, article_id: str) -> tuple[Article, str]:
        """An article, proven, and its sum. Raises `UnknownArticleError`, and `IndexDamagedError` where it fails."""
        answerer.check_article(article_id)
        article, sha256 = answerer.engine.article(article_id)
        if not is_intact(article, sha256):
            self.metrics.withheld()
            raise IndexDamagedError(
                f"The article {article_id!r} is withheld: expected the text that was published. Run: verbatim build"
            )
        return article, sha256

    def answerer(self) -> Answerer:
        """The answerer of the published snapshot, opened when the first asks for it.

        While a large new one is being opened, the one before answers. Raises `IndexUnavailableError` and `ModelError`.
        """
        held = self._answerer
        if held is not None and self._is_current(held):
            return held
        with self._opening:
            if self._opened is None or self._opened.done():
                self._opened = self._opener.submit(self._published)
            opened = self._opened
        if held is None:
            return wait_for(opened)
        with suppress(TimeoutError):
            return opened.result(seconds_left(_SWAP_SECONDS))
        return held

    def _published(self) -> Answerer:
        held = self._answerer
        # It may have been opened since it was found wanting.
        if held is None or not self._is_current(held):
            held = self._answerer = self._open()
            self.metrics.opened(held.snapshot)
        return held

    def _is_current(self, held: Answerer) -> bool:
        """Whether an answerer is the published snapshot's. A damaged one may have been rebuilt under the same id."""
        rebuilt = held.sums is not None and held.sums.rebuilt
        return not rebuilt and held.snapshot == self._source.current_id()

    def warm(self) -> None:
        """Load model and snapshot ahead of the first question; a failure is left for that question to tell."""
        try:
            # Loading takes longer than a request may.
            with self.page.turn(0):
                answerer = self.answerer()
                answerer.ask("warm up")
                # The page shows what there is to filter by.
                answerer.labels()
        except VerbatimError as error:
            _log.warning("%s", error)
        # Streamlit collects garbage after every run of the page; what the model brought along stays, and looking
        # through it again would take a quarter of a second of each question.
        gc.collect()
        gc.freeze()

    def _working(self, question: str | None) -> Answerer:
        if question is not None and self.settings.service.log_questions:
            _questions.info("asked: %r", question)
        return self.answerer()

    def _open(self) -> Answerer:
        reranker = self._answerer.reranker if self._answerer else None
        return open_answerer(self.settings, self._encoder_of, reranker, self._source)

    def _encoder_of(self, identity: ModelIdentity) -> Encoder:
        """The encoder of the model, loaded once for all snapshots, which encodes concurrent questions together."""
        if self._encoder is None or self._encoder[0] != identity:
            self._encoder = identity, BatchingEncoder(load_encoder(self.settings, identity))
        return self._encoder[1]


def _write_questions() -> None:
    """Let the log of questions reach standard error, whatever level the other logs have."""
    _questions.setLevel(logging.INFO)
    _questions.propagate = False
    if not _questions.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        _questions.addHandler(handler)


@cache
def service() -> Service:
    """The service of this process, under the settings in force at its start."""
    return Service(load_settings())
