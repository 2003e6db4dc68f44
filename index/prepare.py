"""The first half of a build: corpus → Articles, read and cleaned, ready to be split or looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.article import Article, Skipped
from index.cleaning import block_ids, clean, doubtful_spans, override, repeated_furniture, self_statements
from index.reading import Limits, read_corpus
from index.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Prepared:
    """The articles by the names of their files, what was skipped, and overrides that fit no block any more."""

    articles: Mapping[str, Article]
    skipped: tuple[Skipped, ...]
    lost_overrides: dict[str, tuple[str, ...]]


def prepare(folder: Path, limits: Limits | None = None) -> Prepared:
    """Read and clean every article of `folder`. Raises `CorpusError`."""
    corpus = read_corpus(folder, limits)
    furniture = repeated_furniture(corpus.articles.values())
    articles, lost = Shelf(), {}
    for name, article in corpus.articles.items():
        source = corpus.sources.get(name)
        cleaned = replace(article, blocks=clean(article, furniture.get(article.id, frozenset())))
        if source is not None:
            known = set(block_ids(cleaned))
            lost[name] = tuple(identity for identity in (*source.keep, *source.set_aside) if identity not in known)
            cleaned = override(cleaned, source.keep, source.set_aside)
        articles.put(name, _finished(cleaned))
    return Prepared(articles, corpus.skipped, {name: ids for name, ids in lost.items() if ids})


def _finished(cleaned: Article) -> Article:
    """The article with its doubtful sentences marked, and with what it says of itself in its own sentences."""
    doubtful = sorted(doubtful_spans(cleaned))
    blocks = []
    for block in cleaned.blocks:
        spans = tuple(span for span in doubtful if block.start <= span[0] and span[1] <= block.end)
        blocks.append(replace(block, doubtful=spans) if spans else block)
    return replace(cleaned, blocks=tuple(blocks), card=cleaned.card.over(self_statements(cleaned)))
