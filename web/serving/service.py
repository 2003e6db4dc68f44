"""One answerer for the whole process: loaded once, and again when a build publishes a new snapshot.

A replaced answerer releases its files when the last question that uses it is done, so nothing may keep a reference
longer than that.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

from index.answer import Answer
from index.article import Article
from index.ask import Answerer
from index.corpus.collection import NEUTRAL, Collection, published_collection
from index.encoding.load import load_encoder
from index.encoding.protocol import Encoder
from index.engine.snapshots import snapshots
from index.errors import IndexDamagedError, IndexUnavailableError, VerbatimError
from index.execution.deadline import Deadline, seconds_left, wait_for
from index.execution.once import Once
from index.models.identity import ModelIdentity
from index.opening import open_answerer
from index.search.verify_quotes import is_intact
from index.settings import Settings, load_settings
from web.serving.batching import BatchingEncoder
from web.serving.limiting import RateLimit
from web.serving.metrics import Metrics
from web.serving.turns import InterfaceLimits

# A question waits this long for a new snapshot to open before it is answered from the old one.
_SWAP_SECONDS = 1.0

T = TypeVar("T")
_log = logging.getLogger(__name__)
_questions = logging.getLogger("verbatim.questions")


class Service:
    """Provides the answerer of the published snapshot. Safe for several threads."""

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
        # The plain pages share the page's turns; the MCP tools share the API's.
        self.page, self.api = (InterfaceLimits(settings.service.max_in_flight, self.metrics) for _ in range(2))
        if settings.service.log_questions:
            _write_questions()

    @property
    def ready(self) -> bool:
        """Whether an answerer is loaded, so that questions need not wait for the model."""
        return self._answerer is not None

    @property
    def collection(self) -> Collection:
        """What the published collection states about itself; `NEUTRAL` if no snapshot can be opened."""
        if (held := self._answerer) is not None:
            return held.collection
        try:
            return published_collection(self._source.manifest().inputs.collection)
        except IndexUnavailableError:
            return NEUTRAL

    @contextmanager
    def asking(self, question: str | None = None, patience: float = 0) -> Iterator[Answerer]:
        """The current answerer, during one of the page's turns; `patience` is how many seconds to wait for a turn.

        Work in the block must end within `service.request_seconds`. Raises `BusyError`, `IndexUnavailableError` and
        `ModelError`.
        """
        with self.page.turn(patience), Deadline.after(self.settings.service.request_seconds).holding():
            yield self._working(question)

    async def work(
        self, work: Callable[[Answerer], T], question: str | None = None, interface: InterfaceLimits | None = None
    ) -> T:
        """Run `work` in a thread and await its result, as one request of `interface` (by default the API).

        Raises `BusyError` if too many requests are in flight or the work takes longer than `service.request_seconds`;
        the thread checks the deadline as it works and then gives up its turn.
        """
        deadline = Deadline.after(self.settings.service.request_seconds)
        begun = (interface or self.api).submit(lambda: work(self._working(question)), deadline)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(begun)), deadline.left)
        except TimeoutError:
            # The thread may be unable to check the deadline just now, because it is inside a run of the model.
            raise deadline.passed() from None

    def counted(self, answer: Answer) -> Answer:
        """The same answer, after counting its verdict and withheld passages in the metrics."""
        self.metrics.answer(answer.verdict, answer.withheld)
        return answer

    def article(self, answerer: Answerer, article_id: str) -> tuple[Article, str]:
        """An article, verified against its published sha256, and that sha256.

        Raises `UnknownArticleError`, and `IndexDamagedError` if the article fails verification.
        """
        answerer.check_article(article_id)
        article, sha256 = answerer.engine.article(article_id)
        if not is_intact(article, sha256):
            self.metrics.withheld()
            raise IndexDamagedError(
                f"The article {article_id!r} is withheld: expected the text that was published. Run: verbatim build"
            )
        return article, sha256

    def answerer(self) -> Answerer:
        """The answerer of the published snapshot, opened on first use.

        While a large new snapshot is being opened, this returns the previous answerer. Raises `IndexUnavailableError`
        and `ModelError`.
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
        # Another thread may have opened it meanwhile.
        if held is None or not self._is_current(held):
            held = self._answerer = self._open()
            self.metrics.opened(held.snapshot)
        return held

    def _is_current(self, held: Answerer) -> bool:
        """Whether an answerer is the published snapshot's. A damaged snapshot may be rebuilt under the same id."""
        rebuilt = held.sums is not None and held.sums.rebuilt
        return not rebuilt and held.snapshot == self._source.current_id()

    def warm(self) -> None:
        """Load model and snapshot before the first question, which reports a failure; here it is only logged."""
        try:
            # No deadline here: loading may take longer than a request.
            with self.page.turn(0):
                answerer = self.answerer()
                answerer.ask("warm up")
                # The page shows the available filters.
                answerer.labels()
        except VerbatimError as error:
            _log.warning("%s", error)
        # Streamlit collects garbage after every run of the page. Scanning the objects of the model each time would add
        # a quarter of a second to each question, so they are exempted.
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
        """The model's encoder, shared by all snapshots, which batches concurrent questions."""
        if self._encoder is None or self._encoder[0] != identity:
            self._encoder = identity, BatchingEncoder(load_encoder(self.settings, identity))
        return self._encoder[1]


def _write_questions() -> None:
    """Send the log of questions to standard error, whatever the level of other logs."""
    _questions.setLevel(logging.INFO)
    _questions.propagate = False
    if not _questions.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        _questions.addHandler(handler)


@Once
def service() -> Service:
    """The service of this process, under the settings in force at its start."""
    return Service(load_settings())
