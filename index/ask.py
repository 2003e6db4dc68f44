"""Journey 2: question → Query → candidates → ranked Passages → Evidence → verdict → Answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

from index.citation import cite
from index.collapsing import Candidate, collapse, spread
from index.confidence import confidence, features, verdict
from index.encoder import identify, load_encoder
from index.engine import Engine, LocalEngine, passage_context
from index.errors import IndexOutdatedError, UnknownArticleError
from index.evidence import Answer, Evidence, Floats, Scores
from index.model import Encoder, ModelIdentity
from index.proof import proven
from index.query import Query, check_k, check_question
from index.ranking import Weights, best_first, fuse
from index.settings import Settings
from index.snapshot import Snapshot, open_snapshot
from index.spelling import Speller
from index.terms import STOP_WORDS, stem, terms, words

DEFAULT_K = 5
# Ranked candidates whose text is looked at: enough for k of them after collapsing, and for the best of most articles.
_LOOKED_AT = 50
# What a second evidence of one article costs against the first of another.
_SPREAD = 0.02


class Answerer:
    """Answers from one snapshot with one encoder. Immutable, so several threads may ask at once."""

    def __init__(self, snapshot: str, engine: Engine, encoder: Encoder, candidates: int = 100) -> None:
        self.snapshot = snapshot
        self.engine = engine
        self.encoder = encoder
        self._candidates = candidates
        self._speller = Speller(engine.vocabulary)

    def ask(
        self, question: str, k: int = DEFAULT_K, article_id: str | None = None, *, as_typed: bool = False
    ) -> Answer:
        """The answer with the `k` best evidences, of one article only when `article_id` is given.

        `as_typed` leaves the spelling alone. Raises `QuestionError` and `UnknownArticleError`.
        """
        started = time.perf_counter()
        query = self._understand(question, k, article_id, as_typed=as_typed)
        ranked = self._rank(query)
        evidence, withheld = self._evidence(query, ranked)
        by_article = _best_by_article(evidence)
        evidence = evidence[:k]
        sure = evidence[0].confidence if evidence else 0.0
        shown = {term for item in evidence[:3] for term in terms(passage_context(item.passage, item.card.title))}
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
            withheld=withheld,
        )

    def check_article(self, article_id: str | None) -> None:
        """Raises `UnknownArticleError` when the snapshot has no such article."""
        if article_id is not None and article_id not in self.engine.article_ids():
            known = ", ".join(self.engine.article_ids()[:10])
            raise UnknownArticleError(
                f"There is no article {article_id!r}: expected one of {known}. Ask without one to search all."
            )

    def _understand(self, question: str, k: int, article_id: str | None, *, as_typed: bool) -> Query:
        check_k(k)
        clean = check_question(question)
        self.check_article(article_id)
        corrected = None if as_typed else self._speller.correct(clean)
        content = [word for word in words(corrected or clean) if word not in STOP_WORDS]
        # The first word of each stem stands for it.
        by_term = dict(reversed([(stem(word), word) for word in content]))
        in_order = list(dict.fromkeys(stem(word) for word in content))
        return Query(clean, corrected, tuple(in_order), tuple(by_term[term] for term in in_order), k, article_id)

    def scored(self, question: str, depth: int, *, as_typed: bool = False) -> tuple[Scores, Floats]:
        """Ranking alone: every raw score of every candidate, and their sum by which they are ordered."""
        return self._score(self._understand(question, depth, None, as_typed=as_typed))

    def _score(self, query: Query) -> tuple[Scores, Floats]:
        vector = self.encoder.encode_query(query.searched)
        rows = self.engine.candidates(vector, query.terms, max(self._candidates, query.k), query.article_id)
        scores = self.engine.scores(vector, query.terms, rows)
        return scores, fuse(scores, sum(self.engine.vocabulary.idf(term) for term in query.terms), Weights())

    def _rank(self, query: Query) -> list[Candidate]:
        """The best candidates, most useful first."""
        scores, fused = self._score(query)
        best = best_first(fused)[: max(_LOOKED_AT, 2 * query.k)]
        passages = self.engine.passages(scores.passages[best])
        ranked = [
            Candidate(
                passage,
                passage.sentences[scores.best[at]],
                float(fused[at]),
                float(scores.sentence[at]),
                float(scores.dense[at]),
            )
            for at, passage in zip(best, passages, strict=True)
        ]
        return spread(collapse(ranked), _SPREAD)

    def _evidence(self, query: Query, ranked: Sequence[Candidate]) -> tuple[list[Evidence], int]:
        """Proven evidence with confidence and citation, and how many candidates had to be withheld."""
        found: list[Evidence] = []
        withheld = 0
        for candidate in ranked:
            passage = candidate.passage
            article, sha256 = self.engine.article(passage.article_id)
            if not proven(passage, article, sha256):
                withheld += 1
                continue
            having = set(terms(passage_context(passage, article.card.title)))
            sure = confidence(features(candidate.sentence, candidate.dense, query, having, self.engine.vocabulary))
            citation = cite(article.card, article.origin, passage, candidate.quote)
            found.append(
                Evidence(
                    len(found) + 1,
                    passage,
                    candidate.quote,
                    sha256,
                    article.origin,
                    article.card,
                    candidate.score,
                    sure,
                    citation,
                    tuple(candidate.twins),
                )
            )
        return found, withheld


def open_answerer(settings: Settings, encoder: Encoder | None = None) -> Answerer:
    """An answerer on the published snapshot; `encoder` spares loading the model again.

    Raises `IndexUnavailableError` and `ModelError`.
    """
    snapshot = open_snapshot(settings.index)
    identity = identify(settings)
    _check_model(snapshot, identity)
    engine = LocalEngine(snapshot.folder)
    encoder = encoder or load_encoder(settings, identity)
    if engine.dimension != encoder.dimension:
        raise IndexOutdatedError(
            f"The snapshot {snapshot.id} has vectors of {engine.dimension} dimensions: expected the model's "
            f"{encoder.dimension}. Run: verbatim build"
        )
    return Answerer(snapshot.id, engine, encoder, settings.candidates)


def _check_model(snapshot: Snapshot, identity: ModelIdentity) -> None:
    built = snapshot.manifest.get("model", {})
    if built != asdict(identity):
        raise IndexOutdatedError(
            f"The snapshot {snapshot.id} was built with the model {built.get('name')!r} ({str(built.get('sha256'))[:8]}): "
            f"the settings name {identity.name!r} ({identity.sha256[:8]}) or other prompts. Run: verbatim build"
        )


def _best_by_article(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The first evidence of each article, ranked anew."""
    first: dict[str, Evidence] = {}
    for item in evidence:
        first.setdefault(item.passage.article_id, item)
    return [replace(item, rank=rank) for rank, item in enumerate(first.values(), start=1)]
