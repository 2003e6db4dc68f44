"""Saved web pages: the whole visible text is the text as read, one block for each block element."""

from __future__ import annotations

import re

from index.corpus.reading.blocks import BlockText
from index.corpus.reading.decode import decode
from index.corpus.reading.html.judge import judge
from index.corpus.reading.html.statements import page_card
from index.corpus.reading.html.visible import parse_page, visible_pieces
from index.corpus.reading.html.vote import vote
from index.corpus.reading.reading import Limits, Reading

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001 - every reader has this shape
    """The page's visible text with its card; a block that is no article text by its markup has its reason."""
    source = decode(data, _stated_charset(data))
    root = parse_page(source)
    pieces = visible_pieces(root)
    card = page_card(source, root, pieces)
    voted = vote(root, pieces)
    text = BlockText()
    for piece, reason in zip(pieces, judge(pieces, voted), strict=True):
        # What the page hides is read where it belongs to the article, as the answers that open under questions do.
        if not piece.hidden or (voted and reason is None):
            text.add(piece.text, piece.kind, level=piece.level, reason=reason)
    return text.reading(card)


def _stated_charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None
