"""Candidates → Evidence: each candidate is compared with its article's stored text; one that differs is withheld."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from index.answer import Evidence
from index.article import Article
from index.citation import cite
from index.encoding.protocol import EncodedQuestion
from index.engine.protocol import Engine, passage_context
from index.passage import Passage, Sentence
from index.query import Query
from index.search.confidence import confidence, trust
from index.search.explain import explain
from index.search.rank import Candidate, lacks_number
from index.text.words import words

_log = logging.getLogger(__name__)
# In a large corpus nearly every candidate is from a different article, so at most this many articles are read.
_MOST_ARTICLES = 12


@dataclass(frozen=True, slots=True)
class Verified:
    """The best evidences, the best one of each of the best articles, and how many candidates were withheld."""

    evidence: tuple[Evidence, ...]
    by_article: tuple[Evidence, ...]
    withheld: int


def verify_quotes(candidates: Sequence[Candidate], query: Query, question: EncodedQuestion, engine: Engine) -> Verified:
    """The verified evidence: the first `k` that the query asks for, and the first of each of the best articles.

    Raises `IndexDamagedError`.
    """
    k = query.k
    evidence: list[Evidence] = []
    firsts: dict[str, Evidence] = {}
    intact: dict[str, bool] = {}
    withheld = 0
    for candidate in candidates:
        article_id = candidate.passage.article_id
        if len(evidence) >= k and (article_id in firsts or len(firsts) >= max(k, _MOST_ARTICLES)):
            continue
        article, sha256 = engine.article(article_id)
        if article_id not in intact:
            intact[article_id] = is_intact(article, sha256)
        if not (intact[article_id] and holds_passage(article, candidate.passage)):
            withheld += 1
            continue
        item = _evidence(candidate, article, sha256, query, rank=len(evidence) + 1)
        if len(evidence) < k:
            item = replace(item, matches=explain(query, question, candidate, engine))
            evidence.append(item)
        firsts.setdefault(article_id, item)
    by_article = (replace(item, rank=rank) for rank, item in enumerate(firsts.values(), start=1))
    return Verified(tuple(evidence), tuple(by_article), withheld)


def is_intact(article: Article, published_sha256: str) -> bool:
    """Whether the text of `article` has the sha256 that was published; logs an error if not."""
    intact = article.sha256 == published_sha256
    if not intact:
        _log.error("withheld: the text of article %s is not the one that was published", article.id)
    return intact


def holds_passage(article: Article, passage: Passage) -> bool:
    """Whether `article` contains `passage` and its sentences at their offsets; logs an error if not."""
    holds = article.text[passage.start : passage.end] == passage.text and all(
        passage.start <= sentence.start <= sentence.end <= passage.end for sentence in passage.sentences
    )
    if not holds:
        _log.error("withheld: article %s does not hold characters %d-%d", article.id, passage.start, passage.end)
    return holds


def _evidence(candidate: Candidate, article: Article, sha256: str, query: Query, rank: int) -> Evidence:
    """A verified candidate as evidence, with its confidence and citation."""
    trusted = trust(
        doubtful=candidate.quote.doubtful,
        other_code=not _names_any(query.codes, passage_context(candidate.passage, article.card.title)),
        no_number=lacks_number(query, candidate.passage.quote(candidate.quote)),
    )
    return Evidence(
        rank=rank,
        passage=candidate.passage,
        quote=candidate.quote,
        article_sha256=sha256,
        origin=article.origin,
        card=article.card,
        score=candidate.score,
        features=candidate.features,
        confidence=confidence(candidate.features, understood=query.understood, trust=trusted),
        citation=cite(article.card, article.origin, candidate.passage, candidate.quote),
        also_in=candidate.duplicates,
        table_header=_table_header(article, candidate.quote),
    )


def _names_any(codes: Collection[str], text: str) -> bool:
    """Whether the words of one of the `codes` stand together in `text`; also true if there are none."""
    own = f" {' '.join(words(text))} " if codes else ""
    return not codes or any(f" {code} " in own for code in codes)


def _table_header(article: Article, quote: Sentence) -> str | None:
    """The header rows above a quoted table row."""
    block = article.block_at(quote.start)
    return article.text[slice(*block.header)] if block is not None and block.header else None
