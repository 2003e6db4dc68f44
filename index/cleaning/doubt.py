from __future__ import annotations

from index.article import Article


def doubtful_spans(article: Article) -> frozenset[tuple[int, int]]:
    return frozenset()
