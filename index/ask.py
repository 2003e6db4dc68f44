"""The ask pipeline (its steps are in `index.search`): question → Query → Candidates → Evidence → Judgement → Answer."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.answer import Answer, CheckedQuote
from index.arrays import Floats
from index.corpus.collection import Collection, published_collection
from index.encoding.protocol import Encoder
from index.engine.protocol import Engine
from index.errors import UnknownArticleError
from index.filtering.catalogue import Catalogue
from index.filtering.filters import ALL, Filters
from index.query import Query
from index.search.check_quote import NEAR_PASSAGES, check_quote
from index.search.combine import Found, combine
from index.search.deduplicate import deduplicate
from index.search.diversify import diversify
from index.search.judge import judge
from index.search.question.parts import parts
from index.search.question.understand import understand, understand_part
from index.search.rank import rank
from index.search.rerank import Reranker, rerank
from index.search.scoring.score import Scored, score
from index.search.verify_quotes import verify_quotes
from index.storage.manifest import Manifest
from index.storage.sums import Sums
from index.text.spelling import Speller

if TYPE_CHECKING:
    from index.notices.match import NoticeMatcher

DEFAULT_K = 5
EMPTY = "the collection is empty. Add an article and run: verbatim build"


@dataclass(frozen=True, eq=False)
class Answerer:
    """Answers questions from one snapshot with one encoder. Safe for several threads.

    `candidates` is the number of passages taken from each channel. The snapshot is not removed until the answerer is
    closed or garbage-collected.
    """

    manifest: Manifest
    engine: Engine
    encoder: Encoder
    notices: NoticeMatcher | None = None
    reranker: Reranker | None = None
    candidates: int = 100
    sums: Sums | None = None

    def ask(
        self,
        question: str,
        k: int = DEFAULT_K,
        article_id: str | None = None,
        *,
        filters: Filters = ALL,
        as_typed: bool = False,
    ) -> Answer:
        """Answer a question with the `k` best evidences from the articles that `filters` and `article_id` select.

        With `as_typed`, the spelling is not corrected. Raises `QuestionError`, `UnknownArticleError`,
        `UnknownFilterError`, `IndexDamagedError` and `AnswererClosedError`.
        """
        started = time.perf_counter()
        filters = self.check(article_id, filters)
        query = understand(question, k, filters, self.engine.vocabulary, None if as_typed else self._speller)
        found, vector = self._find(query)
        verified, judgement, of_parts = combine(found, [self._find(part)[0] for part in self._parts(query)])
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
            # Notices depend only on the question as asked, not on filters or results.
            notices=self.notices.find(query.question, query.corrected, vector) if self.notices else (),
            withheld=verified.withheld,
            parts=of_parts,
            empty=not self.engine.count,
            filters=filters,
        )

    def check_quote(self, text: str, article_id: str | None = None, *, filters: Filters = ALL) -> CheckedQuote:
        """Whether `text` appears verbatim in the selected articles, and where; if not, the most similar sentence.

        Raises what `ask` raises.
        """
        filters = self.check(article_id, filters)
        return check_quote(
            text,
            self.engine,
            filters,
            lambda words: self.ask(words, NEAR_PASSAGES, filters=filters, as_typed=True).evidence,
        )

    def _find(self, query: Query) -> tuple[Found, Floats]:
        """The result for a query, and the question's vector."""
        scored = score(query, self.engine, self.encoder, max(self.candidates, query.k))
        ranked = rank(query, scored, self.engine)
        distinct = deduplicate(ranked)
        # A reranker's scores have a scale of their own, for which the cost of diversity was not measured.
        ordered = rerank(query, distinct, self.reranker) if self.reranker else diversify(distinct, query.k)
        verified = verify_quotes(ordered, query, scored.question, self.engine)
        return Found(query, verified, judge(query, verified.evidence, self.engine.vocabulary)), scored.question.vector

    def _parts(self, query: Query) -> list[Query]:
        """The queries for the parts of a question; its spelling is already corrected."""
        vocabulary = self.engine.vocabulary
        return [understand_part(asked, query, vocabulary) for asked in parts(query.searched, query.language)]

    def scored(self, question: str, depth: int) -> Scored:
        """Only the ranking: all scores of all candidates, without deduplication, diversification and verdict.

        Raises `QuestionError`, `IndexDamagedError` and `AnswererClosedError`.
        """
        self.check_sums()
        query = understand(question, depth, ALL, self.engine.vocabulary, self._speller)
        return score(query, self.engine, self.encoder, max(self.candidates, depth))

    def check(self, article_id: str | None = None, filters: Filters = ALL) -> Filters:
        """`filters`, restricted to `article_id` if given, after checking both.

        Raises `UnknownArticleError`, `UnknownFilterError`, and what `check_sums` raises.
        """
        self.check_article(article_id)
        if filters:
            self.labels(filters)
        return filters if article_id is None else filters.within(article_id)

    def labels(self, filters: Filters = ALL) -> Catalogue:
        """The filter values of all articles, after checking that `filters` exist.

        Raises `UnknownFilterError`, and what `check_sums` raises.
        """
        self.check_sums()
        self.engine.labels.check(filters)
        return self.engine.labels

    def check_article(self, article_id: str | None) -> None:
        """Raises `UnknownArticleError` if the snapshot has no such article, and what `check_sums` raises."""
        self.check_sums()
        if article_id is not None and article_id not in self.engine.article_ids():
            known = ", ".join(self.engine.article_ids()[:10])
            expected = f"expected one of {known}. Ask without one to search all." if known else EMPTY
            raise UnknownArticleError(f"There is no article {article_id!r}: {expected}")

    def check_sums(self) -> None:
        """Raises `IndexDamagedError` once a file of the snapshot is known to have changed."""
        if self.sums is not None:
            self.sums.refuse_damage()

    @property
    def snapshot(self) -> str:
        """The snapshot's id."""
        return self.manifest.id

    @cached_property
    def collection(self) -> Collection:
        """What the collection states about itself."""
        return published_collection(self.manifest.inputs.collection)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self.engine.vocabulary)

    def close(self) -> None:
        """Release the snapshot and its files. Every later call raises `AnswererClosedError`."""
        self.engine.close()
