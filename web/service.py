"""One answerer for the whole process: loaded once, and anew when a build publishes another snapshot."""

from __future__ import annotations

import gc
import logging
import threading
from functools import cache

from index.ask import Answerer, open_answerer
from index.encoder import identify
from index.errors import VerbatimError
from index.model import Encoder, ModelIdentity
from index.settings import Settings, load_settings
from index.snapshot import current_id

_log = logging.getLogger(__name__)


class Service:
    """Hands out the answerer of the published snapshot. Safe to be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._answerer: Answerer | None = None
        self._encoder: tuple[ModelIdentity, Encoder] | None = None

    @property
    def ready(self) -> bool:
        """Whether an answerer is held, so that asking does not wait for the model."""
        return self._answerer is not None

    def answerer(self) -> Answerer:
        """The answerer to ask now. Raises `IndexUnavailableError` and `ModelError`."""
        held = self._answerer
        if held is not None and held.snapshot == current_id(self.settings.index):
            return held
        with self._lock:
            # Another thread may have opened it while this one waited.
            if self._answerer is None or self._answerer.snapshot != current_id(self.settings.index):
                self._answerer = self._open()
            return self._answerer

    def warm(self) -> None:
        """Load model and snapshot ahead of the first question; a failure is left for that question to tell."""
        try:
            self.answerer().ask("warm up")
        except VerbatimError as error:
            _log.warning("%s", error)
        # Streamlit collects garbage after every run of the page; what the model brought along stays, and looking
        # through it again would take a quarter of a second of each question.
        gc.collect()
        gc.freeze()

    def _open(self) -> Answerer:
        identity = identify(self.settings)
        encoder = self._encoder[1] if self._encoder and self._encoder[0] == identity else None
        answerer = open_answerer(self.settings, encoder, self._answerer.reranker if self._answerer else None)
        self._encoder = identity, answerer.encoder
        return answerer


@cache
def service() -> Service:
    """The service of this process, under the settings in force at its start."""
    return Service(load_settings())
