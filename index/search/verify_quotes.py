"""Ranked candidates → Evidence: each is held against its article's text, and what cannot be proven is withheld."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from index.answer import Evidence
from index.article import Article
from index.citation import cite
from index.engine.protocol import Engine
from index.passage import Passage, Sentence
from index.search.confidence import confidence
from index.search.deduplicate import Candidate

_log = logging.getLogger(__name__)
# Of a large corpus, nearly every candidate is another article's; so many are read.
_MOST_ARTICLES = 12


class Proven(NamedTuple):
    """The first evidences, the first of each of the best articles, and how many candidates were withheld."""

    evidence: list[Evidence]
    by_article: list[Evidence]
    withheld: int


def prove(ranked: Sequence[Candidate], k: int, engine: Engine) -> Proven:
    """The evidence of `ranked` candidates, the first `k` and the first of each of the best articles."""
    evidence: list[Evidence] = []
    firsts: dict[str, Evidence] = {}
    intact: dict[str, bool] = {}
    withheld = 0
    for candidate in ranked:
        article_id = candidate.passage.article_id
        if len(evidence) >= k and (article_id in firsts or len(firsts) >= max(k, _MOST_ARTICLES)):
            continue
        article, sha256 = engine.article(article_id)
        if article_id not in intact:
            intact[article_id] = is_intact(article, sha256)
        if not (intact[article_id] and is_proven(candidate.passage, article)):
            withheld += 1
            continue
        item = _evidence(candidate, article, sha256, rank=len(evidence) + 1)
        firsts.setdefault(article_id, item)
        if len(evidence) < k:
            evidence.append(item)
    by_article = [replace(item, rank=rank) for rank, item in enumerate(firsts.values(), start=1)]
    return Proven(evidence, by_article, withheld)


def _evidence(candidate: Candidate, article: Article, sha256: str, rank: int) -> Evidence:
    """A proven candidate as evidence, with its confidence and citation."""
    return Evidence(
        rank=rank,
        passage=candidate.passage,
        quote=candidate.quote,
        article_sha256=sha256,
        origin=article.origin,
        card=article.card,
        score=candidate.score,
        features=candidate.features,
        confidence=confidence(candidate.features, doubtful=candidate.quote.doubtful),
        citation=cite(article.card, article.origin, candidate.passage, candidate.quote),
        also_in=tuple(candidate.twins),
        table_header=_table_header(article, candidate.quote),
    )


def _table_header(article: Article, quote: Sentence) -> str | None:
    """The header rows above a quoted table row."""
    block = article.block_at(quote.start)
    return article.text[slice(*block.header)] if block is not None and block.header else None


def is_intact(article: Article, published_sha256: str) -> bool:
    """Whether the text of `article` is the one that was published; a text that is not is logged."""
    intact = article.sha256 == published_sha256
    if not intact:
        _log.error("withheld: the text of article %s is not the one that was published", article.id)
    return intact


def is_proven(passage: Passage, article: Article) -> bool:
    """Whether `article` holds `passage`, and in it every sentence, where they say; a passage that is not is logged."""
    proven = article.text[passage.start : passage.end] == passage.text and all(
        passage.start <= sentence.start <= sentence.end <= passage.end for sentence in passage.sentences
    )
    if not proven:
        _log.error("withheld: article %s does not hold characters %d-%d", article.id, passage.start, passage.end)
    return proven
