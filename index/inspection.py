"""What cleaning did to an article: block by block as JSON, and in sums by reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

from index.article import Article, Block
from index.cleaning import block_ids
from index.sentences import sentence_spans


def article_line(article: Article) -> dict[str, Any]:
    """The line of `verbatim clean --json` for a cleaned article. Offsets count characters of its text as read."""
    blocks = [
        _block(article, identity, block) for identity, block in zip(block_ids(article), article.blocks, strict=True)
    ]
    return {"article": article.id, "origin": article.origin, "blocks": blocks}


def words_by_reason(article: Article) -> dict[str | None, int]:
    """How many words of the article are kept (`None`), and how many are set aside for each reason."""
    counted: Counter[str | None] = Counter()
    for block in article.blocks:
        counted[block.reason] += len(article.text[block.start : block.end].split())
    return dict(counted)


def _block(article: Article, identity: str, block: Block) -> dict[str, Any]:
    return {
        "id": identity,
        "text": article.text[block.start : block.end],
        "start": block.start,
        "end": block.end,
        "kept": block.kept,
        "reason": block.reason,
        "sentences": [
            {
                "start": start,
                "end": end,
                "kept": block.kept,
                "doubtful": (start, end) in block.doubtful,
                "reason": block.reason,
            }
            for start, end in sentence_spans(article.text, block.start, block.end)
        ],
    }
