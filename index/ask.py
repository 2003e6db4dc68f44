"""Journey 2: question → Query → candidates → ranked Passages → Evidence → verdict → Answer."""

from __future__ import annotations

import time
from dataclasses import asdict
from functools import lru_cache

from pydantic import ValidationError

from index.answer import Answer, Features
from index.arrays import Floats
from index.encoding.load import identify, load_encoder
from index.encoding.protocol import Encoder, ModelIdentity
from index.encoding.reranker import RERANKED, Reranker
from index.engine.local import LocalEngine
from index.engine.protocol import Engine, passage_context
from index.errors import IndexDamagedError, IndexOutdatedError, UnknownArticleError
from index.notices.classifier import NoticeLikeness
from index.notices.match import NoticeMatcher
from index.notices.rules import NoticeRules
from index.query import Query
from index.search.confidence import verdict
from index.search.deduplicate import Candidate, collapse, spread
from index.search.fusion import TOPIC_TERMS
from index.search.scoring import Scored, score
from index.search.understand import understand
from index.search.verify_quotes import prove
from index.settings import Settings
from index.storage.snapshot import Snapshot, open_snapshot
from index.text.spelling import Speller
from index.text.terms import terms

DEFAULT_K = 5
# What a second evidence of one article costs against the first of another.
_SPREAD = 0.02
# What a sentence loses that looks damaged in its source.
_DOUBT = 0.2
# A share of the question's words that rounding alone keeps from 1.
_ALL = 0.999


class Answerer:
    """Answers from one snapshot with one encoder. Several threads may ask at once.

    It keeps its snapshot, which nobody removes meanwhile, until it is closed or the last who knows it forgets it.
    """

    def __init__(
        self,
        snapshot: str,
        engine: Engine,
        encoder: Encoder,
        reranker: Reranker | None = None,
        candidates: int = 100,
    ) -> None:
        self.snapshot = snapshot
        self.reranker = reranker
        self.engine = engine
        self.encoder = encoder
        self._candidates = candidates
        self._speller = Speller(engine.vocabulary)
        self.notices = NoticeMatcher(NoticeRules())

    def ask(
        self, question: str, k: int = DEFAULT_K, article_id: str | None = None, *, as_typed: bool = False
    ) -> Answer:
        """The answer with the `k` best evidences, of one article only when `article_id` is given.

        `as_typed` leaves the spelling alone. Raises `QuestionError` and `UnknownArticleError`.
        """
        started = time.perf_counter()
        self.check_article(article_id)
        query = understand(question, k, article_id, None if as_typed else self._speller)
        ranked, vector = self._rank(query)
        evidence, by_article, withheld = prove(ranked, k, self.engine)
        sure = evidence[0].confidence if evidence else 0.0
        shown = frozenset().union(*(_terms(passage_context(item.passage, item.card.title)) for item in evidence[:3]))
        return Answer(
            question=question,
            corrected=query.corrected,
            verdict=verdict(sure, query.terms, shown),
            confidence=sure,
            missing=tuple(
                w for t, w in zip(query.terms, query.words, strict=True) if t not in self.engine.vocabulary.terms
            ),
            evidence=tuple(evidence),
            by_article=tuple(by_article),
            snapshot=self.snapshot,
            took_ms=(time.perf_counter() - started) * 1000,
            # Whatever is searched and found: of one article or all, as typed or corrected.
            notices=self.notices.find(question, vector),
            withheld=withheld,
        )

    def close(self) -> None:
        """Let the snapshot and its files go, when the last question is answered; nothing can be asked afterwards."""
        self.engine.close()

    def check_article(self, article_id: str | None) -> None:
        """Raises `UnknownArticleError` when the snapshot has no such article."""
        if article_id is not None and article_id not in self.engine.article_ids():
            known = ", ".join(self.engine.article_ids()[:10])
            raise UnknownArticleError(
                f"There is no article {article_id!r}: expected one of {known}. Ask without one to search all."
            )

    def scored(self, question: str, depth: int) -> Scored:
        """Ranking alone: every score of every candidate, nothing collapsed, spread or judged."""
        query = understand(question, depth, None, self._speller)
        return score(query, self.engine, self.encoder, max(self._candidates, depth))

    def _rank(self, query: Query) -> tuple[list[Candidate], Floats]:
        """The best candidates, most useful first, one for each sentence, and the question's vector."""
        scored = score(query, self.engine, self.encoder, max(self._candidates, query.k))
        passages = self.engine.passages(scored.scores.passages[scored.best])
        ranked = []
        for at, passage, share in zip(scored.best, passages, scored.supported, strict=True):
            quote = passage.sentences[scored.scores.best[at]]
            seen = Features(float(scored.scores.sentence[at]), float(share), _is_keywords(query, float(share)))
            ranked.append(Candidate(passage, quote, float(scored.fused[at]) - _DOUBT * quote.doubtful, seen))
        ranked = collapse(sorted(ranked, key=lambda candidate: -candidate.score))
        if self.reranker is not None:
            return self._reranked(query, ranked, self.reranker), scored.vector
        return spread(ranked, _SPREAD, query.k), scored.vector

    def _reranked(self, query: Query, ranked: list[Candidate], reranker: Reranker) -> list[Candidate]:
        """The best candidates in the reranker's order, scored by it; its scale leaves no room for spreading."""
        best, rest = ranked[:RERANKED], ranked[RERANKED:]
        for candidate, value in zip(
            best, reranker.scores(query.searched, [candidate.passage.text for candidate in best]), strict=True
        ):
            candidate.score = float(value)
        # The rest keep their order below the lowest that was read again: a score orders the whole answer.
        lowest = min((candidate.score for candidate in best), default=0.0)
        for place, candidate in enumerate(rest, start=1):
            candidate.score = lowest - place
        return sorted(best, key=lambda candidate: -candidate.score) + rest


def open_answerer(settings: Settings, encoder: Encoder | None = None, reranker: Reranker | None = None) -> Answerer:
    """An answerer on the published snapshot; `encoder` and `reranker` spare loading the models again.

    Raises `IndexUnavailableError` and `ModelError`.
    """
    snapshot = open_snapshot(settings.index)
    identity = identify(settings)
    _check_model(snapshot, identity)
    engine = LocalEngine(snapshot.folder, snapshot.hold)
    encoder = encoder or load_encoder(settings, identity)
    if engine.dimension != encoder.dimension:
        raise IndexOutdatedError(
            f"The snapshot {snapshot.id} has vectors of {engine.dimension} dimensions: expected the model's "
            f"{encoder.dimension}. Run: verbatim build"
        )
    if reranker is None and settings.model.reranker is not None:
        reranker = Reranker(settings.model.reranker, offline=settings.model.offline)
    answerer = Answerer(snapshot.id, engine, encoder, reranker, settings.search.candidates)
    answerer.notices = NoticeMatcher(_notices(snapshot), NoticeLikeness.open(snapshot.folder))
    return answerer


@lru_cache(maxsize=512)
def _terms(text: str) -> frozenset[str]:
    """The terms of `text`, each once; a passage that is found often is not read for them each time."""
    return frozenset(terms(text))


def _notices(snapshot: Snapshot) -> NoticeRules:
    """The notices that were published with the snapshot; none in one that is older than they."""
    try:
        return NoticeRules.model_validate(snapshot.manifest.get("notices", {}))
    except ValidationError as error:
        raise IndexDamagedError(
            f"The snapshot {snapshot.id} has unreadable notices: expected those of a build. Run: verbatim build"
        ) from error


def _check_model(snapshot: Snapshot, identity: ModelIdentity) -> None:
    """The questions' model has to be the passages'; the precision that they were computed in only rounds a little."""
    built = snapshot.manifest.get("model", {})
    if built != {**asdict(identity), "dtype": built.get("dtype")}:
        raise IndexOutdatedError(
            f"The snapshot {snapshot.id} was built with the model {built.get('name')!r} "
            f"({str(built.get('sha256'))[:8]}): the settings name {identity.name!r} ({identity.sha256[:8]}) "
            "or other prompts. Run: verbatim build"
        )


def _is_keywords(query: Query, supported: float) -> float:
    """1 where the question is one or two terms and all of them stand in the passage."""
    return float(0 < len(query.terms) <= TOPIC_TERMS and supported > _ALL)
