"""Journey 2: question → Query → Scored → Candidates → Evidence → Judgement → Answer. `index.search` has the steps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from pydantic import ValidationError

from index.answer import Answer
from index.encoding.load import identify, load_encoder
from index.encoding.protocol import Encoder, ModelIdentity
from index.encoding.reranker import Reranker
from index.engine.local import LocalEngine
from index.engine.protocol import Engine
from index.errors import IndexDamagedError, IndexOutdatedError, UnknownArticleError
from index.notices.classifier import NoticeLikeness
from index.notices.match import NoticeMatcher
from index.notices.rules import NoticeRules
from index.search.deduplicate import deduplicate
from index.search.diversify import diversify
from index.search.judge import judge
from index.search.rank import rank
from index.search.rerank import rerank
from index.search.score import Scored, score
from index.search.understand import understand
from index.search.verify_quotes import verify_quotes
from index.settings import Settings
from index.storage.snapshot import Snapshot, open_snapshot
from index.text.spelling import Speller

DEFAULT_K = 5
LoadEncoder = Callable[[ModelIdentity], Encoder]


@dataclass(frozen=True, eq=False)
class Answerer:
    """Answers from one snapshot with one encoder. Several threads may ask at once.

    `candidates` is how many passages each channel gives. The snapshot is not removed until the answerer is closed or
    nothing refers to it any more.
    """

    snapshot: str
    engine: Engine
    encoder: Encoder
    notices: NoticeMatcher = field(default_factory=lambda: NoticeMatcher(NoticeRules()))
    reranker: Reranker | None = None
    candidates: int = 100

    def ask(
        self, question: str, k: int = DEFAULT_K, article_id: str | None = None, *, as_typed: bool = False
    ) -> Answer:
        """The answer with the `k` best evidences, of one article only when `article_id` is given.

        `as_typed` leaves the spelling alone. Raises `QuestionError`, `UnknownArticleError`, `IndexDamagedError` and
        `AnswererClosedError`.
        """
        started = time.perf_counter()
        self.check_article(article_id)
        query = understand(question, k, article_id, None if as_typed else self._speller)
        scored = score(query, self.engine, self.encoder, max(self.candidates, k))
        ranked = rank(query, scored, self.engine)
        distinct = deduplicate(ranked)
        # A reranker's scores are on a scale of its own, on which no cost for diversity was measured.
        ordered = rerank(query, distinct, self.reranker) if self.reranker else diversify(distinct, k)
        verified = verify_quotes(ordered, k, self.engine)
        judgement = judge(query, verified.evidence, self.engine.vocabulary)
        return Answer(
            question=question,
            corrected=query.corrected,
            verdict=judgement.verdict,
            confidence=judgement.confidence,
            missing=judgement.missing,
            evidence=verified.evidence,
            by_article=verified.by_article,
            snapshot=self.snapshot,
            took_ms=(time.perf_counter() - started) * 1000,
            # Notices depend on the question as asked, not on where it is searched or what is found.
            notices=self.notices.find(question, scored.vector),
            withheld=verified.withheld,
        )

    def scored(self, question: str, depth: int) -> Scored:
        """Ranking alone: every score of every candidate; nothing is deduplicated, diversified or judged.

        Raises `QuestionError` and `AnswererClosedError`.
        """
        query = understand(question, depth, None, self._speller)
        return score(query, self.engine, self.encoder, max(self.candidates, depth))

    def check_article(self, article_id: str | None) -> None:
        """Raises `UnknownArticleError` when the snapshot has no such article."""
        if article_id is not None and article_id not in self.engine.article_ids():
            known = ", ".join(self.engine.article_ids()[:10])
            raise UnknownArticleError(
                f"There is no article {article_id!r}: expected one of {known}. Ask without one to search all."
            )

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.engine.vocabulary)

    def close(self) -> None:
        """Release the snapshot and its files. Whatever is asked afterwards raises `AnswererClosedError`."""
        self.engine.close()


def open_answerer(settings: Settings, load: LoadEncoder | None = None, reranker: Reranker | None = None) -> Answerer:
    """An answerer on the published snapshot.

    `load` gives the encoder of a model where it is not to be loaded anew from the settings; likewise `reranker`.
    Raises `IndexUnavailableError` and `ModelError`.
    """
    snapshot = open_snapshot(settings.index)
    identity = identify(settings)
    _check_model(snapshot, identity)
    engine = LocalEngine(snapshot.folder, snapshot.hold)
    encoder = load(identity) if load else load_encoder(settings, identity)
    if engine.dimension != encoder.dimension:
        raise IndexOutdatedError(
            f"The snapshot {snapshot.id} has vectors of {engine.dimension} dimensions: expected the model's "
            f"{encoder.dimension}. Run: verbatim build"
        )
    if reranker is None and settings.model.reranker is not None:
        reranker = Reranker(settings.model.reranker, offline=settings.model.offline)
    notices = NoticeMatcher(_notices(snapshot), NoticeLikeness.open(snapshot.folder))
    return Answerer(snapshot.id, engine, encoder, notices, reranker, settings.search.candidates)


def _notices(snapshot: Snapshot) -> NoticeRules:
    """The notices that were published with the snapshot."""
    try:
        return NoticeRules.model_validate(snapshot.manifest.inputs.notices)
    except ValidationError as error:
        raise IndexDamagedError(
            f"The snapshot {snapshot.id} has unreadable notices: expected those of a build. Run: verbatim build"
        ) from error


def _check_model(snapshot: Snapshot, identity: ModelIdentity) -> None:
    """Raises `IndexOutdatedError` unless the model is the passages' own; its precision only rounds a little."""
    built = snapshot.manifest.inputs.model
    if built != replace(identity, dtype=built.dtype):
        raise IndexOutdatedError(
            f"The snapshot {snapshot.id} was built with the model {built.name!r} ({built.sha256[:8]}): "
            f"the settings name {identity.name!r} ({identity.sha256[:8]}) or other prompts. Run: verbatim build"
        )
