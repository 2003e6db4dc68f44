"""Reads saved web pages: the text as read is all visible text, with one block per block element."""

from __future__ import annotations

import re

from index.corpus.reading.blocks import BlockText
from index.corpus.reading.decode import decoded
from index.corpus.reading.html.judge import judge
from index.corpus.reading.html.pieces import add_pieces
from index.corpus.reading.html.statements import page_card
from index.corpus.reading.html.visible import Piece, parse_page, visible_pieces
from index.corpus.reading.html.vote import Vote, vote
from index.corpus.reading.reading import Limits, Reading
from index.reasons import Reason

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096


def read(data: bytes, limits: Limits) -> Reading:  # noqa: ARG001 - every reader has this shape
    """The page's visible text with its card. Blocks that are not article text, judged by markup, have a reason.

    Raises `UnreadableFileError`.
    """
    found = decoded(data, _stated_charset(data))
    root = parse_page(found.text)
    pieces = visible_pieces(root)
    card = page_card(found.text, root, pieces).over(found.card)
    voted = vote(root, pieces)
    text = BlockText()
    add_pieces(text, [pair for pair in zip(pieces, judge(pieces, voted), strict=True) if _is_read(*pair, voted)])
    return text.reading(card)


def _is_read(piece: Piece, reason: Reason | None, voted: Vote | None) -> bool:
    """Whether to keep a piece. Collapsed text, such as answers under questions, is kept only inside the article.

    Text that is hidden for good is kept as well if it is in the article; it is set aside as hidden.
    """
    if piece.folded:
        return voted is not None and reason is None
    return bool(piece.text) or reason is None


def _stated_charset(data: bytes) -> str | None:
    found = _CHARSET.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None
